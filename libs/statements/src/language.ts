export const LANGUAGES = ['sv', 'en', 'da', 'no'] as const;
/** The languages in which a statement is shown; the statement itself is in none of them. */
export type Language = (typeof LANGUAGES)[number];

/** A text of the register by language; `und` holds one that says no language. Empty where the register has none. */
export type Texts = Readonly<Record<string, string>>;
/** As manifests write it: one text, or one for each language. */
export type Title = string | Texts;

export const textsOf = (title: Title | null): Texts => (title === null ? {} : typeof title === 'string' ? { und: title } : title);

/** The text in the language, else without a language, else in English, else the first by language; `name` where there is none. */
export function textIn(texts: Texts, language: Language, name: string): string {
  const [first] = Object.keys(texts).sort();
  return texts[language] ?? texts.und ?? texts.en ?? (first === undefined ? undefined : texts[first]) ?? name;
}
