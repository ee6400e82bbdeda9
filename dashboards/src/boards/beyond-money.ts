import { STATUS_COLORS } from '../colors.js';
import type { Language } from '../languages.js';
import { bars } from '../panels/charts.js';
import { fixedColor, named as column } from '../panels/panel.js';
import { RATE_STEPS, table } from '../panels/table.js';
import { tiles } from '../panels/tiles.js';
import { kindTiles } from '../queries/kind-queries.js';
import { boardUrl, type Board, type Line } from './board.js';
import { BEYOND_MONEY as WORDS } from './beyond-money-words.js';
import { otherKindVariable, timeTypeVariable, WHOLE_MONEY } from './beyond-money-variables.js';
import { DATA_SOURCE, DEPARTMENT, monthVariable, tenantVariable, YEAR } from './controller-variables.js';
import { hoursByBenefit, hoursByMonth, hoursTiles } from './hours-queries.js';
import { cumulativePanel, monthBarsPanel } from './year-panels.js';

type Words = (typeof WORDS)[Language];

function timeLine(language: Language, words: Words): Line {
  const { month, claimed, unclaimed, fte } = words.hours;
  return [
    bars({
      ...words.byMonth, noValue: words.noValue, size: { w: 12, h: 8 }, unit: 'currency:financial: h:suffix', decimals: 0, x: month, min: 0,
      targets: [hoursByMonth(language, words.hours)], options: { stacking: 'normal' },
      overrides: [column(claimed, fixedColor(STATUS_COLORS.good)), column(unclaimed, fixedColor(STATUS_COLORS.unknown))],
    }),
    table({
      ...words.byBenefit, noValue: '–', size: { w: 12, h: 8 }, unit: 'locale', decimals: 0, targets: [hoursByBenefit(language, words.hours)],
      overrides: [column(fte, { id: 'decimals', value: 2 })],
    }),
  ];
} // prettier-ignore

/** What cannot be told in money: time, distance, emissions and quality, each in its own unit. */
export const beyondMoney: Board = {
  name: 'beyond-money',
  content: ({ language }) => {
    const words = WORDS[language];
    const full = { w: 24, h: 4 };
    return {
      title: words.title,
      description: words.description,
      tags: ['controller'],
      variables: [
        DATA_SOURCE,
        tenantVariable(language),
        YEAR,
        monthVariable(language),
        DEPARTMENT,
        timeTypeVariable(language),
        otherKindVariable(language),
        WHOLE_MONEY,
      ],
      links: [{ title: words.overview, url: boardUrl('benefit-overview', language, ['tenant', 'year']) }],
      sections: [
        { title: null, lines: [[tiles({ ...words.freed, noValue: words.noValue, size: full, targets: [hoursTiles(language, words.hours)] })]] },
        { title: `${words.time} · $timeType`, repeat: 'timeType', lines: [timeLine(language, words)] },
        {
          title: words.others,
          lines: [
            [tiles({ ...words.soFar, noValue: words.noValue, size: full, targets: [kindTiles(language, 'gross')] })],
            [tiles({ ...words.rate, noValue: words.noValue, size: full, steps: RATE_STEPS, targets: [kindTiles(language, 'rate')] })],
          ],
        },
        { title: '$kind', repeat: 'kind', lines: [[monthBarsPanel({ extent: 'one-kind', language }), cumulativePanel({ extent: 'one-kind', language })]] },
      ],
    };
  },
};
