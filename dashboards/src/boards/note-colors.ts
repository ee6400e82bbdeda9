import { STATUS_COLORS, TYPE_COLORS } from '../colors.js';
import { REASON_WORDS, STATE_WORDS, type Language } from '../languages.js';
import { WORDS } from '../words.js';

/** Pills take their colour from the word that is shown, so each language has its own list. */
export const noteColors = (language: Language): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.values(REASON_WORDS[language]).map((word) => [word, STATUS_COLORS.unknown])),
  [REASON_WORDS[language]['BEFORE_PROCESS_CHANGE'] ?? '']: TYPE_COLORS['ENVIRONMENT'] ?? STATUS_COLORS.unknown,
  [WORDS[language].noEstimate]: STATUS_COLORS.unknown,
  [WORDS[language].complete]: STATUS_COLORS.good,
  [WORDS[language].incomplete]: STATUS_COLORS.watch,
});

export const stateColors = (language: Language): Readonly<Record<string, string>> => ({
  [STATE_WORDS[language].CLOSED]: STATUS_COLORS.good,
  [STATE_WORDS[language].PRELIMINARY]: STATUS_COLORS.watch,
  [STATE_WORDS[language].REOPENED]: STATUS_COLORS.watch,
  [STATE_WORDS[language].OPEN]: STATUS_COLORS.unknown,
});
