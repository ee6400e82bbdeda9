import { histogram, increase, label, metric, ofServices, promql, quantile, rate } from '../queries/promql.js';
import { PER_SECOND } from '../units.js';
import type { Chart, Series } from './operations-panels.js';

const same = (text: string): Series['legend'] => ({ sv: text, en: text });

/** Benefit: from volumes to figures, and what people have to see to. */
export const FIGURES: readonly Chart[] = [
  {
    title: { sv: 'Volymer per sekund', en: 'Volumes per second' },
    description: {
      sv: 'Dagsvolymer som benefit läser. Gamla versioner är upprepningar och ändrar inget.',
      en: 'Day volumes that benefit reads. Stale ones are repeats and change nothing.',
    },
    unit: PER_SECOND, decimals: 1,
    series: [{ of: promql`sum by (${label('hemtag_benefit_volumes_total', 'outcome')}) (${rate(metric('hemtag_benefit_volumes_total'))})`, legend: same('{{outcome}}') }],
  },
  {
    title: { sv: 'Tid att räkna och skriva siffror', en: 'Time to compute and write figures' },
    description: {
      sv: 'Tid för det som väntar i en kommun. En stor ändring av registret tar minuter, vardagens volymer bråkdelar av en sekund.',
      en: 'Time for what is pending of one tenant. A large change of the register takes minutes, everyday volumes fractions of a second.',
    },
    noValue: { sv: 'inget på gång', en: 'nothing under way' },
    unit: 's', decimals: 2,
    series: [
      { of: quantile(0.5, 'hemtag_benefit_projection_duration_seconds'), legend: same('p50') },
      { of: quantile(0.95, 'hemtag_benefit_projection_duration_seconds'), legend: same('p95') },
      { of: quantile(0.99, 'hemtag_benefit_projection_duration_seconds'), legend: same('p99') },
    ],
  },
  {
    title: { sv: 'Kommuner med väntande ändringar', en: 'Tenants with pending changes' },
    description: {
      sv: 'Kommuner med en lagrad ändring som inte är inne i de publicerade siffrorna än.',
      en: 'Tenants with a stored change that is not in their published figures yet.',
    },
    unit: 'locale', decimals: 0,
    series: [{ of: promql`max(${metric('hemtag_benefit_pending_tenants')})`, legend: { sv: 'kommuner', en: 'tenants' } }],
  },
  {
    title: { sv: 'Publicerade siffrors eftersläpning', en: 'How far published figures are behind' },
    description: {
      sv: 'Hur länge den äldsta ändringen har väntat. Streckad linje: larmet PendingFiguresOld.',
      en: 'How long the oldest change has waited. Dashed: the alert PendingFiguresOld.',
    },
    unit: 's', decimals: 1, limit: 120,
    series: [{ of: promql`max(${metric('hemtag_benefit_oldest_pending_age_seconds')})`, legend: { sv: 'äldsta', en: 'oldest' } }],
  },
  {
    title: { sv: 'Ändringar av registret', en: 'Changes of the register' },
    description: {
      sv: 'Objekt i tillämpade manifest, efter vad som hände med dem.',
      en: 'Objects of applied manifests, by what became of them.',
    },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_benefit_manifests_applied_total', 'result')}) (${increase(metric('hemtag_benefit_manifests_applied_total'))})`,
        legend: same('{{result}}'),
      },
    ],
  },
  {
    title: { sv: 'Steg mot stängda månader', en: 'Steps of closing months' },
    description: {
      sv: 'Månader som har satts preliminära, stängts eller öppnats igen.',
      en: 'Months that were set preliminary, closed or opened again.',
    },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_benefit_period_steps_total', 'step')}) (${increase(metric('hemtag_benefit_period_steps_total'))})`,
        legend: same('{{step}}'),
      },
    ],
  },
  {
    title: { sv: 'Att se över', en: 'Due for review' },
    description: {
      sv: 'Priser och nollmätningar som har gällt i mer än 400 dagar, och månader som borde vara stängda.',
      en: 'Rates and baselines that have been in force for more than 400 days, and months that should be closed.',
    },
    unit: 'locale', decimals: 0,
    series: [
      {
        of: promql`max by (${label('hemtag_benefit_review_overdue_objects', 'kind')}) (${metric('hemtag_benefit_review_overdue_objects')})`,
        legend: same('{{kind}}'),
      },
      { of: promql`max(${metric('hemtag_benefit_overdue_months')})`, legend: { sv: 'öppna månader', en: 'open months' } },
    ],
  },
  {
    title: { sv: 'Tid sedan senaste kontrollräkning', en: 'Time since the last verification' },
    description: {
      sv: 'Sedan en kontrollräkning blev klar. Inget värde: ingen har blivit klar sedan tjänsten startade.',
      en: 'Since a verification ended. No value: none has ended since the service started.',
    },
    noValue: { sv: 'ingen sedan start', en: 'none since the start' },
    unit: 's', decimals: 0,
    series: [
      {
        of: promql`time() - max by (service) (${metric('hemtag_verify_finished_timestamp_seconds')} > 0)`,
        legend: same('{{service}}'),
      },
    ],
  },
  {
    title: { sv: 'Kontrollräkningar', en: 'Verifications' },
    description: {
      sv: 'Hur många som blev klara, efter vad de fann. Failed är de som inte kom till ett svar.',
      en: 'How many ended, by what they found. Failed are those that did not come to an answer.',
    },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (service, ${label('hemtag_verify_runs_total', 'result')}) (${increase(metric('hemtag_verify_runs_total'))})`,
        legend: same('{{service}} {{result}}'),
      },
    ],
  },
  {
    title: { sv: 'Kontrollräkningens längd', en: 'Length of the verification' },
    description: {
      sv: 'Hur lång tid den senaste kontrollräkningen tog. Den växer med liggaren.',
      en: 'How long the last verification took. It grows with the ledger.',
    },
    unit: 's', decimals: 1,
    series: [{ of: promql`max by (service) (${metric('hemtag_verify_last_duration_seconds')})`, legend: same('{{service}}') }],
  },
]; // prettier-ignore

/** Processes, database and broker. */
export const PLATFORM: readonly Chart[] = [
  {
    title: { sv: 'Tjänster som svarar', en: 'Services that answer' },
    description: {
      sv: 'Ett: Prometheus når tjänstens mätvärden. Noll: larmet ServiceDown går efter två minuter.',
      en: 'One: Prometheus reaches the metrics of the service. Zero: the alert ServiceDown fires after two minutes.',
    },
    unit: 'locale', decimals: 0, max: 1,
    series: [{ of: promql`min by (job) (${ofServices('up')})`, legend: same('{{job}}') }],
  },
  {
    title: { sv: 'Kontroller som inte håller', en: 'Checks that fail' },
    description: {
      sv: 'Vad en tjänst saknar för att kunna arbeta. Tomt är bra.',
      en: 'What a service lacks to be able to work. Empty is good.',
    },
    noValue: { sv: 'alla kontroller håller', en: 'all checks hold' },
    unit: 'locale', decimals: 0, max: 1,
    series: [
      {
        of: promql`1 - min by (service, ${label('hemtag_readiness_checks', 'check')}) (${metric('hemtag_readiness_checks')}) > 0`,
        legend: same('{{service}}: {{check}}'),
      },
    ],
  },
  {
    title: { sv: 'Omstarter', en: 'Restarts' },
    description: {
      sv: 'Hur ofta en process har börjat om under den senaste halvtimmen. Tre eller fler: larmet ServiceRestarting.',
      en: 'How often a process began anew within the last half hour. Three or more: the alert ServiceRestarting.',
    },
    unit: 'locale', decimals: 0, limit: 3,
    series: [{ of: promql`max by (job) (changes(${ofServices('process_start_time_seconds')}[30m]))`, legend: same('{{job}}') }],
  },
  {
    title: { sv: 'Minne', en: 'Memory' },
    description: {
      sv: 'Processens minne. Streckad linje: larmet MemoryNearLimit, nio tiondelar av behållarens 512 MiB.',
      en: 'Memory of the process. Dashed: the alert MemoryNearLimit, nine tenths of the 512 MiB of the container.',
    },
    unit: 'bytes', decimals: 0, limit: 0.9 * 512 * 1024 * 1024,
    series: [{ of: promql`max by (job) (${ofServices('process_resident_memory_bytes')})`, legend: same('{{job}}') }],
  },
  {
    title: { sv: 'Händelseslingans väntan, p99', en: 'Wait of the event loop, p99' },
    description: {
      sv: 'Hur länge ett steg i processen väntar på sin tur. Streckad linje: larmet EventLoopBlocked.',
      en: 'How long a step of the process waits for its turn. Dashed: the alert EventLoopBlocked.',
    },
    unit: 's', decimals: 3, limit: 0.5,
    series: [{ of: promql`max by (job) (${ofServices('nodejs_eventloop_lag_p99_seconds')})`, legend: same('{{job}}') }],
  },
  {
    title: { sv: 'Processortid', en: 'Processor time' },
    description: {
      sv: 'Kärnor som tjänsten använder. Ett betyder en hel kärna.',
      en: 'Cores that the service uses. One is a whole core.',
    },
    unit: 'locale', decimals: 2,
    series: [{ of: promql`sum by (job) (${rate(ofServices('process_cpu_seconds_total'))})`, legend: same('{{job}}') }],
  },
  {
    title: { sv: 'Databasanslutningar', en: 'Database connections' },
    description: {
      sv: 'Anslutningar som används eller är lediga, per tjänst.',
      en: 'Connections that are used or idle, by service.',
    },
    unit: 'locale', decimals: 0,
    series: [
      {
        of: promql`sum by (service, ${label('hemtag_database_connections', 'state')}) (${metric('hemtag_database_connections')})`,
        legend: same('{{service}} {{state}}'),
      },
    ],
  },
  {
    title: { sv: 'Arbete som väntar på en anslutning', en: 'Work that waits for a connection' },
    description: {
      sv: 'Mer än noll en längre stund: databasen är långsam, eller något håller sina transaktioner öppna.',
      en: 'More than zero for a while: the database is slow, or something keeps its transactions open.',
    },
    unit: 'locale', decimals: 0,
    series: [{ of: promql`sum by (service) (${metric('hemtag_database_waiting_requests')})`, legend: same('{{service}}') }],
  },
  {
    title: { sv: 'Databasfel', en: 'Failures of the database' },
    description: {
      sv: 'Fel hos databasen eller på vägen dit. Retriable görs om av sig själva, final gör det inte.',
      en: 'Failures of the database or on the way to it. Retriable ones are repeated by themselves, final ones are not.',
    },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (service, ${label('hemtag_database_failures_total', 'kind')}) (${increase(metric('hemtag_database_failures_total'))})`,
        legend: same('{{service}} {{kind}}'),
      },
    ],
  },
  {
    title: { sv: 'Tid sedan Kafka svarade', en: 'Time since Kafka answered' },
    description: {
      sv: 'Tjänsten frågar vid varje mätning. Streckad linje: larmet BrokerAway.',
      en: 'The service asks at each scrape. Dashed: the alert BrokerAway.',
    },
    unit: 's', decimals: 1, limit: 60,
    series: [{ of: promql`max by (service) (${metric('hemtag_broker_answer_age_seconds')})`, legend: same('{{service}}') }],
  },
  {
    title: { sv: 'Svarstid bakom ingången, p95', en: 'Answers behind the gateway, p95' },
    description: {
      sv: 'Tid för API-anrop hos tjänsterna bakom ingången, per slag av adress.',
      en: 'Time of API requests at the services behind the gateway, by kind of address.',
    },
    noValue: { sv: 'inga anrop under tiden', en: 'no requests in this time' },
    unit: 's', decimals: 3,
    series: [
      {
        of: promql`histogram_quantile(0.95, sum by (le, service, ${label('hemtag_api_request_duration_seconds', 'route')}) (${rate(histogram('hemtag_api_request_duration_seconds', 'bucket'))}))`,
        legend: same('{{service}} {{route}}'),
      },
    ],
  },
  {
    title: { sv: 'Version som kör', en: 'Version that runs' },
    description: {
      sv: 'Processer per tjänst och version. Två versioner samtidigt är normalt bara medan man byter.',
      en: 'Processes by service and version. Two versions at a time are normal only while one is replaced.',
    },
    unit: 'locale', decimals: 0,
    series: [
      {
        of: promql`count by (service, ${label('hemtag_build_info', 'version')}) (${metric('hemtag_build_info')})`,
        legend: same('{{service}} {{version}}'),
      },
    ],
  },
]; // prettier-ignore
