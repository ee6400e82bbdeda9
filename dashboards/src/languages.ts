/** The languages in which every board is made; each has a folder of its own in Grafana. */
export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that exists in every language, by type. */
export type Texts = Readonly<Record<Language, string>>;

/** The months as an axis shows them. Never from the database, whose locale belongs to the server. */
export const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  sv: ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'],
  en: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};

/** Words for the codes that stand in the published views. */
export const TYPE_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  sv: {
    FINANCIAL: 'Finansiell nytta', AVOIDANCE: 'Undviken kostnad', REDISTRIBUTED: 'Omfördelad tid', QUALITY: 'Kvalitetsnytta', ENVIRONMENT: 'Miljönytta',
  },
  en: { FINANCIAL: 'Cashable', AVOIDANCE: 'Cost avoidance', REDISTRIBUTED: 'Redistributed time', QUALITY: 'Quality', ENVIRONMENT: 'Environment' },
}; // prettier-ignore

export const STATE_WORDS: Readonly<Record<Language, Readonly<Record<'OPEN' | 'PRELIMINARY' | 'CLOSED' | 'REOPENED', string>>>> = {
  sv: { OPEN: 'öppen', PRELIMINARY: 'preliminär', CLOSED: 'stängd', REOPENED: 'återöppnad' },
  en: { OPEN: 'open', PRELIMINARY: 'preliminary', CLOSED: 'closed', REOPENED: 'reopened' },
};

export const REASON_WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  sv: {
    DRAFT: 'utkast: ägare eller processdatum saknas', NO_VALUE: 'värde per enhet saknas', NO_BASELINE: 'nollmätning saknas', NO_REDEPLOYABLE: 'användbar andel saknas',
    BEFORE_PROCESS_CHANGE: 'före ändrat arbetssätt', MIXED_UNITS: 'olika enheter',
  },
  en: {
    DRAFT: 'draft: owner or process date missing', NO_VALUE: 'no unit value approved', NO_BASELINE: 'no baseline', NO_REDEPLOYABLE: 'no redeployable share',
    BEFORE_PROCESS_CHANGE: 'before process change', MIXED_UNITS: 'mixed units',
  },
}; // prettier-ignore

/** How sure an amount is, the surest first. */
export const EVIDENCE_WORDS: Readonly<Record<Language, Readonly<Record<'UPPFOLJD' | 'BERAKNAD' | 'BEDOMD' | 'LANAD', string>>>> = {
  sv: { UPPFOLJD: 'uppföljd', BERAKNAD: 'beräknad', BEDOMD: 'bedömd', LANAD: 'lånad' },
  en: { UPPFOLJD: 'measured', BERAKNAD: 'calculated', BEDOMD: 'assessed', LANAD: 'borrowed' },
};

/** What a source does now. */
export const SOURCE_STATE_WORDS: Readonly<Record<Language, Readonly<Record<'SILENT' | 'IN_RHYTHM' | 'NOT_EXPECTED', string>>>> = {
  sv: { SILENT: 'tyst', IN_RHYTHM: 'i takt', NOT_EXPECTED: 'utan takt' },
  en: { SILENT: 'silent', IN_RHYTHM: 'in rhythm', NOT_EXPECTED: 'no rhythm' },
};
