import { STATUS_COLORS } from '../colors.js';
import { STATE_WORDS, type Language } from '../languages.js';
import type { Override, Panel } from '../panels/panel.js';
import { pills, table, width } from '../panels/table.js';
import { histogram, increase, label, metric, promql, rate } from '../queries/promql.js';
import { boardUrl, type Board, type Line } from './board.js';
import { DATA_SOURCE, tenantVariable, YEAR } from './controller-variables.js';
import { chart, inLines, PROMETHEUS, tile, type Chart, type Series, type Tile } from './operations-panels.js';
import { otherReports, reportsByMonth, undelivered } from './report-queries.js';
import { REPORTS } from './report-words.js';

const { good, watch, act, unknown } = STATUS_COLORS;

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

const STATES = { good: ['FINAL'], watch: ['PRELIMINARY', 'WAITING'], act: ['REFUSED'], unknown: ['NONE', 'ON_DEMAND'] } as const;

function reportPill(language: Language, column: string): Override {
  const { states } = REPORTS[language];
  const colored = Object.entries(STATES).flatMap(([color, codes]) => codes.map((code) => [states[code], STATUS_COLORS[color as keyof typeof STATES]]));
  return pills(column, 110, Object.fromEntries(colored) as Record<string, string>);
}

function statusLines(language: Language): readonly Line[] {
  const { months, others } = REPORTS[language];
  const month = STATE_WORDS[language];
  return [
    [
      table({
        ...months, unit: 'locale', decimals: 0, size: { w: 24, h: 12 }, targets: [reportsByMonth(language)],
        overrides: [
          width(months.columns.month, 90),
          pills(months.columns.state, 130, { [month.OPEN]: unknown, [month.PRELIMINARY]: watch, [month.CLOSED]: good, [month.REOPENED]: act }),
          reportPill(language, months.columns.report),
          width(months.columns.version, 80), width(months.columns.made, 110), width(months.columns.approved, 110), width(months.columns.delivered, 100),
        ],
      }),
    ],
    [
      table({
        ...others, unit: 'locale', decimals: 0, size: { w: 24, h: 7 }, targets: [otherReports(language)],
        overrides: [
          width(others.columns.period, 90), reportPill(language, others.columns.report),
          width(others.columns.version, 80), width(others.columns.made, 110), width(others.columns.delivered, 100),
        ],
      }),
    ],
  ];
} // prettier-ignore

function undeliveredTable(language: Language): Panel {
  const { deliveries, progress } = REPORTS[language];
  const { columns } = deliveries;
  return table({
    ...deliveries, unit: 'locale', decimals: 0, size: { w: 24, h: 8 }, targets: [undelivered(language)],
    overrides: [
      width(columns.period, 90), width(columns.channel, 90), width(columns.number, 70), width(columns.days, 70),
      pills(columns.progress, 130, { [progress.waiting]: watch, [progress['handing-over']]: watch, [progress.failed]: act, [progress.unknown]: act }),
    ],
  });
} // prettier-ignore

/** For controllers: which reports there are, approved and delivered. For IT operations: what has not arrived, and whether the service is well. */
export const reports: Board = {
  name: 'reports',
  content: ({ language }) => {
    const words = REPORTS[language];
    return {
      title: words.title,
      description: words.description,
      tags: ['controller', 'operations'],
      variables: [DATA_SOURCE, PROMETHEUS, tenantVariable(language), YEAR],
      // Reports come once a month. The tables of reports follow the chosen year.
      time: { from: 'now-7d', to: 'now', refresh: '5m' },
      links: [
        { title: words.quality, url: boardUrl('data-quality', language, ['tenant']) },
        { title: words.pipeline, url: boardUrl('pipeline-health', language, []) },
      ],
      sections: [
        { title: words.byPeriod, lines: statusLines(language) },
        { title: words.arriving, lines: [[undeliveredTable(language)], ...inLines(NOW.map((one) => tile(one, language)))] },
        { title: words.lately, lines: inLines(CHARTS.map((one) => chart(one, language))) },
      ],
    };
  },
};
