import { histogram, increase, label, metric, promql, rate } from '../queries/promql.js';
import { boardUrl, type Board } from './board.js';
import { chart, inLines, PROMETHEUS, tile, type Chart, type Series, type Tile } from './operations-panels.js';

const same = (text: string): Series['legend'] => ({ sv: text, en: text });

const NOW: readonly Tile[] = [
  {
    title: { sv: 'Saknas fast datum passerat', en: 'Missing past their date' },
    description: {
      sv: 'Rapporter som inte finns fast deras datum har passerat. Oftast är månaden inte stängd.',
      en: 'Reports that are not there although their date has passed. Most often the month is not closed.',
    },
    unit: 'locale', decimals: 0, watch: 1, act: 1,
    of: promql`max(${metric('hemtag_report_overdue_reports')})`,
  },
  {
    title: { sv: 'Äldsta olevererade', en: 'Oldest undelivered' },
    description: {
      sv: 'Hur länge den äldsta rapporten som borde vara levererad har väntat.',
      en: 'How long the oldest report that is due has waited to be delivered.',
    },
    unit: 's', decimals: 0, watch: 600, act: 3_600,
    of: promql`max(${metric('hemtag_report_delivery_age_seconds')})`,
  },
]; // prettier-ignore

const CHARTS: readonly Chart[] = [
  {
    title: { sv: 'Underlag som har gjorts', en: 'Statements made' },
    description: {
      sv: 'Frysta underlag per läge för månaden. Ett slutligt görs bara av en stängd månad.',
      en: 'Frozen statements by the state of the month. A final one is made of a closed month only.',
    },
    unit: 'locale', decimals: 1,
    series: [{ of: promql`sum by (${label('hemtag_report_statements_total', 'state')}) (${increase(metric('hemtag_report_statements_total'))})`, legend: same('{{state}}') }],
  },
  {
    title: { sv: 'Framställda dokument', en: 'Documents rendered' },
    description: {
      sv: 'Dokument per format. Samma underlag ger alltid samma innehåll.',
      en: 'Documents by format. The same statement always gives the same content.',
    },
    unit: 'locale', decimals: 1,
    series: [{ of: promql`sum by (${label('hemtag_report_rendered_total', 'format')}) (${increase(metric('hemtag_report_rendered_total'))})`, legend: same('{{format}}') }],
  },
  {
    title: { sv: 'Tid per dokument, p95', en: 'Time of a document, p95' },
    description: {
      sv: 'Tid att framställa ett dokument, per format.',
      en: 'Time to render one document, by format.',
    },
    noValue: { sv: 'inga dokument under tiden', en: 'no documents in this time' },
    unit: 's', decimals: 2,
    series: [
      {
        of: promql`histogram_quantile(0.95, sum by (le, ${label('hemtag_report_render_duration_seconds', 'format')}) (${rate(histogram('hemtag_report_render_duration_seconds', 'bucket'))}))`,
        legend: same('{{format}}'),
      },
    ],
  },
  {
    title: { sv: 'Leveranser', en: 'Deliveries' },
    description: {
      sv: 'Försök att leverera, per mål och utfall. Ett misslyckat försök görs om av sig självt.',
      en: 'Attempts to deliver, by target and outcome. A failed attempt is repeated by itself.',
    },
    unit: 'locale', decimals: 1,
    series: [
      {
        of: promql`sum by (${label('hemtag_report_deliveries_total', 'target')}, ${label('hemtag_report_deliveries_total', 'outcome')}) (${increase(metric('hemtag_report_deliveries_total'))})`,
        legend: same('{{target}} {{outcome}}'),
      },
    ],
  },
  {
    title: { sv: 'Väntan på leverans', en: 'Wait for delivery' },
    description: {
      sv: 'Hur länge den äldsta rapporten har väntat. Streckad linje: larmet DeliveryFailing.',
      en: 'How long the oldest report has waited. Dashed: the alert DeliveryFailing.',
    },
    unit: 's', decimals: 0, limit: 3_600, width: 24,
    series: [{ of: promql`max(${metric('hemtag_report_delivery_age_seconds')})`, legend: { sv: 'äldsta', en: 'oldest' } }],
  },
]; // prettier-ignore

/** For IT operations: whether the monthly report is made and arrives. */
export const reports: Board = {
  name: 'reports',
  content: ({ language }) => ({
    title: language === 'sv' ? 'Drift: rapporter' : 'Reports',
    description:
      language === 'sv'
        ? 'Om månadsrapporten görs och kommer fram: framställda, skickade, misslyckade och försenade.'
        : 'Whether the monthly report is made and arrives: rendered, sent, failed and late.',
    tags: ['operations'],
    variables: [PROMETHEUS],
    // Reports come once a month.
    time: { from: 'now-7d', to: 'now', refresh: '5m' },
    links: [{ title: language === 'sv' ? 'Flödet' : 'Pipeline health', url: boardUrl('pipeline-health', language, []) }],
    sections: [
      { title: null, lines: inLines(NOW.map((one) => tile(one, language))) },
      { title: language === 'sv' ? 'Den senaste tiden' : 'Lately', lines: inLines(CHARTS.map((one) => chart(one, language))) },
    ],
  }),
};
