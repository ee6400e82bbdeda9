import { rational } from '@hemtag/kernel';
import type { FiguresQuery } from '../src/figures.js';
import { benefit, estimate, initiative, letters, query, running, spread } from './terms.builder.js';

export const SEASONS = ['0.60', '0.72', '0.84', '0.96', '0.96', '0.72', '0.60', '1.20', '1.44', '1.32', '1.32', '1.32'];
const REALISED = { '2026-01': 4200n, '2026-02': 6300n, '2026-03': 6650n, '2026-04': 8400n, '2026-05': 7900n, '2026-06': 5950n } as const;

/** Reference series R of domain.md d3: digital post at 15 kr, 100 000 letters a year estimated, 400 000 kr paid once and 250 000 kr a year. */
export const seriesR: FiguresQuery = query({
  initiatives: [
    initiative(
      [
        benefit({
          estimate: [
            estimate('100000', '2026-01-01', {
              seasonality: SEASONS.map((share) => rational(share)),
              low: rational('80000'),
              likely: rational('98000'),
              high: rational('110000'),
            }),
          ],
        }),
      ],
      { costs: [{ kind: 'ONE_OFF', name: 'introduction', amount: rational('400000'), date: '2026-01-01' }, running('250000', '2026-01-01')] },
    ),
  ],
  volumes: Object.entries(REALISED).flatMap(([month, items]) => spread(letters(), month, items)),
  to: '2026-06',
});
