const COMMON = [
  '--enable-source-maps',
  // The Kafka client asks for timers in the past, which Node warns of and runs at once.
  '--disable-warning=TimeoutNegativeWarning',
];
// Caps what V8 lets a service grow to before it collects: without both, a service that is loaded takes some 500 MB, with them half of it.
const SMALL = ['--max-old-space-size=160', '--max-semi-space-size=8'];
// Ingestion holds some thousand events at a time for some tens of milliseconds. Where the young generation is as large as they are together, most are gone
// before they are copied; with the smaller one, collecting takes a third of its time. More than this takes memory that large records need.
const INGESTION = ['--max-old-space-size=240', '--max-semi-space-size=32'];

/** The flags with which Node runs a service, here and wherever it is started by hand. */
export const serviceNodeFlags = (service: string): readonly string[] => [...(service === 'ingestion' ? INGESTION : SMALL), ...COMMON];

/** Beside them: blocks from this size on go back to the system when they are freed, instead of into a reserve that grows with the largest records. */
export const SERVICE_ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '262144' } as const;
