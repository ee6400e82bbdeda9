import type { AdjustmentLine, AmountChange, BenefitChange, CorrectionSection, ParameterChange, StatementChanges, TotalChange } from '@hemtag/statements';
import type { Block, Cell, DocumentTable } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

function adjustmentTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const registerOf = ({ register }: AdjustmentLine): Cell =>
    cells.text(register.map(({ kind, name, then, now }) => `${kind} ${name}: ${then ?? wording.phrases.texts.none} → ${now}`).join('; '));
  return tableOf<AdjustmentLine>(wording, {
    caption: 'adjustments',
    columns: [
      words('initiative', 1.8, ({ initiative }) => cells.name(initiative)),
      words('benefit', 1.9, ({ benefit }) => cells.name(benefit)),
      words('type', 1.5, ({ type }) => cells.text(wording.words.types[type])),
      words('unit', 0.8, ({ unit }) => cells.text(unit)),
      words('originalMonth', 1.1, ({ originalMonth }) => cells.month(originalMonth)),
      words('bookedMonth', 1.1, ({ month }) => cells.month(month)),
      number('asReported', 1.4, ({ asReported }) => cells.number(asReported)),
      number('bookedBefore', 1.3, ({ bookedBefore }) => cells.number(bookedBefore)),
      number('booked', 1.3, ({ amount }) => cells.number(amount)),
      number('bookedAfter', 1.3, ({ bookedAfter }) => cells.number(bookedAfter)),
      number('restated', 1.4, ({ restated }) => cells.number(restated)),
      words('cause', 1.3, ({ cause }) => cells.text(wording.words.adjustmentCauses[cause])),
      number('changedVolumes', 0.9, ({ changedVolumes }) => cells.count(changedVolumes)),
      words('changedParameters', 1.8, registerOf),
    ],
    lines: statement.corrections.adjustments,
    totals: statement.corrections.totals.map(({ type, unit, amount, rounding }) => ({
      over: { type: cells.text(wording.words.types[type]), unit: cells.text(unit) },
      sums: { booked: cells.number(amount) },
      rounding: { booked: cells.number(rounding) },
    })),
  });
}

function reopeningTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<CorrectionSection['reopenings'][number]>(wording, {
    caption: 'reopenings',
    columns: [
      words('month', 1.2, ({ month }) => cells.month(month)),
      number('version', 0.7, ({ version }) => cells.count(version)),
      words('by', 1.6, ({ by }) => cells.text(by)),
      words('at', 1.6, ({ at }) => cells.instant(at)),
      words('reason', 4, ({ reason }) => cells.text(reason)),
    ],
    lines: statement.corrections.reopenings,
  });
}

interface ChangeLine {
  readonly of: ParameterChange;
  readonly change: ParameterChange['changes'][number] | null;
}

function parameterTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const effectOf = ({ of }: ChangeLine): Cell =>
    cells.text(
      of.effects
        .map(
          ({ type, unit, amount, isShared }) =>
            `${wording.words.types[type]} ${wording.number(amount)} ${unit}${isShared ? ` (${wording.phrases.texts.shared})` : ''}`,
        )
        .join('; '),
    );
  return tableOf<ChangeLine>(wording, {
    caption: 'parameterChanges',
    columns: [
      words('object', 1.8, ({ of }) => cells.text(`${of.kind} ${of.name}`)),
      number('version', 0.7, ({ of }) => cells.count(of.version)),
      words('at', 1.4, ({ of }) => cells.instant(of.at)),
      words('by', 1.3, ({ of }) => cells.text(of.by)),
      words('reason', 2, ({ of }) => cells.text(of.reason)),
      words('parameter', 2.4, ({ change }) => cells.text(change?.path ?? null)),
      words('before', 1.5, ({ change }) => cells.text(change?.from ?? null)),
      words('now', 1.5, ({ change }) => cells.text(change?.to ?? null)),
      words('effect', 1.9, effectOf),
    ],
    lines: statement.corrections.parameterChanges.flatMap((of): readonly ChangeLine[] =>
      of.changes.length === 0 ? [{ of, change: null }] : of.changes.map((change) => ({ of, change })),
    ),
  });
}

const MEASURES = ['estimated', 'gross', 'adjusted', 'confirmed'] as const;
type Measure = (typeof MEASURES)[number];
interface ChangedAmount<Of> {
  readonly of: Of;
  readonly measure: Measure;
  readonly amount: AmountChange;
}
const changedAmounts = <Of extends Readonly<Record<Measure, AmountChange>>>(all: readonly Of[]): readonly ChangedAmount<Of>[] =>
  all.flatMap((of) => MEASURES.map((measure) => ({ of, measure, amount: of[measure] })).filter(({ amount }) => amount.from !== amount.to));

function changeTables({ cells, wording }: SectionContext, changes: StatementChanges): readonly Block[] {
  const amounts = [
    words('amount', 1.5, ({ measure }: ChangedAmount<unknown>) => cells.text(wording.head(measure))),
    number('before', 1.5, ({ amount }: ChangedAmount<unknown>) => cells.number(amount.from)),
    number('now', 1.5, ({ amount }: ChangedAmount<unknown>) => cells.number(amount.to)),
    number('difference', 1.5, ({ amount }: ChangedAmount<unknown>) => cells.number(amount.difference)),
  ] as const;
  const benefits = tableOf<ChangedAmount<BenefitChange>>(wording, {
    caption: 'changedBenefits',
    columns: [
      words('initiative', 2, ({ of }) => cells.name(of.initiative)),
      words('benefit', 2, ({ of }) => cells.name(of.benefit)),
      words('type', 1.6, ({ of }) => cells.text(wording.words.types[of.type])),
      words('unit', 0.8, ({ of }) => cells.text(of.unit)),
      words('change', 1, ({ of }) => cells.text(wording.words.changes[of.change])),
      ...amounts,
    ],
    lines: changedAmounts(changes.benefits),
  });
  const totals = tableOf<ChangedAmount<TotalChange>>(wording, {
    caption: 'changedTotals',
    columns: [words('type', 1.8, ({ of }) => cells.text(wording.words.types[of.type])), words('unit', 0.8, ({ of }) => cells.text(of.unit)), ...amounts],
    lines: changedAmounts(changes.totals),
  });
  return [...whereAny(benefits), ...whereAny(totals)];
}

/** 9. What is other than it was: closed months, parameters, and the version before. */
export function correctionsSection(context: SectionContext): readonly Block[] {
  const { statement, wording } = context;
  const { texts } = wording.phrases;
  const { changes } = statement.corrections;
  return [
    orElse(adjustmentTable(context), texts.noAdjustments),
    paragraph(texts.adjustmentRule),
    ...whereAny(reopeningTable(context)),
    orElse(parameterTable(context), texts.noChanges),
    ...(changes === null ? [paragraph(texts.firstVersion)] : changeTables(context, changes)),
  ];
}
