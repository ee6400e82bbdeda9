import type { ReportLanguage } from '@hemtag/contracts';

interface Named {
  /** `mars 2026` */
  readonly month: string;
  readonly tenant: string;
  /** The day on which the final report is due, as the language writes it. */
  readonly due: string;
}
type Say = (named: Named) => string;

/** What a reminder says in a language. */
export interface ReminderPhrases {
  readonly subject: { readonly 'closing-soon': Say; readonly late: Say; readonly approve: Say };
  readonly lead: { readonly 'closing-soon': Say; readonly late: Say };
  /** For whoever has no step of his own. */
  readonly general: string;
  readonly confirm: string;
  readonly review: string;
  /** Behind a figure that was confirmed with another amount. */
  readonly changed: string;
  readonly more: (count: number) => string;
  readonly month: { readonly preliminary: string; readonly close: string };
  readonly approve: { readonly now: Say; readonly 'after-closing': string };
}

const swedish: ReminderPhrases = {
  subject: {
    'closing-soon': ({ month, due, tenant }) => `Påminnelse: nyttorapporten för ${month} ska vara slutlig senast ${due}, ${tenant}`,
    late: ({ month, due, tenant }) => `Försenad: nyttorapporten för ${month} skulle ha varit slutlig ${due}, ${tenant}`,
    approve: ({ month, tenant }) => `Påminnelse: nyttorapporten för ${month} är inte godkänd, ${tenant}`,
  },
  lead: {
    'closing-soon': ({ month, due, tenant }) => `Månaden ${month} är inte avslutad för ${tenant}. Den slutliga rapporten ska vara klar senast ${due} och går ut när månaden avslutas.`,
    late: ({ month, due, tenant }) => `Månaden ${month} är inte avslutad för ${tenant}, fast den slutliga rapporten skulle ha varit klar ${due}. Den går ut när månaden avslutas.`,
  },
  general: 'Bekräfta, granska och avsluta månaden:',
  confirm: 'Som nyttoansvarig har du de här nyckeltalen kvar att bekräfta:',
  review: 'Som controller har du de här bekräftade nyckeltalen kvar att granska:',
  changed: 'beloppet har ändrats sedan det bekräftades',
  more: (count) => `och ${count} till`,
  month: {
    preliminary: 'Månaden ska göras preliminär och sedan avslutas, av två olika personer:',
    close: 'Månaden är preliminär och ska avslutas av någon annan än den som gjorde den preliminär:',
  },
  approve: {
    now: ({ month, tenant }) => `Månaden ${month} är avslutad för ${tenant} och väntar på att du som ekonomichef godkänner den:`,
    'after-closing': 'När månaden är avslutad väntar den på att du som ekonomichef godkänner den:',
  },
}; // prettier-ignore

const danish: ReminderPhrases = {
  subject: {
    'closing-soon': ({ month, due, tenant }) => `Påmindelse: gevinstrapporten for ${month} skal være endelig senest ${due}, ${tenant}`,
    late: ({ month, due, tenant }) => `Forsinket: gevinstrapporten for ${month} skulle have været endelig ${due}, ${tenant}`,
    approve: ({ month, tenant }) => `Påmindelse: gevinstrapporten for ${month} er ikke godkendt, ${tenant}`,
  },
  lead: {
    'closing-soon': ({ month, due, tenant }) => `${tenant} har ikke lukket ${month}. Den endelige rapport skal være klar senest ${due} og sendes, når måneden lukkes.`,
    late: ({ month, due, tenant }) => `${tenant} har ikke lukket ${month}, selv om den endelige rapport skulle have været klar ${due}. Den sendes, når måneden lukkes.`,
  },
  general: 'Bekræft, gennemgå og luk måneden:',
  confirm: 'Som gevinstejer mangler du at bekræfte disse nøgletal:',
  review: 'Som controller mangler du at gennemgå disse bekræftede nøgletal:',
  changed: 'beløbet er ændret, siden det blev bekræftet',
  more: (count) => `og ${count} til`,
  month: {
    preliminary: 'Måneden skal gøres foreløbig og derefter lukkes, af to forskellige personer:',
    close: 'Måneden er foreløbig og skal lukkes af en anden end den, der gjorde den foreløbig:',
  },
  approve: {
    now: ({ month, tenant }) => `${tenant} har lukket ${month}, og måneden venter på, at du som økonomichef godkender den:`,
    'after-closing': 'Når måneden er lukket, venter den på, at du som økonomichef godkender den:',
  },
}; // prettier-ignore

const norwegian: ReminderPhrases = {
  subject: {
    'closing-soon': ({ month, due, tenant }) => `Påminnelse: gevinstrapporten for ${month} skal være endelig senest ${due}, ${tenant}`,
    late: ({ month, due, tenant }) => `Forsinket: gevinstrapporten for ${month} skulle ha vært endelig ${due}, ${tenant}`,
    approve: ({ month, tenant }) => `Påminnelse: gevinstrapporten for ${month} er ikke godkjent, ${tenant}`,
  },
  lead: {
    'closing-soon': ({ month, due, tenant }) => `${tenant} har ikke lukket ${month}. Den endelige rapporten skal være klar senest ${due} og sendes når måneden lukkes.`,
    late: ({ month, due, tenant }) => `${tenant} har ikke lukket ${month}, selv om den endelige rapporten skulle ha vært klar ${due}. Den sendes når måneden lukkes.`,
  },
  general: 'Bekreft, gå gjennom og lukk måneden:',
  confirm: 'Som gevinstansvarlig har du fortsatt disse nøkkeltallene å bekrefte:',
  review: 'Som controller har du fortsatt disse bekreftede nøkkeltallene å gå gjennom:',
  changed: 'beløpet er endret siden det ble bekreftet',
  more: (count) => `og ${count} til`,
  month: {
    preliminary: 'Måneden skal gjøres foreløpig og deretter lukkes, av to ulike personer:',
    close: 'Måneden er foreløpig og skal lukkes av en annen enn den som gjorde den foreløpig:',
  },
  approve: {
    now: ({ month, tenant }) => `${tenant} har lukket ${month}, og måneden venter på at du som økonomisjef godkjenner den:`,
    'after-closing': 'Når måneden er lukket, venter den på at du som økonomisjef godkjenner den:',
  },
}; // prettier-ignore

const english: ReminderPhrases = {
  subject: {
    'closing-soon': ({ month, due, tenant }) => `Reminder: the benefit report of ${month} is due as final by ${due}, ${tenant}`,
    late: ({ month, due, tenant }) => `Late: the benefit report of ${month} should have been final on ${due}, ${tenant}`,
    approve: ({ month, tenant }) => `Reminder: the benefit report of ${month} is not approved, ${tenant}`,
  },
  lead: {
    'closing-soon': ({ month, due, tenant }) => `${month} is not closed for ${tenant}. The final report is due by ${due} and goes out when the month is closed.`,
    late: ({ month, due, tenant }) => `${month} is not closed for ${tenant}, although the final report was due on ${due}. It goes out when the month is closed.`,
  },
  general: 'Confirm, review and close the month:',
  confirm: 'As benefit owner you still have these figures to confirm:',
  review: 'As controller you still have these confirmed figures to review:',
  changed: 'its amount has changed since it was confirmed',
  more: (count) => `and ${count} more`,
  month: {
    preliminary: 'The month has to be set preliminary and then closed, by two different persons:',
    close: 'The month is preliminary and has to be closed by somebody other than the one who set it preliminary:',
  },
  approve: {
    now: ({ month, tenant }) => `${month} is closed for ${tenant} and waits for you, as finance director, to approve it:`,
    'after-closing': 'Once the month is closed it waits for you, as finance director, to approve it:',
  },
}; // prettier-ignore

export const REMINDER_PHRASES: Readonly<Record<ReportLanguage, ReminderPhrases>> = { sv: swedish, da: danish, no: norwegian, en: english };
