import type { ReportLanguage } from '@hemtag/contracts';

/** The language of reports for a tenant's own (BCP 47): both forms of Norwegian are rendered alike, and whoever speaks none of the four reads English. */
export function reportLanguage(language: string | null): ReportLanguage {
  switch (language?.split('-')[0]) {
    case 'sv':
      return 'sv';
    case 'da':
      return 'da';
    case 'no':
    case 'nb':
    case 'nn':
      return 'no';
    default:
      return 'en';
  }
}
