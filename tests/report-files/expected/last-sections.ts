import { FIELDS, type Field, type MethodParameter, type ParameterChange, type StatementWarning } from '@hemtag/statements';
import type { ExpectedSection, ExpectedTable } from './expected-table.js';
import type { Reading } from './reading.js';

const MEASURES = ['estimated', 'gross', 'adjusted', 'confirmed'] as const;
const ELSEWHERE = { sv: 'i en annan förvaltning', en: 'in another department', da: 'i en anden forvaltning', no: 'i en annen avdeling' } as const;
const SHARED = { sv: 'delad med andra', en: 'shared with others', da: 'delt med andre', no: 'delt med andre' } as const;

const APPROVED = { sv: 'Rapporten är godkänd.', en: 'The report is approved.', da: 'Rapporten er godkendt.', no: 'Rapporten er godkjent.' } as const;
const NOT_APPROVED = {
  sv: 'Rapporten är ännu inte godkänd.',
  en: 'The report is not approved yet.',
  da: 'Rapporten er endnu ikke godkendt.',
  no: 'Rapporten er ennå ikke godkjent.',
} as const;

/** 8. */
export function deviations({ statement, heads, words, written, table }: Reading): ExpectedSection {
  const { label } = heads;
  const { number, text, day, month, name } = written;
  return {
    heading: words.sections.deviations,
    sentences: [],
    tables: table('deviations', statement.deviations.lines, [
      [label.month, (line) => month(line.month)],
      [label.initiative, ({ initiative }) => text(name(initiative))],
      [label.benefit, ({ benefit }) => text(name(benefit))],
      [label.unit, ({ unit }) => text(unit)],
      [label.estimated, ({ estimated }) => number(estimated)],
      [label.gross, ({ gross }) => number(gross)],
      [label.rate, ({ rate }) => number(rate)],
      [label.confirmed, ({ confirmed }) => number(confirmed)],
      [label.cause, ({ cause }) => text(cause === null ? null : words.causes[cause])],
      [label.comment, ({ comment }) => text(comment)],
      [label.action, ({ action }) => text(action)],
      [label.due, ({ due }) => day(due)],
      [label.confirmedBy, ({ confirmedBy }) => text(confirmedBy)],
    ]),
  };
}

function changeTables({ statement, heads, words, written, table, type }: Reading): readonly ExpectedTable[] {
  const { label } = heads;
  const { number, text, name } = written;
  const { changes } = statement.corrections;
  if (changes === null) return [];
  const amountsOf = <Of extends (typeof changes.totals)[number] | (typeof changes.benefits)[number]>(all: readonly Of[]) =>
    all.flatMap((of) => MEASURES.map((measure) => ({ of, measure, amount: of[measure] })).filter(({ amount }) => amount.from !== amount.to));
  type Changed = ReturnType<typeof amountsOf>[number];
  const amounts = [
    [heads.amount, ({ measure }: Changed) => text(label[measure])],
    [heads.before, ({ amount }: Changed) => number(amount.from)],
    [heads.now, ({ amount }: Changed) => number(amount.to)],
    [label.difference, ({ amount }: Changed) => number(amount.difference)],
  ] as const;
  return [
    ...table('changedBenefits', amountsOf<(typeof changes.benefits)[number]>(changes.benefits), [
      [label.initiative, ({ of }) => text(name(of.initiative))],
      [label.benefit, ({ of }) => text(name(of.benefit))],
      [label.type, ({ of }) => type(of.type)],
      [label.unit, ({ of }) => text(of.unit)],
      [label.change, ({ of }) => text(words.changes[of.change])],
      ...amounts,
    ]),
    ...table('changedTotals', amountsOf<(typeof changes.totals)[number]>(changes.totals), [
      [label.type, ({ of }) => type(of.type)],
      [label.unit, ({ of }) => text(of.unit)],
      ...amounts,
    ]),
  ];
}

interface ChangedRegister {
  readonly of: ParameterChange;
  readonly change: ParameterChange['changes'][number] | null;
}

function registerChanges({ statement, heads, words, written, table }: Reading): readonly ExpectedTable[] {
  const { label } = heads;
  const { number, text, count, instant } = written;
  const lines = statement.corrections.parameterChanges.flatMap((of): readonly ChangedRegister[] =>
    of.changes.length === 0 ? [{ of, change: null }] : of.changes.map((change) => ({ of, change })),
  );
  return table('parameterChanges', lines, [
    [heads.object, ({ of }) => text(`${of.kind} ${of.name}`)],
    [label.version, ({ of }) => count(of.version)],
    [label.at, ({ of }) => instant(of.at)],
    [label.by, ({ of }) => text(of.by)],
    [label.reason, ({ of }) => text(of.reason)],
    [heads.parameter, ({ change }) => text(change?.path ?? null)],
    [heads.before, ({ change }) => text(change?.from ?? null)],
    [heads.now, ({ change }) => text(change?.to ?? null)],
    [
      label.effect,
      ({ of }) =>
        text(
          of.effects
            .map(
              ({ type, unit, amount, isShared }) => `${words.types[type]} ${number(amount).shown} ${unit}${isShared ? ` (${SHARED[written.language]})` : ''}`,
            )
            .join('; '),
        ),
    ],
  ]);
}

/** 9. */
export function corrections(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table, type } = reading;
  const { label } = heads;
  const { number, text, count, month, instant, name } = written;
  const { adjustments, totals, reopenings } = statement.corrections;
  return {
    heading: words.sections.corrections,
    sentences: [],
    tables: [
      ...table(
        'adjustments',
        adjustments,
        [
          [label.initiative, ({ initiative }) => text(name(initiative))],
          [label.benefit, ({ benefit }) => text(name(benefit))],
          [label.type, (line) => type(line.type)],
          [label.unit, ({ unit }) => text(unit)],
          [label.originalMonth, ({ originalMonth }) => month(originalMonth)],
          [heads.bookedMonth, (line) => month(line.month)],
          [label.asReported, ({ asReported }) => number(asReported)],
          [label.bookedBefore, ({ bookedBefore }) => number(bookedBefore)],
          [heads.booked, ({ amount }) => number(amount)],
          [label.bookedAfter, ({ bookedAfter }) => number(bookedAfter)],
          [label.restated, ({ restated }) => number(restated)],
          [label.cause, ({ cause }) => text(words.adjustmentCauses[cause])],
          [label.changedVolumes, ({ changedVolumes }) => count(changedVolumes)],
          [
            heads.changedParameters,
            ({ register }) => text(register.map((object) => `${object.kind} ${object.name}: ${object.then ?? '–'} → ${object.now}`).join('; ')),
          ],
        ],
        {
          totals: totals.map((total) => ({
            over: { [label.type]: type(total.type), [label.unit]: text(total.unit) },
            shown: { [heads.booked]: number(total.amount) },
            rounding: { [heads.booked]: number(total.rounding) },
          })),
        },
      ),
      ...table('reopenings', reopenings, [
        [label.month, (line) => month(line.month)],
        [label.version, ({ version }) => count(version)],
        [label.by, ({ by }) => text(by)],
        [label.at, ({ at }) => instant(at)],
        [label.reason, ({ reason }) => text(reason)],
      ]),
      ...registerChanges(reading),
      ...changeTables(reading),
    ],
  };
}

function warningText(warning: StatementWarning, { heads, words, written }: Reading): string {
  switch (warning.code) {
    case 'INCOMPLETE_SOURCE': {
      const { source, silentDays, incompleteDays } = heads.label;
      return `${source} ${warning.source}: ${silentDays.toLowerCase()} ${warning.silentDays}, ${incompleteDays.toLowerCase()} ${warning.incompleteDays}`;
    }
    case 'NO_AMOUNT':
      return `${written.name(warning.initiative)}, ${written.name(warning.benefit)}: ${(words.reasons as Readonly<Record<string, string>>)[warning.reason]}`;
    case 'OVERLAP':
      return `${written.name(warning.initiative)}, ${warning.benefit}: ${words.warnings.OVERLAP} (${warning.with === null ? ELSEWHERE[written.language] : `${warning.with.initiative}, ${warning.with.benefit}`})`;
    default:
      return `${written.name(warning.initiative)}: ${words.warnings[warning.code]}`;
  }
}

/** 10. */
export function method(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table } = reading;
  const { label } = heads;
  const { number, text, count, day, name } = written;
  const { benefits, rates, warnings } = statement.method;
  const fieldOf = (field: string): string => ((FIELDS as readonly string[]).includes(field) ? words.fields[field as Field] : field);
  const parameters = benefits.flatMap((line) =>
    ([[label.value, line.values], [label.baseline, line.baselines], [label.estimate, line.estimates], [label.adjustment, line.adjustments]] as const) // prettier-ignore
      .flatMap(([kind, all]) => all.map((parameter: MethodParameter) => ({ line, kind, parameter }))),
  );
  const capOf = { none: null, month: label.month.toLowerCase(), year: heads.year.toLowerCase() };
  return {
    heading: words.sections.method,
    sentences: [[words.roundingNote]],
    tables: [
      ...table('warnings', warnings, [[label.warnings, (warning) => text(warningText(warning, reading))]]),
      ...table('rates', rates, [
        [heads.rateName, (rate) => text(rate.name)],
        [label.unit, ({ unit }) => text(unit)],
        [label.value, ({ value }) => number(value)],
        [label.validFrom, ({ validFrom }) => day(validFrom)],
        [label.validTo, ({ validTo }) => day(validTo)],
        [label.version, ({ version }) => count(version)],
        [label.method, (rate) => text(rate.method)],
        [label.source, ({ source }) => text(source)],
      ]),
      ...table('processChanges', benefits, [
        [label.initiative, (line) => text(name(line.initiative))],
        [label.benefit, (line) => text(name(line.benefit))],
        [label.processChange, ({ processChange }) => day(processChange)],
        [label.cap, ({ cap }) => text(capOf[cap])],
      ]),
      ...table('parameters', parameters, [
        [label.initiative, ({ line }) => text(name(line.initiative))],
        [label.benefit, ({ line }) => text(name(line.benefit))],
        [heads.parameter, ({ kind }) => text(kind)],
        [label.validFrom, ({ parameter }) => day(parameter.validFrom)],
        [label.validTo, ({ parameter }) => day(parameter.validTo)],
        [label.version, ({ parameter }) => count(parameter.version)],
        [heads.details, ({ parameter }) => text(parameter.values.map((field) => `${fieldOf(field.name)}: ${field.value}`).join('; '))],
        [label.source, ({ parameter }) => text(parameter.source)],
        [label.reason, ({ parameter }) => text(parameter.reason)],
        [label.approvedBy, ({ parameter }) => text(parameter.approvedBy)],
      ]),
    ],
  };
}

/** 11. */
export function signOff({ statement, fingerprint, heads, words, written, table }: Reading): ExpectedSection {
  const { label } = heads;
  const { text, count, month, instant } = written;
  const { steps, snapshots, figures, confirmed, reviewed, isApproved } = statement.signOff;
  return {
    heading: words.sections.signOff,
    sentences: [
      [(isApproved ? APPROVED : NOT_APPROVED)[written.language]],
      [count(figures).shown, count(confirmed).shown, count(reviewed).shown],
      [words.fingerprintNote, fingerprint],
    ],
    tables: [
      ...table('steps', steps, [
        [label.step, ({ step }) => text(words.steps[step])],
        [label.month, (step) => month(step.month)],
        [label.by, ({ by }) => text(by)],
        [label.at, ({ at }) => instant(at)],
        [label.figures, (step) => count(step.figures)],
      ]),
      ...table('snapshots', snapshots, [
        [label.month, (snapshot) => month(snapshot.month)],
        [label.version, ({ version }) => count(version)],
        [label.state, ({ state }) => text(words.monthStates[state])],
        [label.hash, ({ hash }) => text(hash)],
        [label.by, ({ by }) => text(by)],
        [label.at, ({ at }) => instant(at)],
        [label.approvedBy, ({ approvedBy }) => text(approvedBy)],
      ]),
    ],
  };
}
