import type { MethodLine, MethodParameter, MethodSection, StatementWarning } from '@hemtag/statements';
import { nameIn } from '../cells.js';
import type { Block, DocumentTable } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

interface ParameterLine {
  readonly line: MethodLine;
  readonly kind: string;
  readonly parameter: MethodParameter;
}

function parameterTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const { texts } = wording.phrases;
  const lines = statement.method.benefits.flatMap((line): readonly ParameterLine[] => [
    ...line.values.map((parameter) => ({ line, kind: texts.value, parameter })),
    ...line.baselines.map((parameter) => ({ line, kind: texts.baseline, parameter })),
    ...line.estimates.map((parameter) => ({ line, kind: texts.estimate, parameter })),
    ...line.adjustments.map((parameter) => ({ line, kind: texts.shares, parameter })),
  ]);
  return tableOf<ParameterLine>(wording.phrases, {
    caption: 'parameters',
    columns: [
      words('initiative', 1.7, ({ line }) => cells.name(line.initiative)),
      words('benefit', 1.8, ({ line }) => cells.name(line.benefit)),
      words('parameter', 1, ({ kind }) => cells.text(kind)),
      words('validFrom', 1, ({ parameter }) => cells.day(parameter.validFrom)),
      words('validTo', 1, ({ parameter }) => cells.day(parameter.validTo)),
      number('version', 0.8, ({ parameter }) => cells.count(parameter.version)),
      words('details', 3.6, ({ parameter }) => cells.text(parameter.values.map(({ name, value }) => `${name}: ${value}`).join('; '))),
      words('source', 1.9, ({ parameter }) => cells.text(parameter.source)),
      words('reason', 1.6, ({ parameter }) => cells.text(parameter.reason)),
      words('approvedBy', 1.3, ({ parameter }) => cells.text(parameter.approvedBy)),
    ],
    lines,
  });
}

function rateTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<MethodSection['rates'][number]>(wording.phrases, {
    caption: 'rates',
    columns: [
      words('rateName', 2, ({ name }) => cells.text(name)),
      words('unit', 1, ({ unit }) => cells.text(unit)),
      number('value', 1.2, ({ value }) => (/^-?\d+(\.\d+)?$/.test(value) ? cells.quantity(value) : cells.text(value))),
      words('validFrom', 1, ({ validFrom }) => cells.day(validFrom)),
      words('validTo', 1, ({ validTo }) => cells.day(validTo)),
      number('version', 0.7, ({ version }) => cells.count(version)),
      words('method', 2, ({ method }) => cells.text(method)),
      words('source', 3, ({ source }) => cells.text(source)),
    ],
    lines: statement.method.rates,
  });
}

function warningText(warning: StatementWarning, { wording }: SectionContext): string {
  const { heads } = wording.phrases;
  switch (warning.code) {
    case 'INCOMPLETE_SOURCE':
      return `${heads.source} ${warning.source}: ${heads.silentDays.toLowerCase()} ${warning.silentDays}, ${heads.incompleteDays.toLowerCase()} ${warning.incompleteDays}`;
    case 'NO_AMOUNT':
      return `${nameIn(wording, warning.initiative)}, ${nameIn(wording, warning.benefit)}: ${warning.reason}`;
    case 'OVERLAP':
      return `${nameIn(wording, warning.initiative)}, ${warning.benefit}: ${wording.initiativeWarning(warning.code)} (${warning.with.initiative}, ${warning.with.benefit})`;
    case 'NET_UNDEFINED':
    case 'NO_RUNNING_COST':
    case 'THIN_SLICE':
      return `${nameIn(wording, warning.initiative)}: ${wording.initiativeWarning(warning.code)}`;
  }
}

/** 10. How the figures come about, with which parameters and from whom, and what they do not show. */
export function methodSection(context: SectionContext): readonly Block[] {
  const { cells, statement, wording } = context;
  const { texts } = wording.phrases;
  const warnings = tableOf<StatementWarning>(wording.phrases, {
    caption: 'warnings',
    columns: [words('warning', 1, (warning) => cells.text(warningText(warning, context)))],
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
      texts.formulaRounding,
      texts.limits,
    ].map(paragraph),
    orElse(warnings, texts.noWarnings),
    ...whereAny(rateTable(context)),
    ...whereAny(parameterTable(context)),
  ];
}
