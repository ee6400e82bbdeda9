/** Whole millionths: the simulation has an arithmetic of its own. */
export type Micros = bigint;

export interface Values {
  readonly quantity: Micros;
  readonly unit: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly orgUnit: string | null;
  readonly dimensions: Readonly<Record<string, string | number | boolean>>;
  readonly measures: Readonly<Record<string, { readonly value: Micros; readonly unit: string }>>;
  readonly final: boolean;
}

export interface StatedPeriod {
  readonly start: number;
  readonly end: number;
  readonly mode: 'delta' | 'snapshot' | 'cumulative';
  readonly revision: number;
  readonly complete: boolean;
}

interface Sent {
  readonly tenant: string;
  readonly source: string;
  readonly id: string;
  readonly instant: number;
  readonly subject: string;
}

export type Recorded = Sent & { readonly kind: 'recorded'; readonly values: Values };
export type Aggregated = Sent & { readonly kind: 'aggregated'; readonly values: Values; readonly period: StatedPeriod };
export type Corrected = Sent & { readonly kind: 'corrected'; readonly values: Values; readonly corrects: { readonly source: string; readonly id: string } };
export type Retracted = Sent & { readonly kind: 'retracted'; readonly corrects: { readonly source: string; readonly id: string } };
export type Heartbeat = Sent & { readonly kind: 'heartbeat' };

/** What a source says with one usage event, as the generator means it; the oracle counts from these and never from what the product read. */
export type Statement = Recorded | Aggregated | Corrected | Retracted | Heartbeat;

/** Two statements with one of these are the same usage event, or in conflict. */
export const identityOf = ({ tenant, source, id }: { readonly tenant: string; readonly source: string; readonly id: string }): string =>
  `${tenant}\n${source}\n${id}`;
export const targetOf = ({ tenant, corrects }: Corrected | Retracted): string => identityOf({ tenant, ...corrects });
export const isAmendment = (statement: Statement): statement is Corrected | Retracted => statement.kind === 'corrected' || statement.kind === 'retracted';

/** Equal for the same usage event sent again, however it is written. */
export const contentOf = (statement: Statement): string =>
  JSON.stringify(statement, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

const MICROS_PER_UNIT = 1_000_000n;

export function decimalText(micros: Micros): string {
  const decimals = (micros % MICROS_PER_UNIT).toString().padStart(6, '0').replace(/0+$/, '');
  return decimals === '' ? String(micros / MICROS_PER_UNIT) : `${micros / MICROS_PER_UNIT}.${decimals}`;
}

export function microsOf(text: string): Micros {
  const [whole = '', decimals = ''] = text.split('.');
  if (decimals.length > 6 && !/^0*$/.test(decimals.slice(6))) throw new Error('a quantity has more than six decimals');
  return BigInt(whole + decimals.slice(0, 6).padEnd(6, '0'));
}
