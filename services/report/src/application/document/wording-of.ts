import type { Language } from '@hemtag/statements';
import type { Wording } from './wording.js';
import { phrasesDa } from './words/phrases-da.js';
import { phrasesEn } from './words/phrases-en.js';
import { phrasesNo } from './words/phrases-no.js';
import { phrasesSv } from './words/phrases-sv.js';

const PHRASES = { sv: phrasesSv, da: phrasesDa, no: phrasesNo, en: phrasesEn } as const;

export function wordingOf(language: Language): Wording {
  const code = (text: string): string => text;
  return {
    language,
    phrases: PHRASES[language],
    number: (value, decimals) => Number(value).toLocaleString('sv-SE', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    day: code,
    month: code,
    shortMonth: (m) => m.slice(5),
    instant: (i) => i.slice(0, 16),
    period: (p) => p.id,
    type: code,
    evidence: code,
    status: code,
    figureState: code,
    statementState: code,
    cause: code,
    reason: code,
    initiativeWarning: code,
    phase: code,
    standing: code,
    adjustmentCause: code,
    step: code,
    forecastMethod: code,
  };
}
