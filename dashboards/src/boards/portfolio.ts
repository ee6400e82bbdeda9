import { ESTIMATE_COLOR, STATUS_COLORS } from '../colors.js';
import type { Language } from '../languages.js';
import { bars, horizontalBars } from '../panels/charts.js';
import { fixedColor, named as column, settingsFrom } from '../panels/panel.js';
import { RATE_STEPS, rateCell, table, unseen, width } from '../panels/table.js';
import { tiles } from '../panels/tiles.js';
import { boardUrl, uidOf, type Board, type Line } from './board.js';
import { DATA_SOURCE, SCALE } from './controller-variables.js';
import { municipalitiesVariable, portfolioKindVariable, portfolioMonthVariable, PORTFOLIO_YEAR } from './portfolio-variables.js';
import { portfolioMonths, portfolioTiles, portfolioUnit, tenantBars, tenantStates, tenantTable } from './portfolio-queries.js';
import { PORTFOLIO as WORDS } from './portfolio-words.js';

type Words = (typeof WORDS)[Language];

const NUMBERS = { id: 'byType', options: 'number' } as const;
/** The unit for every series, the colour of the type for what is realised. */
const settings = (realised: string) => [
  settingsFrom('unit', ['unit', 'decimals'], NUMBERS),
  settingsFrom('unit', ['color'], { id: 'byName', options: realised }),
];

/** To the overview of the municipality of the row; its own variables of the year go along. */
const toOverview = (language: Language, title: string) => ({
  id: 'links',
  value: [{ title, url: `/d/${uidOf('benefit-overview', language)}?\${year:queryparam}&var-tenant=\${__data.fields.tenant_id:percentencode}` }],
});

function kindLines(language: Language, words: Words): readonly Line[] {
  const { estimated, realised, tenant, month } = words.columns;
  const colors = [column(estimated, fixedColor(ESTIMATE_COLOR))];
  const columns = words.table.columns;
  return [
    [
      horizontalBars({
        ...words.tenants, noValue: words.noValue, size: { w: 12, h: 9 }, unit: 'from-data', x: tenant, min: 0,
        targets: [tenantBars(language, words.columns), portfolioUnit()], transformations: settings(realised), overrides: colors, options: { stacking: 'none' },
      }),
      bars({
        ...words.months, noValue: words.noValue, size: { w: 12, h: 9 }, unit: 'from-data', x: month, min: 0,
        targets: [portfolioMonths(language, words.columns), portfolioUnit()], transformations: settings(realised), overrides: colors,
      }),
    ],
    [
      table({
        title: words.table.title, description: words.table.description, noValue: '–', size: { w: 24, h: 8 }, unit: 'locale', decimals: 0,
        targets: [tenantTable(language, columns)],
        overrides: [
          unseen('tenant_id'),
          width(columns.tenant, 220, toOverview(language, words.toOverview)),
          width(columns.unit, 80),
          column(columns.rate, { id: 'custom.width', value: 120 }, ...rateCell('–', { type: 'color-text' })),
        ],
      }),
    ],
  ];
} // prettier-ignore

/** All municipalities side by side. What has another type, unit or currency stands in a row of its own. */
export const portfolio: Board = {
  name: 'portfolio',
  content: ({ language }) => {
    const words = WORDS[language];
    const columns = words.states.columns;
    return {
      title: words.title,
      description: words.description,
      tags: ['controller', 'portfolio'],
      variables: [DATA_SOURCE, municipalitiesVariable(language), PORTFOLIO_YEAR, portfolioMonthVariable(language), portfolioKindVariable(language), SCALE],
      links: [{ title: words.overview, url: boardUrl('benefit-overview', language, ['year']) }],
      sections: [
        {
          title: null,
          lines: [
            [tiles({ ...words.realised, noValue: words.noValue, size: { w: 24, h: 4 }, targets: [portfolioTiles(language, 'gross')] })],
            [tiles({ ...words.rate, noValue: words.noValue, size: { w: 24, h: 4 }, steps: RATE_STEPS, targets: [portfolioTiles(language, 'rate')] })],
          ],
        },
        { title: '$kind', repeat: 'kind', lines: kindLines(language, words) },
        {
          title: words.municipalities,
          lines: [
            [
              table({
                title: words.states.title,
                description: words.states.description,
                noValue: '–',
                size: { w: 24, h: 9 },
                unit: 'locale',
                decimals: 0,
                targets: [tenantStates(language, columns)],
                overrides: [
                  unseen('tenant_id'),
                  width(columns.tenant, 260, toOverview(language, words.toOverview)),
                  column(
                    columns.silent,
                    { id: 'custom.cellOptions', value: { type: 'color-text' } },
                    { id: 'color', value: { mode: 'thresholds' } },
                    {
                      id: 'thresholds',
                      value: {
                        mode: 'absolute',
                        steps: [
                          { color: 'text', value: null },
                          { color: STATUS_COLORS.act, value: 1 },
                        ],
                      },
                    },
                  ),
                ],
              }),
            ],
          ],
        },
      ],
    };
  },
};
