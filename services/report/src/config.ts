import { logReaderVariables, serviceUrl } from '@hemtag/platform-config';
import { z } from 'zod';
import { reportTargets, smtpUrl } from './delivery-settings.js';

/** Environment of the report service. */
export const ReportConfig = z
  .object({
    ...logReaderVariables({ port: 8083 }),
    HEMTAG_BENEFIT_URL: serviceUrl(),
    /** Where mail is handed over; without it mails wait. */
    HEMTAG_SMTP_URL: smtpUrl().optional(),
    /** PEM of the authority that signed the mail server's certificate, where it is not a public one. */
    HEMTAG_SMTP_AUTHORITY: z.string().optional(),
    /** `Hemtag <nytta@kommun.example>` */
    HEMTAG_MAIL_FROM: z.string().min(3).optional(),
    HEMTAG_REPORT_TARGETS: reportTargets().prefault('{}'),
  })
  .refine((config) => config.HEMTAG_SMTP_URL === undefined || config.HEMTAG_MAIL_FROM !== undefined, {
    path: ['HEMTAG_MAIL_FROM'],
    error: 'is required beside HEMTAG_SMTP_URL: whom the mails come from',
  });
export type ReportConfig = z.infer<typeof ReportConfig>;
