import type { FigureSumResponse, FiguresResponse } from '@hemtag/contracts';

/** The words of the English boards, written out again. */
const TYPES: Readonly<Record<string, string>> = {
  FINANCIAL: 'Cashable',
  AVOIDANCE: 'Cost avoidance',
  REDISTRIBUTED: 'Redistributed time',
  QUALITY: 'Quality',
  ENVIRONMENT: 'Environment',
};

/** A sum of what the API prints; `within` is how far the rounding of its parts may lead away from the rounded sum. */
export interface Expected {
  readonly value: number | null;
  readonly within: number;
}
export type ExpectedRow = Readonly<Record<string, Expected>>;

type Benefit = FiguresResponse['benefits'][number];
const HALF_A_CENT = 0.005;

function sumOf(benefits: readonly Benefit[], of: (benefit: Benefit) => string | null | undefined): Expected {
  const printed = benefits.map(of).filter((text) => text !== null && text !== undefined);
  // In cents, because printed amounts are exact and sums of binary fractions are not.
  const cents = printed.reduce((sum, text) => sum + BigInt(text.replace('.', '')), 0n);
  return { value: printed.length === 0 ? null : Number(cents) / 100, within: printed.length > 1 ? printed.length * HALF_A_CENT : 0 };
}

const kindOf = ({ type, amount }: Benefit): string => `${TYPES[type] ?? type} · ${amount.unit ?? ''}`;

async function answered<T>(url: string): Promise<T | null> {
  const answer = await fetch(url);
  if (answer.status === 422) return null;
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** What the overview has to show of a municipality from January up to a month, by type and unit, from the answers of the public API alone. */
export async function expectedOverview(api: string, tenant: string, month: string): Promise<ReadonlyMap<string, ExpectedRow>> {
  const [year] = month.split('-');
  const range = `tenant=${tenant}&from=${year}-01&to=${month}`;
  const whole = await answered<FiguresResponse>(`${api}/v1/figures?${range}`);
  const last = await answered<FiguresResponse>(`${api}/v1/figures?tenant=${tenant}&from=${month}&to=${month}`);
  const rows = new Map<string, ExpectedRow>();
  for (const [kind, benefits] of Map.groupBy(
    (whole?.benefits ?? []).filter(({ amount }) => amount.unit !== null),
    kindOf,
  )) {
    const compared = benefits.filter(({ amount }) => amount.estimated !== null && Number(amount.estimated) !== 0);
    const [gross, estimated] = [sumOf(compared, ({ amount }) => amount.gross).value, sumOf(compared, ({ amount }) => amount.estimated).value];
    // Where a type has one unit the API sums it itself, exactly.
    const sum = await answered<FigureSumResponse>(`${api}/v1/figures/sum?${range}&over=benefit&type=${benefits[0]?.type ?? ''}`);
    const exact = (text: string | null | undefined): Expected => ({ value: text === null || text === undefined ? null : Number(text), within: 0 });
    const ofLast = (last?.benefits ?? []).filter((benefit) => kindOf(benefit) === kind);
    rows.set(kind, {
      'Realised latest month': sumOf(ofLast, ({ amount }) => amount.gross),
      'Realised to date': sum === null ? sumOf(benefits, ({ amount }) => amount.gross) : exact(sum.total.amount.gross),
      'Estimated to date': sum === null ? sumOf(benefits, ({ amount }) => amount.estimated) : exact(sum.total.amount.estimated),
      'Realisation rate': { value: gross === null || estimated === null ? null : (100 * gross) / estimated, within: 0.006 },
      'Forecast full year': sumOf(benefits, ({ forecast }) => forecast?.amount),
      'Estimate full year': sumOf(benefits, ({ forecast }) => forecast?.plan),
      Confirmed: sumOf(benefits, ({ amount }) => amount.confirmed),
      Harvested: sumOf(benefits, ({ amount }) => amount.harvested),
    });
  }
  return rows;
}

/** Cells of the overview that are not what the API says, and kinds that only one of them has. */
export function differences(shown: readonly Readonly<Record<string, unknown>>[], expected: ReadonlyMap<string, ExpectedRow>): readonly string[] {
  const kinds = shown.map((row) => String(row['Type']));
  return [
    ...[...expected.keys()].filter((kind) => !kinds.includes(kind)).map((kind) => `${kind} is not shown`),
    ...shown.flatMap((row) => {
      const kind = String(row['Type']);
      const cells = expected.get(kind);
      if (cells === undefined) return [`${kind} is shown and not known to the API`];
      return Object.entries(cells).flatMap(([name, { value, within }]) => {
        const is = row[name];
        const same = value === null || typeof is !== 'number' ? is === value : Math.abs(is - value) <= within + 1e-9 * Math.abs(value);
        return same ? [] : [`${kind}, ${name}: shown ${String(is)}, the API says ${String(value)}`];
      });
    }),
  ];
}
