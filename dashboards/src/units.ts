/**
 * The units that a panel may name. An amount is `currency:financial: UNIT:suffix`: the full number, grouped as the browser's language does it; Grafana's own units for
 * money, kilometres, kilograms and hours shorten or rescale. `none` and `locale` carry no unit: for text, for counts, and for tables whose unit is a column.
 */
export const UNITS = ['none', 'locale', 'currency:financial: %:suffix', 'currency:financial: h:suffix', 'currency:financial: /s:suffix', 's', 'bytes', 'reqps', 'ops', 'percentunit', 'time:YYYY-MM', 'time:YYYY-MM-DD'] as const; // prettier-ignore
export type Unit = (typeof UNITS)[number];

/** So many in a second; Grafana's own units for it are English abbreviations. */
export const PER_SECOND = 'currency:financial: /s:suffix' satisfies Unit;
export const PERCENT = 'currency:financial: %:suffix' satisfies Unit;

/** Units that a query makes from data look so; the pattern is what a test may check in an answer. */
export const AMOUNT_UNIT = /^currency:financial: \S.*:suffix$/;
