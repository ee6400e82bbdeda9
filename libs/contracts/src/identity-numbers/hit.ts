/** What a text was found to hold. */
export type IdentityKind = 'SE' | 'DK' | 'NO' | 'FI' | 'EMAIL' | 'IBAN' | 'PHONE' | 'COORDINATES';

/** One find in a text: the half-open range that would have to be masked. `isCertain` is false for a form that other numbers often have as well. */
export interface Hit {
  readonly kind: IdentityKind;
  readonly isCertain: boolean;
  readonly start: number;
  readonly end: number;
}
