import type { ReportLanguage } from '@hemtag/contracts';
import type { Delivered } from './delivery-ports.js';

export interface Reminder {
  readonly subject: string;
  readonly text: string;
}
type Kind = Exclude<Delivered, 'report'>;
type Say = (month: string, tenant: string) => Reminder;

const STEPS = (month: string): string =>
  `hemtag confirm FIGURE_ID --amount …\nhemtag review FIGURE_ID\nhemtag period preliminary ${month}\nhemtag period close ${month}\nhemtag approve ${month}`;

const WORDS: Readonly<Record<ReportLanguage, Readonly<Record<Kind, Say>>>> = {
  sv: {
    'closing-soon': (month, tenant) => ({
      subject: `Påminnelse: nyttorapporten för ${month} ska vara slutlig i morgon, ${tenant}`,
      text: `${month} är inte stängd för ${tenant}. Bekräfta, granska och stäng månaden, så går den slutliga rapporten ut av sig själv:`,
    }),
    late: (month, tenant) => ({
      subject: `Försenad: nyttorapporten för ${month} är inte slutlig, ${tenant}`,
      text: `Dagen för den slutliga rapporten har passerat och ${month} är inte stängd för ${tenant}. Det som återstår:`,
    }),
  },
  da: {
    'closing-soon': (month, tenant) => ({
      subject: `Påmindelse: gevinstrapporten for ${month} skal være endelig i morgen, ${tenant}`,
      text: `${month} er ikke lukket for ${tenant}. Bekræft, gennemgå og luk måneden, så sendes den endelige rapport af sig selv:`,
    }),
    late: (month, tenant) => ({
      subject: `Forsinket: gevinstrapporten for ${month} er ikke endelig, ${tenant}`,
      text: `Dagen for den endelige rapport er passeret, og ${month} er ikke lukket for ${tenant}. Det mangler:`,
    }),
  },
  no: {
    'closing-soon': (month, tenant) => ({
      subject: `Påminnelse: gevinstrapporten for ${month} skal være endelig i morgen, ${tenant}`,
      text: `${month} er ikke lukket for ${tenant}. Bekreft, gå gjennom og lukk måneden, så sendes den endelige rapporten av seg selv:`,
    }),
    late: (month, tenant) => ({
      subject: `Forsinket: gevinstrapporten for ${month} er ikke endelig, ${tenant}`,
      text: `Dagen for den endelige rapporten er passert, og ${month} er ikke lukket for ${tenant}. Dette gjenstår:`,
    }),
  },
  en: {
    'closing-soon': (month, tenant) => ({
      subject: `Reminder: the benefit report of ${month} is due as final tomorrow, ${tenant}`,
      text: `${month} is not closed for ${tenant}. Confirm, review and close the month, and the final report goes out by itself:`,
    }),
    late: (month, tenant) => ({
      subject: `Late: the benefit report of ${month} is not final, ${tenant}`,
      text: `The day of the final report has passed, and ${month} is not closed for ${tenant}. What is left:`,
    }),
  },
};

/** What a reminder says, in the plan's language. */
export function reminderIn(language: ReportLanguage, kind: Kind, { month, tenant }: { readonly month: string; readonly tenant: string }): Reminder {
  const { subject, text } = WORDS[language][kind](month, tenant);
  return { subject, text: `${text}\n\n${STEPS(month)}\n` };
}
