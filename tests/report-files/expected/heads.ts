import type { Language } from '@hemtag/statements';
import { wordsOf, type Words } from '@hemtag/statements';

const OWN = {
  sv: {
    fact: 'Uppgift', tenant: 'Kommun', system: 'System', range: 'Avser', causeAndComment: 'Orsak och kommentar', estimatedQuantity: 'Estimerad volym', confirmation: 'Bekräftad',
    leftOfPlan: 'Kvar av estimatet', leftOfChannel: 'Kvar av hela kanalen', grossHours: 'Timmar brutto', adjustedHours: 'Timmar justerat', year: 'År', amount: 'Belopp',
    bookedMonth: 'Bokförd i', booked: 'Korrigering', changedParameters: 'Ändrade parametrar', object: 'Objekt', before: 'Före', now: 'Nu', parameter: 'Parameter',
    details: 'Uppgifter', rateName: 'Sats', departments: 'Förvaltningar',
  },
  en: {
    fact: 'Item', tenant: 'Municipality', system: 'System', range: 'Range', causeAndComment: 'Cause and comment', estimatedQuantity: 'Estimated volume', confirmation: 'Confirmed by',
    leftOfPlan: 'Left of the estimate', leftOfChannel: 'Left of the whole channel', grossHours: 'Hours, gross', adjustedHours: 'Hours, adjusted', year: 'Year', amount: 'Amount',
    bookedMonth: 'Booked in', booked: 'Correction', changedParameters: 'Changed parameters', object: 'Object', before: 'Before', now: 'Now', parameter: 'Parameter',
    details: 'Details', rateName: 'Rate', departments: 'Departments',
  },
  da: {
    fact: 'Oplysning', tenant: 'Kommune', system: 'System', range: 'Omfatter', causeAndComment: 'Årsag og kommentar', estimatedQuantity: 'Forventet mængde', confirmation: 'Bekræftet af',
    leftOfPlan: 'Tilbage af estimatet', leftOfChannel: 'Tilbage af hele kanalen', grossHours: 'Timer brutto', adjustedHours: 'Timer justeret', year: 'År', amount: 'Beløb',
    bookedMonth: 'Bogført i', booked: 'Korrektion', changedParameters: 'Ændrede parametre', object: 'Objekt', before: 'Før', now: 'Nu', parameter: 'Parameter',
    details: 'Oplysninger', rateName: 'Sats', departments: 'Forvaltninger',
  },
  no: {
    fact: 'Opplysning', tenant: 'Kommune', system: 'System', range: 'Omfatter', causeAndComment: 'Årsak og kommentar', estimatedQuantity: 'Forventet volum', confirmation: 'Bekreftet av',
    leftOfPlan: 'Gjenstår av estimatet', leftOfChannel: 'Gjenstår av hele kanalen', grossHours: 'Timer brutto', adjustedHours: 'Timer justert', year: 'År', amount: 'Beløp',
    bookedMonth: 'Bokført i', booked: 'Korreksjon', changedParameters: 'Endrede parametere', object: 'Objekt', before: 'Før', now: 'Nå', parameter: 'Parameter',
    details: 'Opplysninger', rateName: 'Sats', departments: 'Avdelinger',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>; // prettier-ignore

/** What a report calls its columns: the labels of statements, its own, and `yearOf` for the year to date. */
export interface Heads extends Readonly<Record<keyof (typeof OWN)['sv'], string>> {
  readonly label: Words['labels'];
  readonly yearOf: (head: string) => string;
  readonly periodOf: (head: string) => string;
}

export function headsIn(language: Language): Heads {
  const { labels } = wordsOf(language);
  const behind = (words: string) => (head: string) => `${head}, ${words.toLowerCase()}`;
  return { ...OWN[language], label: labels, yearOf: behind(labels.yearToDate), periodOf: behind(labels.period) };
}
