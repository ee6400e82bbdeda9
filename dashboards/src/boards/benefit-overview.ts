import { ESTIMATE_COLOR, STATUS_COLORS } from '../colors.js';
import type { Language } from '../languages.js';
import { horizontalBars } from '../panels/charts.js';
import { fixedColor, missing, named, settingsFrom, type Panel } from '../panels/panel.js';
import { pills, rateCell, RATE_STEPS, table, unseen, width } from '../panels/table.js';
import { line, tiles } from '../panels/tiles.js';
import { deviations, stateLine } from '../queries/board-tables.js';
import { forecasts, kindTiles, tableDecimals, unitAndColor, yearTable } from '../queries/kind-queries.js';
import { WORDS } from '../words.js';
import { boardUrl, type Board } from './board.js';
import { DATA_SOURCE, DEPARTMENT, kindVariable, monthVariable, SCALE, tenantVariable, YEAR } from './controller-variables.js';
import { noteColors } from './note-colors.js';
import { cumulativePanel, monthBarsPanel, waterfallPanel } from './year-panels.js';

const TEXTS = {
  sv: {
    title: 'Nytta: översikt',
    description: 'Vad digitaliseringen har gett hittills i år mot vad som var estimerat, per nyttotyp och enhet. Nyttotyper, enheter och valutor läggs aldrig ihop.',
    state: 'Läge',
    stateDescription: 'Till och med vilken månad siffrorna går, vilka månader som är stängda, preliminära, återöppnade och öppna, och vilka källor som är tysta just nu.',
    realised: 'Uppmätt hittills i år',
    realisedDescription: 'Bruttonytta från januari till och med vald månad, en ruta för varje nyttotyp och enhet. Stängda månader visas omräknade med det som blivit känt efteråt.',
    rate: 'Hemtagningsgrad hittills',
    rateDescription: 'Uppmätt i procent av estimerat, januari till och med vald månad. Nyttor utan estimat är inte med. Från 95 % är det bra, under 80 % behöver något göras.',
    table: 'Året per nyttotyp',
    tableDescription: 'En rad för varje nyttotyp och enhet. Prognos: uppmätt hittills plus det som återstår av estimatet, i samma takt som hittills (säsongsmetoden). Hemtagningsgrad, prognos och avvikelser gäller nyttor med estimat. Volym, pris och justering förklarar skillnaden mellan estimat och justerat utfall.',
    forecasts: 'Prognos mot estimat per nytta',
    forecastsDescription: 'De tio största nyttorna av typen: uppmätt hittills, prognos för helåret och estimatet för helåret. En nytta utan estimat har ingen prognos.',
    all: 'Alla nyttor',
    deviations: 'Största avvikelser från estimatet',
    deviationsDescription: 'Nyttorna i ordning efter hur långt utfallet hittills ligger från estimatet, pengar först. Ett klick på initiativet visar hur det kommer sig. Den som saknar belopp har sitt skäl i anmärkningen.',
    open: 'Öppna initiativet', overview: 'Initiativ',
  },
  en: {
    title: 'Benefit overview',
    description: 'What digitalisation has given so far this year against what was estimated, by benefit type and unit. Types, units and currencies are never added together.',
    state: 'State',
    stateDescription: 'Up to which month the figures go, which months are closed, preliminary, reopened and open, and which sources are silent right now.',
    realised: 'Realised so far this year',
    realisedDescription: 'Gross benefit from January up to the chosen month, one tile for each benefit type and unit. Closed months are shown restated with what became known later.',
    rate: 'Realisation rate to date',
    rateDescription: 'Realised in percent of estimated, January up to the chosen month. Benefits without an estimate take no part. From 95 % it is good, below 80 % something has to be done.',
    table: 'Year by benefit type',
    tableDescription: 'One line for each benefit type and unit. Forecast: realised so far plus what remains of the estimate, at the rate so far (the seasonal method). Rate, forecast and variances are of benefits with an estimate. Volume, price and adjustment explain what lies between the estimate and the adjusted amount.',
    forecasts: 'Forecast against estimate by benefit',
    forecastsDescription: 'The ten largest benefits of the type: realised to date, forecast of the full year and estimate of the full year. A benefit without an estimate has no forecast.',
    all: 'All benefits',
    deviations: 'Largest deviations from the estimate',
    deviationsDescription: 'The benefits in the order of how far they are from their estimate so far, money first. A click on the initiative shows how it comes. One without an amount has its reason in the note.',
    open: 'Open the initiative', overview: 'Initiative',
  },
} as const; // prettier-ignore

function topPanels(language: Language): readonly (readonly Panel[])[] {
  const [text, { noValue, state }] = [TEXTS[language], WORDS[language]];
  const size = { w: 24, h: 4 };
  return [
    [
      line({ title: text.state, description: text.stateDescription, noValue, column: state, size: { w: 24, h: 2 }, isTransparent: true, targets: [stateLine(language)] }),
    ],
    [tiles({ title: text.realised, description: text.realisedDescription, noValue, size, targets: [kindTiles(language, 'gross')] })],
    [tiles({ title: text.rate, description: text.rateDescription, noValue, size, steps: RATE_STEPS, targets: [kindTiles(language, 'rate')] })],
    [yearPanel(language)],
  ]; // prettier-ignore
}

function yearPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  const amounts = [words.realisedLast, words.realisedSoFar, words.estimatedSoFar, words.forecast, words.plan, words.volumeVariance, words.priceVariance, words.adjustmentVariance, words.confirmed, words.harvested]; // prettier-ignore
  const narrow = amounts.map((column) => width(column, 104));
  return table({
    title: text.table, description: text.tableDescription, noValue: '–', unit: 'locale', size: { w: 24, h: 7 },
    targets: [yearTable(language), tableDecimals(language)],
    transformations: [settingsFrom('decimals', ['decimals'], { id: 'byRegexp', options: `^(${amounts.join('|')})$` })],
    overrides: [
      width(words.type, 160), width(words.unit, 70), ...narrow,
      width(words.rate, 96, ...rateCell('–', { type: 'color-text' })),
      named(words.forecastOfPlan, { id: 'custom.width', value: 170 }, { id: 'min', value: 0 }, { id: 'max', value: 120 },
        ...rateCell('–', { type: 'gauge', mode: 'basic', valueDisplayMode: 'color' })),
    ],
  }); // prettier-ignore
}

function forecastsPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  return horizontalBars({
    title: text.forecasts, description: text.forecastsDescription, noValue: words.noValue, unit: 'from-data', size: { w: 12, h: 8 }, x: words.benefit,
    options: { stacking: 'none' },
    targets: [forecasts(language), unitAndColor('one-kind', language)],
    transformations: [
      settingsFrom('unit', ['unit', 'decimals'], { id: 'byType', options: 'number' }),
      settingsFrom('unit', ['color'], { id: 'byName', options: words.realisedSoFar }),
    ],
    overrides: [named(words.forecast, fixedColor(STATUS_COLORS.unknown)), named(words.plan, fixedColor(ESTIMATE_COLOR))],
  }); // prettier-ignore
}

function deviationsPanel(language: Language): Panel {
  const [text, words] = [TEXTS[language], WORDS[language]];
  const row =
    '&var-initiative=${__data.fields.initiative_id:percentencode}&var-benefit=${__data.fields.benefit_id:percentencode}&var-kind=${__data.fields.kind_id:percentencode}';
  const url = boardUrl('initiative', language, ['tenant', 'year', 'month', 'scale'], row);
  const amounts = [words.estimatedSoFar, words.realisedSoFar, words.deviation];
  return table({
    title: text.deviations, description: text.deviationsDescription, noValue: '–', unit: 'locale', size: { w: 24, h: 10 },
    targets: [deviations(language), tableDecimals(language)],
    transformations: [settingsFrom('decimals', ['decimals'], { id: 'byRegexp', options: `^(${amounts.join('|')})$` })],
    overrides: [
      named(words.initiative, { id: 'links', value: [{ title: text.open, url }] }),
      width(words.type, 150), width(words.unit, 70), width(words.estimatedSoFar, 130), width(words.realisedSoFar, 130),
      width(words.deviation, 120,
        { id: 'color', value: { mode: 'thresholds' } },
        { id: 'thresholds', value: { mode: 'absolute', steps: [{ color: STATUS_COLORS.act, value: null }, { color: 'text', value: 0 }] } },
        { id: 'custom.cellOptions', value: { type: 'color-text' } }, { id: 'mappings', value: [missing('–')] }),
      width(words.rate, 130, ...rateCell(words.noValue, { type: 'color-background', mode: 'basic' })),
      pills(words.note, 220, noteColors(language)),
      unseen('initiative_id'), unseen('benefit_id'), unseen('kind_id'),
    ],
  }); // prettier-ignore
}

/** What a controller opens on any day: this year against the estimate, each type and unit by itself, and what differs most. */
export const benefitOverview: Board = {
  name: 'benefit-overview',
  content: ({ language }) => {
    const text = TEXTS[language];
    const extent = 'one-kind';
    return {
      title: text.title,
      description: text.description,
      tags: ['controller'],
      variables: [DATA_SOURCE, tenantVariable(language), YEAR, monthVariable(language), DEPARTMENT, kindVariable(language), SCALE],
      links: [{ title: text.overview, url: boardUrl('initiative', language, ['tenant', 'year', 'month', 'scale']) }],
      sections: [
        { title: null, lines: topPanels(language) },
        {
          title: '$kind',
          repeat: 'kind',
          lines: [
            [monthBarsPanel({ extent, language }), cumulativePanel({ extent, language })],
            [waterfallPanel({ extent, language }), forecastsPanel(language)],
          ],
        },
        { title: text.all, lines: [[deviationsPanel(language)]] },
      ],
    };
  },
};
