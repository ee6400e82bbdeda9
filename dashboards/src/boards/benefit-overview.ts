import { tiles } from '../panels/tiles.js';
import { boardUrl, type Board, type BoardConfig } from './board.js';
import { DATA_SOURCE, DEPARTMENT, kindVariable, monthVariable, SCALE, TENANT, YEAR } from './controller-variables.js';

const TEXTS = {
  title: { sv: 'Nytta: översikt', en: 'Benefit overview' },
  description: {
    sv: 'Vad digitaliseringen har gett hittills i år mot vad som var estimerat, per nyttotyp och enhet som aldrig läggs ihop.',
    en: 'What digitalisation has given so far this year against what was estimated, by benefit type and unit, which are never added together.',
  },
  noValue: { sv: 'inget värde än', en: 'no value yet' },
  realised: { sv: 'Uppmätt hittills i år', en: 'Realised so far this year' },
  realisedDescription: {
    sv: 'Summan av bruttonyttan från januari till och med vald månad. Stängda månader visas omräknade.',
    en: 'Gross benefit from January up to the chosen month. Closed months are shown as restated.',
  },
} as const;

export const benefitOverview: Board = {
  name: 'benefit-overview',
  content: ({ language }: BoardConfig) => ({
    title: TEXTS.title[language],
    description: TEXTS.description[language],
    tags: ['controller'],
    variables: [DATA_SOURCE, TENANT, YEAR, monthVariable(language), DEPARTMENT, kindVariable(language), SCALE],
    links: [{ title: language === 'sv' ? 'Initiativ' : 'Initiative', url: boardUrl('initiative', language, ['tenant', 'year']) }],
    sections: [
      {
        title: null,
        lines: [
          [
            tiles({
              title: TEXTS.realised[language],
              description: TEXTS.realisedDescription[language],
              noValue: TEXTS.noValue[language],
              size: { w: 24, h: 4 },
              targets: [] as never,
            }),
          ],
        ],
      },
    ],
  }),
};
