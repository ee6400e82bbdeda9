import type { Texts } from '../languages.js';
import { boardUrl, type Board } from './board.js';
import { buckets, chart, inLines, LAST_HOURS, PROMETHEUS, tile } from './operations-panels.js';
import { DELAY_BUCKETS, DELAYS, INGESTION, NOW, OUTBOX } from './pipeline-flow.js';
import { FIGURES, PLATFORM } from './pipeline-platform.js';

const TITLE: Texts = { sv: 'Drift: flödet', en: 'Pipeline health' };
const DESCRIPTION: Texts = {
  sv: 'Går det att lita på siffrorna i dag: hastighet, kö, fördröjning, avvisningar, utkorg och processer.',
  en: 'Can the figures be trusted today: rate, lag, delay, rejects, outbox and processes.',
};

/** For IT operations: whether events become figures, whole and in time. */
export const pipelineHealth: Board = {
  name: 'pipeline-health',
  content: ({ language }) => {
    const charts = (all: typeof DELAYS) => inLines(all.map((one) => chart(one, language)));
    const say = (texts: Texts): string => texts[language];
    return {
      title: say(TITLE),
      description: say(DESCRIPTION),
      tags: ['operations'],
      variables: [PROMETHEUS],
      time: LAST_HOURS,
      links: [
        { title: say({ sv: 'Intag', en: 'Intake' }), url: boardUrl('intake', language, []) },
        { title: say({ sv: 'Rapporter', en: 'Reports' }), url: boardUrl('reports', language, []) },
      ],
      sections: [
        { title: say({ sv: 'Nu', en: 'Now' }), lines: inLines(NOW.map((one) => tile(one, language))) },
        {
          title: say({ sv: 'Från händelse till siffra', en: 'From event to figure' }),
          lines: inLines([...DELAYS.map((one) => chart(one, language)), buckets(DELAY_BUCKETS, language)]),
        },
        { title: say({ sv: 'Ingestion: från loggen till volymer', en: 'Ingestion: from the log to volumes' }), lines: charts(INGESTION) },
        { title: say({ sv: 'Utkorg', en: 'Outbox' }), lines: charts(OUTBOX) },
        { title: say({ sv: 'Benefit: från volymer till siffror', en: 'Benefit: from volumes to figures' }), lines: charts(FIGURES) },
        { title: say({ sv: 'Plattform', en: 'Platform' }), lines: charts(PLATFORM) },
      ],
    };
  },
};
