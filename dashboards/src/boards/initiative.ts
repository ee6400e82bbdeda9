import { ESTIMATE_COLOR, LINE_COLOR, STATUS_COLORS, TYPE_COLORS } from '../colors.js';
import type { Language } from '../languages.js';
import { bars, yearTrend } from '../panels/charts.js';
import { fixedColor, named, settingsFrom, type Panel } from '../panels/panel.js';
import { pills, rateCell, RATE_STEPS, table, width } from '../panels/table.js';
import { line, number, tiles } from '../panels/tiles.js';
import { adoptionMonths, monthTable, netMonths, netUnit, stateLine, usageMonths, usageUnit } from '../queries/board-tables.js';
import { benefitRate, benefitTiles } from '../queries/kind-queries.js';
import { PERCENT } from '../units.js';
import type { Variable } from '../variables.js';
import { WORDS } from '../words.js';
import { boardUrl, type Board } from './board.js';
import { benefitKindVariable, benefitVariable, DATA_SOURCE, initiativeVariable, monthVariable, SCALE, tenantVariable, YEAR } from './controller-variables.js';
import { noteColors, stateColors } from './note-colors.js';
import { cumulativePanel, monthBarsPanel, waterfallPanel } from './year-panels.js';

const TEXTS = {
  sv: {
    title: 'Nytta: initiativ',
    description: 'En nytta av ett initiativ, månad för månad: uppmätt mot estimerat, vad avvikelsen beror på, vad som blir kvar efter kostnader, och hur varje siffra har räknats.',
    state: 'Läge',
    stateDescription: 'Till och med vilken månad siffrorna går, vilka månader som är stängda, preliminära, återöppnade och öppna, och vilka källor som är tysta just nu.',
    year: 'Året hittills',
    yearDescription: 'Nyttan från januari till och med vald månad, estimatet för samma tid, prognos och estimat för helåret, och vad nyttoansvarig har bekräftat och budgeten har minskats med. Stängda månader visas omräknade.',
    rate: 'Hemtagningsgrad',
    rateDescription: 'Uppmätt i procent av estimerat, januari till och med vald månad. Från 95 % är det bra, under 80 % behöver något göras.',
    net: 'Netto efter drift- och införandekostnad',
    netDescription: 'Hela initiativets netto: nyttan av den typ som bär kostnaderna minus driftkostnad, månad för månad, och ackumulerat sedan starten med införandekostnaden avdragen. Punkten är månaden då initiativet är återbetalt.',
    adoption: 'Digital andel och brytpunkt',
    adoptionDescription: 'Hur stor del av hela kanalen som går den nya vägen, och den andel från vilken driften är betald. Under brytpunkten kostar två parallella arbetssätt mer än de ger.',
    usage: 'Användning per månad',
    usageDescription: 'Den användning som räknats, från det ändrade arbetssättet och inom taket, mot den estimerade, i mätpunktens egen enhet. Härifrån kommer beloppen.',
    months: 'Månader',
    monthsDescription: 'Varje månads siffror. Uppmätt är omräknat, som rapporterat är det som stod där när månaden stängdes. Siffrans id leder till hur den räknades; kommandot visar samma sak i en terminal.',
    overview: 'Översikt',
  },
  en: {
    title: 'Initiative',
    description: 'One benefit of an initiative, month by month: realised against estimated, what the variance comes from, what is left after costs, and how every figure was made.',
    state: 'State',
    stateDescription: 'Up to which month the figures go, which months are closed, preliminary, reopened and open, and which sources are silent right now.',
    year: 'Year to date',
    yearDescription: 'The benefit from January up to the chosen month, the estimate of the same time, forecast and estimate of the full year, and what the benefit owner has confirmed and the budget has been cut by. Closed months are restated.',
    rate: 'Realisation rate',
    rateDescription: 'Realised in percent of estimated, January up to the chosen month. From 95 % it is good, below 80 % something has to be done.',
    net: 'Net after running and one-off cost',
    netDescription: 'Net of the whole initiative: the benefit of the type that carries the costs less running cost, month by month, and cumulative since the start with one-off costs taken off. The dot is the month in which it has paid itself back.',
    adoption: 'Adoption and break-even',
    adoptionDescription: 'Which share of the whole channel takes the new way, and the share from which on operation is paid. Below break-even, two ways of working side by side cost more than they give.',
    usage: 'Usage per month',
    usageDescription: "What was counted, from the process change on and within the cap, against what was estimated, in the meter's own unit. The amounts come from here.",
    months: 'Months',
    monthsDescription: 'The figures of each month. Realised is restated; as reported is what stood there when the month was closed. The figure id leads to how it was made; the command shows the same in a terminal.',
    overview: 'Overview',
  },
} as const; // prettier-ignore

const api = (gatewayUrl: string): Variable => ({ kind: 'constant', name: 'api', value: gatewayUrl });
const explanationUrl = (column: string): string => `\${api}/v1/figures/\${__data.fields${column}}/explanation`;

function netPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  return yearTrend({
    title: text.net, description: text.netDescription, noValue: words.noValue, unit: 'from-data', size: { w: 12, h: 8 }, x: words.month, axisLabel: '$year', language,
    targets: [netMonths(language), netUnit()],
    transformations: [settingsFrom('unit', ['unit', 'decimals'], { id: 'byRegexp', options: `^(?!${words.month}$).*` })],
    steps: [{ color: 'transparent', value: null }, { color: LINE_COLOR, value: 0 }],
    custom: { thresholdsStyle: { mode: 'line' } },
    overrides: [
      named(words.netPerMonth, { id: 'custom.drawStyle', value: 'bars' }, { id: 'custom.fillOpacity', value: 50 }, { id: 'custom.lineWidth', value: 0 },
        { id: 'custom.barWidthFactor', value: 0.6 }, fixedColor(STATUS_COLORS.good)),
      named(words.cumulativeNet, fixedColor(STATUS_COLORS.good)),
      named(words.paidBack, { id: 'custom.drawStyle', value: 'points' }, { id: 'custom.showPoints', value: 'always' }, { id: 'custom.pointSize', value: 16 },
        fixedColor(TYPE_COLORS['AVOIDANCE'] ?? STATUS_COLORS.good)),
    ],
  }); // prettier-ignore
}

function adoptionPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  return yearTrend({
    title: text.adoption, description: text.adoptionDescription, noValue: words.noValue, unit: PERCENT, decimals: 0, min: 0, max: 100, size: { w: 12, h: 8 },
    x: words.month, axisLabel: '$year', language,
    targets: [adoptionMonths(language)],
    overrides: [
      named(words.adoption, fixedColor(STATUS_COLORS.good), { id: 'custom.showPoints', value: 'always' }, { id: 'custom.pointSize', value: 7 }),
      // A series and no threshold: it has an entry in the legend and in the tooltip.
      named(words.breakEven, fixedColor(STATUS_COLORS.act), { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }),
    ],
  }); // prettier-ignore
}

function usagePanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  return bars({
    title: text.usage, description: text.usageDescription, noValue: words.noValue, unit: 'from-data', size: { w: 12, h: 8 }, x: words.month,
    targets: [usageMonths(language), usageUnit(language)],
    transformations: [settingsFrom('unit', ['unit', 'decimals'], { id: 'byType', options: 'number' })],
    overrides: [named(words.plannedUsage, fixedColor(ESTIMATE_COLOR)), named(words.counted, fixedColor(STATUS_COLORS.good))],
  }); // prettier-ignore
}

function monthsPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  return table({
    title: text.months, description: text.monthsDescription, noValue: '–', unit: 'locale', decimals: 2, size: { w: 24, h: 12 },
    targets: [monthTable(language)],
    overrides: [
      width(words.month, 90), pills(words.state, 120, stateColors(language)), width(words.unit, 70),
      ...[words.estimated, words.realised, words.asReported, words.adjusted, words.confirmed, words.harvested].map((column) => width(column, 115)),
      width(words.rate, 100, ...rateCell('–', { type: 'color-text' })),
      pills(words.data, 150, noteColors(language)),
      width(words.figure, 200, { id: 'links', value: [{ title: words.explain, url: explanationUrl(`["${words.figure}"]`) }] }),
    ],
  }); // prettier-ignore
}

/** One benefit of one initiative: where the amount comes from and what it leaves. */
export const initiative: Board = {
  name: 'initiative',
  content: ({ language, gatewayUrl }) => {
    const [text, words] = [TEXTS[language], WORDS[language]];
    const extent = 'one-benefit';
    const link = { title: words.explain, url: explanationUrl('.figure_id') };
    return {
      title: text.title,
      description: text.description,
      tags: ['controller'],
      variables: [DATA_SOURCE, api(gatewayUrl), tenantVariable(language), YEAR, monthVariable(language), initiativeVariable(language), benefitVariable(language), benefitKindVariable(language), SCALE],
      links: [{ title: text.overview, url: boardUrl('benefit-overview', language, ['tenant', 'year', 'month', 'scale']) }],
      sections: [
        {
          title: null,
          lines: [
            [line({ title: text.state, description: text.stateDescription, noValue: words.noValue, column: words.state, size: { w: 24, h: 2 }, isTransparent: true, targets: [stateLine(language)] })],
            [
              tiles({ title: text.year, description: text.yearDescription, noValue: words.noValue, size: { w: 20, h: 5 }, targets: [benefitTiles(language)] }),
              number({ title: text.rate, description: text.rateDescription, noValue: words.noValue, size: { w: 4, h: 5 }, unit: PERCENT, decimals: 1, steps: RATE_STEPS,
                options: { colorMode: 'background_solid' }, targets: [benefitRate()] }),
            ],
            [monthBarsPanel({ extent, language, link }), cumulativePanel({ extent, language })],
            [waterfallPanel({ extent, language }), netPanel(language)],
            [adoptionPanel(language), usagePanel(language)],
            [monthsPanel(language)],
          ],
        },
      ],
    };
  },
}; // prettier-ignore
