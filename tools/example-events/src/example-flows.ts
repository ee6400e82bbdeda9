import { hoursOf, type Activity, type Flow } from './example-flow.js';

const STOCKHOLM = 'Europe/Stockholm';

const nightChecks: Activity = {
  tenant: 'SE-0127',
  source: '/se/0127/camera/night',
  subject: 'supervision:night-camera',
  unit: 'check',
  channel: 'camera',
  year: 2020,
  timeZone: STOCKHOLM,
  idPrefix: 'chk',
  orgUnits: ['VOF-NATT-1', 'VOF-NATT-2', 'VOF-NATT-3'],
  nativeType: null,
  rhythm: { weekdays: [1, 1, 1, 1, 1.1, 1.1, 1], months: null, hours: hoursOf([0, 5, 1], [5, 7, 0.6], [21, 23, 1.2], [23, 24, 1]) },
};

const letters: Activity = {
  tenant: 'SE-2281',
  source: '/se/2281/messaging/prod',
  subject: 'message:letter',
  unit: 'letter',
  channel: 'digital-mail',
  year: 2025,
  timeZone: STOCKHOLM,
  idPrefix: 'dlv',
  orgUnits: ['SBK-BYGG', 'SOC-EK', 'BIN-SKOLA', 'SC-1'],
  nativeType: null,
  rhythm: {
    weekdays: [1.15, 1.1, 1, 1, 0.9, 0.05, 0.04],
    // The seasonality of the register's estimate: less in summer, a peak when autumn term and invoices meet.
    months: [0.6, 0.72, 0.84, 0.96, 0.96, 0.72, 0.6, 1.2, 1.44, 1.32, 1.32, 1.32],
    hours: hoursOf([8, 9, 0.7], [9, 11, 1.3], [11, 13, 0.8], [13, 16, 1.2], [16, 17, 0.5]),
  },
};

const homeCareHours: Activity = {
  tenant: 'SE-2281',
  source: '/se/2281/uipath/prod',
  subject: 'rpa-queue:home-care-hours',
  unit: 'transaction',
  channel: 'robot',
  year: 2025,
  timeZone: STOCKHOLM,
  idPrefix: 'qi',
  orgUnits: ['VOF-EK'],
  nativeType: 'queueItem.transactionCompleted',
  rhythm: { weekdays: [1, 1, 1, 1, 1, 0, 0], months: null, hours: hoursOf([4, 7, 1]) },
};

const speechToText: Activity = {
  tenant: 'SE-2281',
  source: '/se/2281/eneo/prod',
  subject: 'ai-app:speech-to-text',
  unit: 'call',
  channel: 'ai',
  year: 2025,
  timeZone: STOCKHOLM,
  idPrefix: 'apprun',
  orgUnits: ['SOC-UTR', 'SOC-BARN'],
  nativeType: null,
  rhythm: { weekdays: [1, 1.1, 1.1, 1, 0.7, 0, 0], months: null, hours: hoursOf([8, 12, 1], [12, 13, 0.4], [13, 17, 1]) },
};

const caseSummaries: Activity = { ...speechToText, subject: 'ai-app:case-summary', unit: 'case', orgUnits: ['SOC-UTR'] };

const videoInterpreting: Activity = {
  tenant: 'DK-860',
  source: '/dk/860/interpreting/portal',
  subject: 'interpreting:video',
  unit: 'booking',
  channel: 'video',
  year: 2025,
  timeZone: 'Europe/Copenhagen',
  idPrefix: 'booking',
  orgUnits: ['BESK-1', 'BESK-2'],
  nativeType: null,
  rhythm: { weekdays: [1, 1, 1, 1, 0.8, 0, 0], months: null, hours: hoursOf([8, 16, 1]) },
};

const residentParking: Activity = {
  tenant: 'SE-0186',
  source: '/se/0186/parking/prod',
  subject: 'process:resident-parking',
  unit: 'permit',
  channel: 'e-service',
  year: 2025,
  timeZone: STOCKHOLM,
  idPrefix: 'pi',
  orgUnits: ['SBN-PARK'],
  nativeType: null,
  rhythm: { weekdays: [1.1, 1, 1, 1, 1, 0.6, 0.7], months: null, hours: hoursOf([7, 9, 0.5], [9, 17, 1], [17, 22, 1.3], [22, 23, 0.3]) },
};

type Count = Pick<Flow, 'seed' | 'events'>;
const plain = { outcomeCode: null, amountCents: null, earlierAttempt: null } as const;

const counted = (activity: Activity, count: Count): Flow => ({ ...activity, ...plain, ...count, everyActiveDay: true, outcome: 'success', counts: true });
const failed = (activity: Activity, count: Count & { readonly outcomeCode: string }): Flow => ({
  ...activity,
  ...plain,
  ...count,
  everyActiveDay: false,
  outcome: 'failure',
  counts: false,
});
const cancelled = (activity: Activity, count: Count): Flow => ({ ...activity, ...plain, ...count, everyActiveDay: false, outcome: 'cancelled', counts: false });
const onPaper = (activity: Activity, count: Count): Flow => ({ ...counted(activity, count), channel: 'paper-mail', counts: false });

/** Everything that happens in the example: the published volumes, and around them what must not count. */
export const EXAMPLE_FLOWS: readonly Flow[] = [
  // A check whose picture was unclear is looked at again; the first look is reported as an attempt that is not final.
  { ...counted(nightChecks, { seed: 101, events: 9_000 }), earlierAttempt: { everyNth: 100, outcome: 'success', channel: 'camera' } },
  failed(nightChecks, { seed: 102, events: 180, outcomeCode: 'CAMERA_OFFLINE' }),
  cancelled(nightChecks, { seed: 103, events: 60 }),

  counted(letters, { seed: 201, events: 100_000 }),
  onPaper(letters, { seed: 202, events: 31_600 }),
  // Who has no digital mailbox gets the same letter on paper.
  { ...onPaper(letters, { seed: 203, events: 2_400 }), earlierAttempt: { everyNth: 1, outcome: 'failure', channel: 'digital-mail' } },
  failed(letters, { seed: 204, events: 600, outcomeCode: 'UNDELIVERABLE' }),
  cancelled(letters, { seed: 205, events: 200 }),

  {
    ...counted(homeCareHours, { seed: 301, events: 2_400 }),
    amountCents: 600_000_000,
    earlierAttempt: { everyNth: 40, outcome: 'failure', channel: 'robot' },
  },
  { ...failed(homeCareHours, { seed: 302, events: 70, outcomeCode: 'BusinessException' }), amountCents: 17_000_000 },
  { ...cancelled(homeCareHours, { seed: 303, events: 20 }), amountCents: 5_000_000 },

  counted(speechToText, { seed: 401, events: 1_000 }),
  failed(speechToText, { seed: 402, events: 40, outcomeCode: 'TIMEOUT' }),
  cancelled(speechToText, { seed: 403, events: 20 }),

  counted(caseSummaries, { seed: 501, events: 500 }),
  failed(caseSummaries, { seed: 502, events: 15, outcomeCode: 'TIMEOUT' }),
  cancelled(caseSummaries, { seed: 503, events: 10 }),

  counted(videoInterpreting, { seed: 601, events: 300 }),
  failed(videoInterpreting, { seed: 602, events: 12, outcomeCode: 'NO_CONNECTION' }),
  cancelled(videoInterpreting, { seed: 603, events: 18 }),

  counted(residentParking, { seed: 701, events: 1_200 }),
  failed(residentParking, { seed: 702, events: 30, outcomeCode: 'REGISTER_UNAVAILABLE' }),
  cancelled(residentParking, { seed: 703, events: 45 }),
];
