import type { ExplainedParameter, ExplainedRunRow, ExplainedVolumeRow, ExplanationResponse, FigureDifferenceRow } from '@hemtag/contracts';
import type { Column } from './columns.js';
import { tableText } from './table.js';

/** What is shown in columns of its own or is the row's validity. */
const SHOWN_APART: ReadonlySet<string> = new Set(['validFrom', 'validTo', 'source', 'method', 'sampleSize', 'approvedBy', 'reason']);

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const saysText = ({ content }: ExplainedParameter): string =>
  Object.entries(content)
    .filter(([name]) => !SHOWN_APART.has(name))
    .map(([name, value]) => `${name} ${valueText(value)}`)
    .join(', ');
const said = (name: string) => ({ header: name, cell: ({ content }: ExplainedParameter) => (content[name] === undefined ? null : valueText(content[name])) });

const parameterColumns: readonly Column<ExplainedParameter>[] = [
  { header: 'parameter', cell: ({ kind, name }) => (name === null ? kind : `${kind} ${name}`) },
  { header: 'says', cell: saysText },
  { header: 'unit', cell: ({ unit }) => unit },
  { header: 'from', cell: ({ validFrom }) => validFrom },
  { header: 'to', cell: ({ validTo }) => validTo },
  said('source'),
  said('method'),
  said('sampleSize'),
  said('approvedBy'),
  said('reason'),
  { header: 'version', cell: ({ register }) => register && `${register.name} ${register.version}` },
  { header: 'recorded', cell: ({ register }) => register?.recordedAt },
  { header: 'by', cell: ({ register }) => register?.author },
];

export const volumeColumns: readonly Column<ExplainedVolumeRow>[] = [
  { header: 'day', cell: ({ day }) => day },
  { header: 'use', cell: ({ use }) => use },
  { header: 'quantity', cell: ({ quantity }) => quantity, numeric: true },
  { header: 'unit', cell: ({ unit }) => unit },
  { header: 'events', cell: ({ events }) => events, numeric: true },
  { header: 'revision', cell: ({ revision }) => revision, numeric: true },
  { header: 'source', cell: ({ series }) => series.source },
  { header: 'subject', cell: ({ series }) => series.subject },
  { header: 'outcome', cell: ({ series }) => series.outcome },
  { header: 'channel', cell: ({ series }) => series.channel },
  { header: 'orgUnit', cell: ({ series }) => series.orgUnit },
  {
    header: 'dimensions',
    cell: ({ series }) =>
      Object.entries(series.dimensions)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(' '),
  },
];

const differenceColumns: readonly Column<FigureDifferenceRow>[] = [
  { header: 'member', cell: ({ member }) => member },
  { header: 'figure', cell: ({ figure }) => figure ?? 'nothing' },
  { header: 'recomputed', cell: ({ recomputed }) => recomputed ?? 'nothing' },
];

const runLines = ({ from, to, formula, counted, calculation, adjustment }: ExplainedRunRow): string =>
  [
    `  ${from} up to ${to} (not included)${formula === null ? '' : `, ${formula}`}`,
    `    ${calculation ?? `${counted} counted, no amount`}`,
    ...(adjustment === null ? [] : [`    ${adjustment}`]),
  ].join('\n');

function headline({ figure, countsFrom, cap }: ExplanationResponse): string[] {
  const unit = figure.unit ?? '';
  if (figure.kind === 'ADJUSTMENT') {
    const of = `${figure.initiative}, ${figure.benefit}, ${figure.month}: ${figure.asReported ?? 'no amount'} ${unit} of ${figure.originalMonth ?? ''}`;
    return [of, `${figure.kind} ${figure.type} ${figure.state}; what follows is ${figure.originalMonth ?? ''} as it was known then`];
  }
  const amount =
    figure.gross === null ? `no amount: ${figure.reason ?? 'nothing to say'}` : `${figure.gross} ${unit} gross, ${figure.adjusted ?? ''} ${unit} adjusted`;
  const quantity =
    figure.actual === null ? 'usage of more than one unit' : `${figure.counted ?? 'nothing'} of ${figure.actual} ${figure.quantityUnit ?? ''} counted`;
  return [
    `${figure.initiative}, ${figure.benefit}, ${figure.month}: ${amount}`,
    `${figure.kind} ${figure.type} ${figure.state}, ${figure.complete ? 'complete' : 'not complete yet'}, ${quantity}${cap === null ? '' : `, ${figure.excess ?? ''} above the cap of the ${cap.period} (${cap.countedBefore} counted before)`}`,
    ...(countsFrom === null ? [] : [`counts from ${countsFrom} on`]),
  ];
}

function evidenceLines({ evidence, figure }: ExplanationResponse): string[] {
  if (evidence === null) return [];
  const share = (text: string | null): string => (text === null ? '' : ` (${text} %)`);
  return [
    `measured ${evidence.measured}${share(evidence.measuredShare)}, assumed ${evidence.assumed}${share(evidence.assumedShare)}: the evidence is ${figure.evidence}`,
  ];
}

function recomputedLines({ recomputed, agrees, differences }: ExplanationResponse): string[] {
  const amount = recomputed.gross === null ? `no amount (${recomputed.reason ?? ''})` : `${recomputed.gross} gross, ${recomputed.adjusted ?? ''} adjusted`;
  if (agrees) return [`recomputed from exactly these parts: ${amount}; it is the same figure`];
  return [`recomputed from exactly these parts: ${amount}; IT DIFFERS`, tableText(differenceColumns, differences).trimEnd()];
}

function bookingLines({ figure, booking, recomputed }: ExplanationResponse): string[] {
  if (booking === null) return [];
  const unit = figure.unit ?? '';
  const said = booking.reported.map(({ month, kind, asReported }) => `  ${month} ${kind}: ${asReported ?? 'no amount'} ${unit}`);
  const head =
    figure.kind === 'ORIGINAL'
      ? `reported of ${booking.originalMonth}: ${figure.asReported ?? 'no amount'} ${unit}`
      : `books ${figure.asReported ?? 'no amount'} ${unit} of ${booking.originalMonth}: ${recomputed.gross ?? 'no amount'} restated, less what was reported${booking.isFrozen ? ' (frozen by a closing)' : ''}`;
  return [head, ...said];
}

/** A figure for somebody who checks it with a calculator. */
export function explanationTable(explanation: ExplanationResponse): string {
  const { runs, parameters, volumes, events } = explanation;
  return [
    ...headline(explanation),
    `as known on ${explanation.asKnownOn}`,
    '',
    ...runs.map(runLines),
    ...bookingLines(explanation),
    ...evidenceLines(explanation),
    ...recomputedLines(explanation),
    '',
    tableText(parameterColumns, parameters).trimEnd(),
    '',
    `${volumes.length} volumes of ${events} events`,
    '',
    tableText(volumeColumns, volumes),
  ].join('\n');
}
