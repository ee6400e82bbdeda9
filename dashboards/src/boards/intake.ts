import type { Language, Texts } from '../languages.js';
import { timeSeries } from '../panels/charts.js';
import { LEGEND, type Panel } from '../panels/panel.js';
import { table, width } from '../panels/table.js';
import { increase, label, metric, promql, quantile, rate } from '../queries/promql.js';
import { PER_SECOND } from '../units.js';
import { boardUrl, type Board } from './board.js';
import { DATA_SOURCE } from './controller-variables.js';
import { HEADS, receivedTarget, rejectsTarget, senderVariable, sourcesTarget } from './intake-queries.js';
import { buckets, chart, inLines, LAST_HOURS, PROMETHEUS, type Buckets, type Chart, type Series } from './operations-panels.js';

const same = (text: string): Series['legend'] => ({ sv: text, en: text });
const QUIET: Texts = { sv: 'inga anrop under tiden', en: 'no requests in this time' };

const ANSWERS: readonly Chart[] = [
  {
    title: { sv: 'Svar per statuskod', en: 'Answers by status' },
    description: {
      sv: 'Anrop till ingången per sekund. 4xx är avsändarens fel, 5xx Hemtags; av ett 5xx har inget tagits emot.',
      en: 'Requests to the gateway per second. 4xx is the sender\'s fault, 5xx is Hemtag\'s; of a 5xx nothing was accepted.',
    },
    noValue: QUIET, unit: PER_SECOND, decimals: 2,
    series: [{ of: promql`sum by (${label('hemtag_gateway_requests_total', 'status')}) (${rate(metric('hemtag_gateway_requests_total'))}) > 0`, legend: same('{{status}}') }],
  },
  {
    title: { sv: 'Anrop per slag av adress', en: 'Requests by kind of address' },
    description: {
      sv: 'Intag är händelser, read och change är API:et, health är frågor från plattformen.',
      en: 'Intake are events, read and change are the API, health are questions of the platform.',
    },
    noValue: QUIET, unit: PER_SECOND, decimals: 2,
    series: [{ of: promql`sum by (${label('hemtag_gateway_requests_total', 'route')}) (${rate(metric('hemtag_gateway_requests_total'))}) > 0`, legend: same('{{route}}') }],
  },
  {
    title: { sv: 'Svarstid för intag', en: 'Time to answer an intake request' },
    description: {
      sv: 'Från första byte till svar, när Kafka har bekräftat. Streckad linje: löftet, en sekund.',
      en: 'From the first byte to the answer, when Kafka has acknowledged. Dashed: the promise, one second.',
    },
    noValue: QUIET, unit: 's', decimals: 3, limit: 1,
    series: [
      { of: quantile(0.5, 'hemtag_gateway_request_duration_seconds'), legend: same('p50') },
      { of: quantile(0.95, 'hemtag_gateway_request_duration_seconds'), legend: same('p95') },
      { of: quantile(0.99, 'hemtag_gateway_request_duration_seconds'), legend: same('p99') },
    ],
  },
]; // prettier-ignore

const DURATIONS: Buckets = {
  title: { sv: 'Svarstider, fördelning', en: 'Times to answer, distribution' },
  description: {
    sv: 'Hur många anrop som tog hur lång tid, alla statuskoder.',
    en: 'How many intake requests took how long, all statuses.',
  },
  noValue: QUIET,
  unit: 's',
  of: 'hemtag_gateway_request_duration_seconds',
};
const BODIES: Buckets = {
  title: { sv: 'Anropens storlek, fördelning', en: 'Size of requests, distribution' },
  description: {
    sv: 'Storleken som den kom, före uppackning. Gränsen är 5 MiB.',
    en: 'The size as it came, before decompression. The limit is 5 MiB.',
  },
  noValue: QUIET,
  unit: 'bytes',
  of: 'hemtag_gateway_body_bytes',
};

const EVENTS: readonly Chart[] = [
  {
    title: { sv: 'Händelser via HTTP', en: 'Events by HTTP' },
    description: {
      sv: 'Händelser per sekund som ingången tog emot eller avvisade. Den som skriver direkt till loggen syns inte här.',
      en: 'Events per second that the gateway accepted or refused. Who writes to the log itself is not seen here.',
    },
    noValue: QUIET, unit: PER_SECOND, decimals: 2,
    series: [{ of: promql`sum by (${label('hemtag_gateway_events_total', 'outcome')}) (${rate(metric('hemtag_gateway_events_total'))})`, legend: same('{{outcome}}') }],
  },
  {
    title: { sv: 'Avvisat av ingången, per orsak', en: 'Refused by the gateway, by reason' },
    description: {
      sv: 'Vad orsakerna betyder och vad man gör står i docs/problem-codes.md.',
      en: 'What the reasons mean and what to do stands in docs/problem-codes.md.',
    },
    noValue: { sv: 'inget avvisat', en: 'nothing refused' }, unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_gateway_events_total', 'code')}) (${increase(metric('hemtag_gateway_events_total', { outcome: 'rejected' }))}) > 0`,
        legend: same('{{code}}'),
      },
    ],
  },
  {
    title: { sv: 'Avvisat och sparat', en: 'Refused and kept' },
    description: {
      sv: 'Avvisade händelser, och hur många av dem som har sparats för att kunna spelas upp igen. De andra fick bara svar.',
      en: 'Refused events, and how many of them were kept to be replayed. The others were only answered.',
    },
    noValue: { sv: 'inget avvisat', en: 'nothing refused' }, unit: 'locale', decimals: 1,
    series: [
      { of: promql`sum(${increase(metric('hemtag_gateway_events_total', { outcome: 'rejected' }))})`, legend: { sv: 'avvisade', en: 'refused' } },
      { of: promql`sum(${increase(metric('hemtag_gateway_kept_rejects_total'))})`, legend: { sv: 'sparade', en: 'kept' } },
    ],
  },
]; // prettier-ignore

const LOG: readonly Chart[] = [
  {
    title: { sv: 'Väntrummets fyllnad', en: 'How full the waiting room is' },
    description: {
      sv: 'Andel av utrymmet för händelser som väntar på Kafka. Fullt betyder 503. Streckad linje: larmet IntakeNearlyFull.',
      en: 'Share of the room for events that wait for Kafka. Full means 503. Dashed: the alert IntakeNearlyFull.',
    },
    unit: 'percentunit', decimals: 0, max: 1, limit: 0.8,
    series: [
      {
        of: promql`max by (instance) (${metric('hemtag_gateway_waiting_bytes')} / ${metric('hemtag_gateway_waiting_limit_bytes')})`,
        legend: same('{{instance}}'),
      },
    ],
  },
  {
    title: { sv: 'Händelser som väntar på Kafka', en: 'Events that wait for Kafka' },
    description: {
      sv: 'De är i minnet och inte bekräftade; avsändaren har inte fått något svar än.',
      en: 'They are in memory and not acknowledged; the sender has no answer yet.',
    },
    unit: 'locale', decimals: 0,
    series: [{ of: promql`sum(${metric('hemtag_gateway_waiting_events')})`, legend: { sv: 'händelser', en: 'events' } }],
  },
  {
    title: { sv: 'Tid tills Kafka bekräftar', en: 'Time until Kafka acknowledges' },
    description: {
      sv: 'Från att ett anrops händelser lämnades till Kafka tills de var bekräftade.',
      en: 'From the events of a request handed to Kafka to their acknowledgement.',
    },
    noValue: QUIET, unit: 's', decimals: 3,
    series: [
      { of: quantile(0.5, 'hemtag_gateway_produce_duration_seconds'), legend: same('p50') },
      { of: quantile(0.99, 'hemtag_gateway_produce_duration_seconds'), legend: same('p99') },
    ],
  },
  {
    title: { sv: 'Händelser som inte kom in i loggen', en: 'Requests that did not reach the log' },
    description: {
      sv: 'Full: väntrummet är fullt. Error: Kafka sade nej. Late: ingen bekräftelse i tid. Avsändaren fick 503.',
      en: 'Full: the waiting room is full. Error: Kafka said no. Late: no acknowledgement in time. The sender got 503.',
    },
    unit: 'locale', decimals: 1,
    series: [
      { of: promql`sum by (${label('hemtag_gateway_produce_failures_total', 'reason')}) (${increase(metric('hemtag_gateway_produce_failures_total'))})`, legend: same('{{reason}}') },
    ],
  },
]; // prettier-ignore

/** Sources are no label of a metric, because there is no bound to them; what came of each is read from the published views. */
function sourcePanels(language: Language): readonly Panel[] {
  const heads = HEADS[language];
  const say = (texts: Texts): string => texts[language];
  const noValue = say({ sv: 'inget mottaget', en: 'nothing received' });
  return [
    table({
      title: say({ sv: 'Källor', en: 'Sources' }),
      description: say({
        sv: 'Vad som har kommit från varje källa under vald tid, mest avvisade först. Tiden för senaste händelsen är kommunens.',
        en: 'What came of each source in the picked time, most rejected first. The time of the last event is the tenant\'s.',
      }),
      noValue, unit: 'locale', decimals: 0, size: { w: 24, h: 10 }, targets: [sourcesTarget(language)],
      overrides: [width(heads.tenant, 120), width(heads.source, 320), width(heads.last, 170)],
    }),
    timeSeries({
      title: say({ sv: 'Räknade händelser per källa och timme', en: 'Accepted events by source and hour' }),
      description: say({
        sv: 'En källa som brukar skicka och plötsligt är tyst syns som en linje som slutar.',
        en: 'A source that usually sends and is suddenly silent shows as a line that ends.',
      }),
      noValue, unit: 'locale', decimals: 0, min: 0, size: { w: 12, h: 9 }, targets: [receivedTarget(language)],
      options: { legend: { ...LEGEND, placement: 'right' } }, custom: { drawStyle: 'line', showPoints: 'always', pointSize: 5 },
    }),
    table({
      title: say({ sv: 'Avvisat per källa och orsak', en: 'Rejected by source and reason' }),
      description: say({
        sv: 'Det vanligaste först. hemtag rejects list visar posterna, hemtag rejects replay räknar dem efter rättning.',
        en: 'The most frequent first. hemtag rejects list shows the records, hemtag rejects replay counts them after a fix.',
      }),
      noValue: say({ sv: 'inget avvisat', en: 'nothing rejected' }), unit: 'locale', decimals: 0, size: { w: 12, h: 9 }, targets: [rejectsTarget(language)],
      overrides: [width(heads.tenant, 110), width(heads.rejects, 90)],
    }),
  ]; // prettier-ignore
}

/** For IT operations and whoever wires a system: what arrives, from whom, and what becomes of it. */
export const intake: Board = {
  name: 'intake',
  content: ({ language }) => {
    const charts = (all: readonly Chart[]) => all.map((one) => chart(one, language));
    const say = (texts: Texts): string => texts[language];
    return {
      title: say({ sv: 'Drift: intag', en: 'Intake' }),
      description: say({
        sv: 'Vad som kommer in, från vilken källa, hur det besvaras och vad som avvisas.',
        en: 'What arrives, from which source, how it is answered and what is refused.',
      }),
      tags: ['operations'],
      variables: [DATA_SOURCE, PROMETHEUS, senderVariable(language)],
      time: { ...LAST_HOURS, from: 'now-24h' },
      links: [{ title: say({ sv: 'Flödet', en: 'Pipeline health' }), url: boardUrl('pipeline-health', language, []) }],
      sections: [
        { title: say({ sv: 'Per källa', en: 'By source' }), lines: inLines(sourcePanels(language)) },
        { title: say({ sv: 'Anrop', en: 'Requests' }), lines: inLines([...charts(ANSWERS), buckets(DURATIONS, language)]) },
        { title: say({ sv: 'Händelser via HTTP', en: 'Events by HTTP' }), lines: inLines([...charts(EVENTS), buckets(BODIES, language)]) },
        { title: say({ sv: 'Till Kafka', en: 'To Kafka' }), lines: inLines(charts(LOG)) },
      ],
    };
  },
};
