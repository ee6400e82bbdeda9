import type { FiguresResponse } from '@hemtag/contracts';

/** One published case, as in examples/expected/source-cases.json. */
export interface ExpectedCase {
  readonly tenant: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly year: number;
  readonly quantity: string;
  readonly unit: string | null;
  readonly gross: string | null;
  readonly adjusted?: string;
  readonly estimated?: string;
  readonly rate?: string;
  readonly net?: string;
  readonly hours?: string;
  readonly reason?: string;
}

export interface ComparedValue {
  readonly name: string;
  readonly expected: string | null;
  readonly computed: string | null | undefined;
  readonly equal: boolean;
}

export interface ComparedCase {
  readonly tenant: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly values: readonly ComparedValue[];
  readonly equal: boolean;
}

/** Holds one published case against the answer of `hemtag figures` for its year; a figure that is missing is not equal. */
export function compareCase(expected: ExpectedCase, figures: FiguresResponse): ComparedCase {
  const sum = figures.benefits.find((row) => row.initiative === expected.initiative && row.benefit === expected.benefit);
  const initiative = figures.initiatives.find((row) => row.initiative === expected.initiative);
  const computed: Readonly<Record<string, string | null | undefined>> = {
    quantity: sum?.quantity.actual,
    unit: sum?.amount.unit,
    gross: sum?.amount.gross,
    adjusted: sum?.amount.adjusted,
    estimated: sum?.amount.estimated,
    rate: sum?.rate,
    net: initiative?.net,
    hours: sum?.hours?.gross,
    reason: sum?.reason,
  };
  const names = ['quantity', 'gross', 'unit', 'adjusted', 'hours', 'estimated', 'rate', 'net', 'reason'] as const;
  const values = names.flatMap((name): ComparedValue[] => {
    const value = expected[name];
    return value === undefined ? [] : [{ name, expected: value, computed: computed[name], equal: computed[name] === value }];
  });
  const { tenant, benefit } = expected;
  return { tenant, initiative: expected.initiative, benefit, values, equal: values.every((value) => value.equal) };
}
