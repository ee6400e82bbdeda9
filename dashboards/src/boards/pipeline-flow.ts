import { histogram, increase, label, metric, promql, quantile, rate } from '../queries/promql.js';
import { PER_SECOND } from '../units.js';
import type { Buckets, Chart, Series, Tile } from './operations-panels.js';

const PROMISED_SECONDS = 2;
const same = (text: string): Series['legend'] => ({ sv: text, en: text });

/** Median, and what 95 and 99 of 100 stay below. */
const quantilesOf = (name: Parameters<typeof quantile>[1]): readonly [Series, ...Series[]] => [
  { of: quantile(0.5, name), legend: same('p50') },
  { of: quantile(0.95, name), legend: same('p95') },
  { of: quantile(0.99, name), legend: same('p99') },
];

/** The state of the whole pipeline in eight numbers. */
export const NOW: readonly Tile[] = [
  {
    title: { sv: 'Från händelse till siffra, p99', en: 'Event to figure, p99' },
    description: {
      sv: 'Den tid som 99 av 100 ändringar håller sig under, från loggen till den publicerade siffran. Löftet är två sekunder.',
      en: 'What 99 of 100 changes stay below, from the log to the published figure. The promise is two seconds.',
    },
    noValue: { sv: 'inget på gång', en: 'nothing under way' },
    unit: 's', decimals: 2, watch: PROMISED_SECONDS, act: 15,
    of: quantile(0.99, 'hemtag_benefit_figure_delay_seconds'),
  },
  {
    title: { sv: 'Väntar i loggen', en: 'Waiting in the log' },
    description: {
      sv: 'Händelser som ligger i loggen och inte är lagrade än. Det som är i loggen går inte förlorat.',
      en: 'Events that are in the log and not yet stored. What is in the log is not lost.',
    },
    unit: 'locale', decimals: 0, watch: 1_000, act: 10_000,
    of: promql`sum(max by (${label('hemtag_ingestion_lag_events', 'partition')}) (${metric('hemtag_ingestion_lag_events')}))`,
  },
  {
    title: { sv: 'Partitioner som hålls', en: 'Held partitions' },
    description: {
      sv: 'Partitioner där inget lagras, för att en källa nästan bara skickar sådant som avvisas.',
      en: 'Partitions in which nothing is stored, because a source sends almost only what is refused.',
    },
    unit: 'locale', decimals: 0, watch: 1, act: 1,
    of: promql`sum(${metric('hemtag_ingestion_held_partitions')})`,
  },
  {
    title: { sv: 'Äldsta väntande siffra', en: 'Oldest pending figure' },
    description: {
      sv: 'Hur länge den äldsta ändringen har väntat på att komma in i de publicerade siffrorna.',
      en: 'How long the oldest change has waited to come into the published figures.',
    },
    unit: 's', decimals: 0, watch: 10, act: 120,
    of: promql`max(${metric('hemtag_benefit_oldest_pending_age_seconds')})`,
  },
  {
    title: { sv: 'Äldsta i utkorgen', en: 'Oldest in the outbox' },
    description: {
      sv: 'Hur länge det äldsta lagrade meddelandet har väntat på att publiceras.',
      en: 'How long the oldest stored message has waited to be published.',
    },
    unit: 's', decimals: 0, watch: 10, act: 60,
    of: promql`max(${metric('hemtag_outbox_oldest_pending_age_seconds')})`,
  },
  {
    title: { sv: 'Tysta källor', en: 'Silent sources' },
    description: {
      sv: 'Källor med en väntad rytm som är tysta längre än den. Tavlan Datakvalitet visar vilka.',
      en: 'Sources with an expected rhythm that are silent for longer than it. The board Data quality shows which.',
    },
    unit: 'locale', decimals: 0, watch: 1, act: 1,
    of: promql`max(${metric('hemtag_ingestion_silent_sources')})`,
  },
  {
    title: { sv: 'Skillnader vid kontroll', en: 'Verification differences' },
    description: {
      sv: 'Vad den senaste kontrollräkningen fann. Noll betyder också att ingen har körts sedan tjänsten startade.',
      en: 'What the last verification found. Zero also means that none has run since the service started.',
    },
    unit: 'locale', decimals: 0, watch: 1, act: 1,
    of: promql`max(${metric('hemtag_verify_differences')})`,
  },
  {
    title: { sv: 'Förbrukad avvisningsgräns', en: 'Budget of rejects spent' },
    description: {
      sv: 'Hur stor del av sin gräns för avvisade händelser den sämsta källan har förbrukat. Vid 100 % hålls partitionen.',
      en: 'How much of its budget of rejects the worst source has spent. At 100 % its partition is held.',
    },
    unit: 'percentunit', decimals: 0, watch: 0.5, act: 0.8,
    of: promql`max(${metric('hemtag_ingestion_reject_budget_spent_ratio')})`,
  },
]; // prettier-ignore

/** From an event in the log to its figure. */
export const DELAYS: readonly Chart[] = [
  {
    title: { sv: 'Händelser per sekund', en: 'Events per second' },
    description: {
      sv: 'Vad ingestion lagrar, efter utfall. Dubbletter räknas inte; konflikter har ett upptaget id med annat innehåll.',
      en: 'What ingestion stores, by outcome. Duplicates do not count; conflicts have a taken id with other content.',
    },
    unit: PER_SECOND, decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_ingestion_events_total', 'outcome')}) (${rate(metric('hemtag_ingestion_events_total'))})`,
        legend: same('{{outcome}}'),
      },
    ],
  },
  {
    title: { sv: 'Från händelse till siffra', en: 'From event to figure' },
    description: {
      sv: 'Tid från att händelsen låg i loggen till att den publicerade siffran var klar. Streckad linje: löftet, två sekunder för 99 av 100.',
      en: 'Time from the event in the log to the published figure. Dashed: the promise, two seconds for 99 of 100.',
    },
    noValue: { sv: 'inga ändringar under tiden', en: 'no changes in this time' },
    unit: 's', decimals: 2, limit: PROMISED_SECONDS, series: quantilesOf('hemtag_benefit_figure_delay_seconds'),
  },
  {
    title: { sv: 'Från händelse till lagrad volym', en: 'From event to stored volume' },
    description: {
      sv: 'Den första delen av vägen: tid från loggen till ingestions lagring, för den äldsta händelsen i varje sats.',
      en: 'The first part of the way: time from the log to the commit of ingestion, for the oldest event of each batch.',
    },
    noValue: { sv: 'inga händelser under tiden', en: 'no events in this time' },
    unit: 's', decimals: 2, series: quantilesOf('hemtag_ingestion_commit_delay_seconds'),
  },
]; // prettier-ignore

export const DELAY_BUCKETS: Buckets = {
  title: { sv: 'Fördröjning till siffra, fördelning', en: 'Delay to the figure, distribution' },
  description: {
    sv: 'Hur många ändringar som tog hur lång tid. En andra topp långt upp syns här men inte i medianen.',
    en: 'How many changes took how long. A second peak far up shows here and not in the median.',
  },
  unit: 's',
  of: 'hemtag_benefit_figure_delay_seconds',
};

/** Ingestion: from the log to stored volumes. */
export const INGESTION: readonly Chart[] = [
  {
    title: { sv: 'Väntar i loggen, per partition', en: 'Waiting in the log, by partition' },
    description: {
      sv: 'Händelser som inte är lagrade än. En partition som växer ensam hålls eller har en mycket flitig källa.',
      en: 'Events that are not stored yet. One partition that grows alone is held, or has one very busy source.',
    },
    unit: 'locale', decimals: 0,
    series: [
      {
        of: promql`max by (${label('hemtag_ingestion_lag_events', 'partition')}) (${metric('hemtag_ingestion_lag_events')})`,
        legend: same('{{partition}}'),
      },
    ],
  },
  {
    title: { sv: 'Lagringstid', en: 'Flush time' },
    description: {
      sv: 'Tid från att en sats började lagras till att transaktionen var klar. Streckad linje: löftet, en sekund.',
      en: 'Time from the begin of a flush to its transaction committed. Dashed: the promise, one second.',
    },
    noValue: { sv: 'inget att lagra', en: 'nothing to store' },
    unit: 's', decimals: 3, limit: 1, series: quantilesOf('hemtag_ingestion_flush_duration_seconds'),
  },
  {
    title: { sv: 'Händelser per sats', en: 'Events per flush' },
    description: {
      sv: 'Satser blir större när mer väntar; det är så ingestion hinner ikapp.',
      en: 'Flushes grow when more is waiting; that is how ingestion catches up.',
    },
    noValue: { sv: 'inget att lagra', en: 'nothing to store' },
    unit: 'locale', decimals: 0,
    series: [
      { of: quantile(0.5, 'hemtag_ingestion_flush_size_events'), legend: same('p50') },
      { of: quantile(0.95, 'hemtag_ingestion_flush_size_events'), legend: same('p95') },
      {
        of: promql`sum(${rate(histogram('hemtag_ingestion_flush_size_events', 'sum'))}) / sum(${rate(histogram('hemtag_ingestion_flush_size_events', 'count'))})`,
        legend: { sv: 'medel', en: 'mean' },
      },
    ],
  },
  {
    title: { sv: 'I minnet i väntan på lagring', en: 'In memory, to be stored' },
    description: {
      sv: 'Händelser som är lästa och väntar på nästa sats. De är kvar i loggen om processen slutar.',
      en: 'Events that were read and wait for the next flush. They are still in the log if the process ends.',
    },
    unit: 'locale', decimals: 0,
    series: [{ of: promql`sum(${metric('hemtag_ingestion_waiting_events')})`, legend: { sv: 'händelser', en: 'events' } }],
  },
  {
    title: { sv: 'Byte i minnet i väntan på lagring', en: 'Bytes in memory, to be stored' },
    description: {
      sv: 'Storleken på det som väntar på nästa sats. Den är begränsad, så stora händelser ger små satser.',
      en: 'The size of what waits for the next flush. It is bounded, so large events make small flushes.',
    },
    unit: 'bytes', decimals: 1,
    series: [{ of: promql`sum(${metric('hemtag_ingestion_waiting_bytes')})`, legend: { sv: 'byte', en: 'bytes' } }],
  },
  {
    title: { sv: 'Avvisat av ingestion, per orsak', en: 'Rejected by ingestion, by reason' },
    description: {
      sv: 'Händelser som inte räknas men är sparade. Tavlan Intag visar vad ingången avvisar.',
      en: 'Events that do not count and are kept. The board Intake shows what the gateway refuses.',
    },
    noValue: { sv: 'inget avvisat', en: 'nothing rejected' },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_ingestion_rejects_total', 'code')}) (${increase(metric('hemtag_ingestion_rejects_total'))}) > 0`,
        legend: same('{{code}}'),
      },
    ],
  },
  {
    title: { sv: 'Avvisade satser vid ägarbyte', en: 'Fenced flushes' },
    description: {
      sv: 'Satser som avvisades för att en annan process hade tagit över partitionen. Några vid en omstart är normalt.',
      en: 'Flushes that were refused because another process had taken the partition over. Some at a restart are normal.',
    },
    unit: 'locale', decimals: 1,
    series: [{ of: promql`sum(${increase(metric('hemtag_ingestion_fenced_flushes_total'))})`, legend: { sv: 'satser', en: 'flushes' } }],
  },
  {
    title: { sv: 'Registrets ålder', en: 'Age of the register' },
    description: {
      sv: 'Tid sedan kommuner och källor lästes. De läses när de ändras och annars varje minut.',
      en: 'Time since tenants and sources were read. They are read when they change, else every minute.',
    },
    unit: 's', decimals: 0, limit: 600,
    series: [{ of: promql`max by (service) (${metric('hemtag_register_age_seconds')})`, legend: same('{{service}}') }],
  },
]; // prettier-ignore

/** What is stored and has to be published. */
export const OUTBOX: readonly Chart[] = [
  {
    title: { sv: 'Publicerade meddelanden per sekund', en: 'Messages published per second' },
    description: {
      sv: 'Ändrade volymer från ingestion och stängda månader från benefit, bekräftade av Kafka.',
      en: 'Changed volumes of ingestion and closed months of benefit, acknowledged by Kafka.',
    },
    unit: PER_SECOND, decimals: 1,
    series: [{ of: promql`sum by (service) (${rate(metric('hemtag_outbox_published_total'))})`, legend: same('{{service}}') }],
  },
  {
    title: { sv: 'Väntande meddelanden', en: 'Messages that wait' },
    description: {
      sv: 'Lagrade meddelanden som inte är publicerade än. De är rader i databasen och går inte förlorade.',
      en: 'Stored messages that are not published yet. They are rows of the database and do not get lost.',
    },
    unit: 'locale', decimals: 0,
    series: [{ of: promql`max by (service) (${metric('hemtag_outbox_pending_messages')})`, legend: same('{{service}}') }],
  },
  {
    title: { sv: 'Utkorgens ålder', en: 'Age of the outbox' },
    description: {
      sv: 'Hur länge det äldsta meddelandet har väntat. Streckad linje: larmet OutboxOld.',
      en: 'How long the oldest message has waited. Dashed: the alert OutboxOld.',
    },
    unit: 's', decimals: 1, limit: 60,
    series: [{ of: promql`max by (service) (${metric('hemtag_outbox_oldest_pending_age_seconds')})`, legend: same('{{service}}') }],
  },
  {
    title: { sv: 'Misslyckade publiceringar', en: 'Failures to publish' },
    description: {
      sv: 'Försök som misslyckades hos Kafka eller databasen. Varje försök görs om.',
      en: 'Attempts that failed at Kafka or at the database. Each one is repeated.',
    },
    unit: 'locale', decimals: 1,
    series: [{ of: promql`sum by (service) (${increase(metric('hemtag_outbox_publish_failures_total'))})`, legend: same('{{service}}') }],
  },
]; // prettier-ignore
