import { STATUS_COLORS } from '../colors.js';
import { EVIDENCE_WORDS, SOURCE_STATE_WORDS, STATE_WORDS, type Language } from '../languages.js';
import { bars, dayGrid, horizontalBars } from '../panels/charts.js';
import { fixedColor, inWordsAndColors, named as column } from '../panels/panel.js';
import { pills, table, width } from '../panels/table.js';
import { number } from '../panels/tiles.js';
import { PERCENT } from '../units.js';
import { boardUrl, type Board, type Line } from './board.js';
import { DATA_SOURCE, sourceVariable, tenantVariable } from './controller-variables.js';
import {
  ageOfBaselines, ageOfRates, completenessDays, completeShare, evidenceShares, monthStates, refusedByDay, rejectTable, restatements, silentSources, sourceTable,
} from './quality-queries.js'; // prettier-ignore
import { DATA_QUALITY as WORDS } from './quality-words.js';

type Words = (typeof WORDS)[Language];
const { good, watch, act, unknown, notExpected } = STATUS_COLORS;

function sourceLines(language: Language, words: Words): readonly Line[] {
  const states = SOURCE_STATE_WORDS[language];
  const { source } = words.sources.columns;
  return [
    [
      number({
        ...words.complete, noValue: words.noValue, size: { w: 5, h: 7 }, unit: PERCENT, decimals: 1, targets: [completeShare()],
        steps: [{ color: act, value: null }, { color: watch, value: 90 }, { color: good, value: 99 }],
      }),
      number({
        ...words.silent, noValue: words.noValue, size: { w: 4, h: 7 }, unit: 'none', decimals: 0, targets: [silentSources()],
        steps: [{ color: good, value: null }, { color: act, value: 1 }],
      }),
      table({
        ...words.sources, noValue: words.noValue, size: { w: 15, h: 7 }, unit: 'locale', decimals: 0, targets: [sourceTable(language, words.sources.columns)],
        overrides: [
          width(source, 220),
          width(words.sources.columns.last, 110),
          width(words.sources.columns.days, 90),
          pills(words.sources.columns.state, 110, { [states.SILENT]: act, [states.IN_RHYTHM]: good, [states.NOT_EXPECTED]: unknown }),
        ],
      }),
    ],
    [
      dayGrid({
        ...words.days, noValue: words.noValue, size: { w: 24, h: 8 }, unit: 'none', decimals: 0, targets: [completenessDays()],
        mappings: [
          inWordsAndColors({
            0: { text: words.levels.silent, color: act },
            1: { text: words.levels.partial, color: watch },
            2: { text: words.levels.complete, color: good },
            3: { text: words.levels.notExpected, color: notExpected },
          }),
        ],
      }),
    ],
  ];
} // prettier-ignore

function refusalLines(language: Language, words: Words): readonly Line[] {
  const { duplicate, conflict, rejected, day } = words.refused.columns;
  return [
    [
      table({
        ...words.rejects, noValue: words.noneRefused, size: { w: 14, h: 8 }, unit: 'locale', decimals: 0, targets: [rejectTable(language, words.rejects.columns)],
        overrides: [width(words.rejects.columns.code, 200), width(words.rejects.columns.rejects, 90), width(words.rejects.columns.last, 150)],
      }),
      bars({
        ...words.refused, noValue: words.noneRefused, size: { w: 10, h: 8 }, unit: 'locale', decimals: 0, min: 0, x: day, targets: [refusedByDay(words.refused.columns)],
        // A label for each day would stand on the next one.
        options: { xTickLabelSpacing: 100, stacking: 'normal' },
        overrides: [column(duplicate, fixedColor(unknown)), column(conflict, fixedColor(watch)), column(rejected, fixedColor(act))],
      }),
    ],
  ];
} // prettier-ignore

function figureLines(language: Language, words: Words): readonly Line[] {
  const [evidence, states] = [EVIDENCE_WORDS[language], STATE_WORDS[language]];
  const { months, restated } = words;
  return [
    [
      horizontalBars({
        ...words.evidence, noValue: words.noValue, size: { w: 24, h: 8 }, unit: PERCENT, decimals: 0, min: 0, max: 100, x: words.evidence.kind,
        targets: [evidenceShares(language, words.evidence.kind)],
        overrides: [
          column(evidence.UPPFOLJD, fixedColor(good)),
          column(evidence.BERAKNAD, fixedColor('#9BBBE0')),
          column(evidence.BEDOMD, fixedColor(watch)),
          column(evidence.LANAD, fixedColor(act)),
        ],
      }),
    ],
    [
      table({
        ...months, noValue: '–', size: { w: 11, h: 9 }, unit: 'locale', decimals: 0, targets: [monthStates(language, months.columns)],
        overrides: [
          width(months.columns.month, 90),
          pills(months.columns.state, 120, { [states.OPEN]: unknown, [states.PRELIMINARY]: watch, [states.CLOSED]: good, [states.REOPENED]: act }),
        ],
      }),
      table({
        ...restated, noValue: '–', size: { w: 13, h: 9 }, unit: 'locale', decimals: 0, targets: [restatements(language, restated.columns)],
        overrides: [width(restated.columns.month, 90), width(restated.columns.kind, 210)],
      }),
    ],
  ];
} // prettier-ignore

function ageLine(language: Language, words: Words): Line {
  const steps = [{ color: 'text', value: null }, { color: watch, value: 18 }, { color: act, value: 30 }];
  const age = (name: string) => column(name, { id: 'custom.cellOptions', value: { type: 'color-text' } }, { id: 'color', value: { mode: 'thresholds' } }, { id: 'thresholds', value: { mode: 'absolute', steps } });
  const { rates, baselines } = words;
  return [
    table({ ...rates, noValue: '–', size: { w: 10, h: 8 }, unit: 'locale', decimals: 0, targets: [ageOfRates(rates.columns)], overrides: [age(rates.columns.months)] }),
    table({ ...baselines, noValue: '–', size: { w: 14, h: 8 }, unit: 'locale', decimals: 0, targets: [ageOfBaselines(language, baselines.columns)], overrides: [age(baselines.columns.months)] }),
  ];
} // prettier-ignore

/** Whether the figures can be trusted: what came, what did not, what was refused, how sure it is and what was changed afterwards. */
export const dataQuality: Board = {
  name: 'data-quality',
  content: ({ language }) => {
    const words = WORDS[language];
    return {
      title: words.title,
      description: words.description,
      tags: ['controller', 'quality'],
      variables: [DATA_SOURCE, tenantVariable(language), sourceVariable(language)],
      time: { from: 'now-60d', to: 'now', refresh: '5m' },
      links: [
        { title: words.overview, url: boardUrl('benefit-overview', language, ['tenant']) },
        { title: words.reports, url: boardUrl('reports', language, ['tenant']) },
      ],
      sections: [
        { title: null, lines: sourceLines(language, words) },
        { title: words.refusals, lines: refusalLines(language, words) },
        { title: words.figures, lines: figureLines(language, words) },
        { title: words.ages, lines: [ageLine(language, words)] },
      ],
    };
  },
};
