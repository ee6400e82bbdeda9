import type { MethodLine, MethodParameter, MethodSection, StatementWarning } from '@hemtag/statements';
import { isOneOf } from '@hemtag/kernel';
import { FIELDS, FIGURE_REASONS, type FigureReason } from '@hemtag/statements';
import { nameIn } from '../cells.js';
import type { Block, DocumentTable } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import type { Wording } from '../wording.js';
import { orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

const isReason = (code: string): code is FigureReason => isOneOf(FIGURE_REASONS, code);
/** A field of the register that has no word keeps its name. */
const fieldIn = ({ words: { fields } }: Wording, name: string): string => (isOneOf(FIELDS, name) ? fields[name] : name);

interface ParameterLine {
  readonly line: MethodLine;
  readonly kind: string;
  readonly parameter: MethodParameter;
}

function parameterTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const { labels } = wording.words;
  const lines = statement.method.benefits.flatMap((line): readonly ParameterLine[] => [
    ...line.values.map((parameter) => ({ line, kind: labels.value, parameter })),
    ...line.baselines.map((parameter) => ({ line, kind: labels.baseline, parameter })),
    ...line.estimates.map((parameter) => ({ line, kind: labels.estimate, parameter })),
    ...line.adjustments.map((parameter) => ({ line, kind: labels.adjustment, parameter })),
  ]);
  return tableOf<ParameterLine>(wording, {
    caption: 'parameters',
    columns: [
      words('initiative', 1.7, ({ line }) => cells.name(line.initiative)),
      words('benefit', 1.8, ({ line }) => cells.name(line.benefit)),
      words('parameter', 1, ({ kind }) => cells.text(kind)),
      words('validFrom', 1, ({ parameter }) => cells.day(parameter.validFrom)),
      words('validTo', 1, ({ parameter }) => cells.day(parameter.validTo)),
      number('version', 0.8, ({ parameter }) => cells.count(parameter.version)),
      words('details', 3.6, ({ parameter }) => cells.text(parameter.values.map(({ name, value }) => `${fieldIn(wording, name)}: ${value}`).join('; '))),
      words('source', 1.9, ({ parameter }) => cells.text(parameter.source)),
      words('reason', 1.6, ({ parameter }) => cells.text(parameter.reason)),
      words('approvedBy', 1.3, ({ parameter }) => cells.text(parameter.approvedBy)),
    ],
    lines,
  });
}

/** From which day on a benefit counts, and up to what: both are part of its formula. */
function processChangeTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const capped = { none: null, month: wording.head('month').toLowerCase(), year: wording.head('year').toLowerCase() };
  return tableOf<MethodLine>(wording, {
    caption: 'processChanges',
    columns: [
      words('initiative', 2, ({ initiative }) => cells.name(initiative)),
      words('benefit', 2, ({ benefit }) => cells.name(benefit)),
      words('processChange', 1.2, ({ processChange }) => cells.day(processChange)),
      words('cap', 1, ({ cap }) => cells.text(capped[cap])),
    ],
    lines: statement.method.benefits,
  });
}

function rateTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<MethodSection['rates'][number]>(wording, {
    caption: 'rates',
    columns: [
      words('rateName', 2, ({ name }) => cells.text(name)),
      words('unit', 1, ({ unit }) => cells.text(unit)),
      number('value', 1.2, ({ value }) => (/^-?\d+(\.\d+)?$/.test(value) ? cells.number(value) : cells.text(value))),
      words('validFrom', 1, ({ validFrom }) => cells.day(validFrom)),
      words('validTo', 1, ({ validTo }) => cells.day(validTo)),
      number('version', 0.7, ({ version }) => cells.count(version)),
      words('method', 2, ({ method }) => cells.text(method)),
      words('source', 3, ({ source }) => cells.text(source)),
    ],
    lines: statement.method.rates,
  });
}

const overlapped = (other: { readonly initiative: string; readonly benefit: string } | null, { phrases }: SectionContext['wording']): string =>
  other === null ? phrases.texts.otherDepartment : `${other.initiative}, ${other.benefit}`;

function warningText(warning: StatementWarning, { wording }: SectionContext): string {
  switch (warning.code) {
    case 'INCOMPLETE_SOURCE':
      return `${wording.head('source')} ${warning.source}: ${wording.head('silentDays').toLowerCase()} ${warning.silentDays}, ${wording.head('incompleteDays').toLowerCase()} ${warning.incompleteDays}`;
    case 'NO_AMOUNT':
      return `${nameIn(wording, warning.initiative)}, ${nameIn(wording, warning.benefit)}: ${isReason(warning.reason) ? wording.words.reasons[warning.reason] : warning.reason}`;
    case 'OVERLAP':
      return `${nameIn(wording, warning.initiative)}, ${warning.benefit}: ${wording.words.warnings[warning.code]} (${overlapped(warning.with, wording)})`;
    case 'NET_UNDEFINED':
    case 'NO_RUNNING_COST':
    case 'THIN_SLICE':
      return `${nameIn(wording, warning.initiative)}: ${wording.words.warnings[warning.code]}`;
  }
}

/** 10. How the figures come about, with which parameters and from whom, and what they do not show. */
export function methodSection(context: SectionContext): readonly Block[] {
  const { cells, statement, wording } = context;
  const { texts } = wording.phrases;
  const warnings = tableOf<StatementWarning>(wording, {
    caption: 'warnings',
    columns: [words('warnings', 1, (warning) => cells.text(warningText(warning, context)))],
    lines: statement.method.warnings,
  });
  return [
    ...[
      texts.formulaGross,
      texts.formulaAdjusted,
      texts.formulaRate,
      texts.formulaNet,
      texts.formulaForecast,
      texts.formulaVariance,
      wording.words.roundingNote,
      texts.limits,
    ].map(paragraph),
    orElse(warnings, texts.noWarnings),
    ...whereAny(rateTable(context)),
    ...whereAny(processChangeTable(context)),
    ...whereAny(parameterTable(context)),
  ];
}
