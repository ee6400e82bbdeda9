import { sourceRegistry, type RegisteredSource } from '@hemtag/metering';

import type { Register } from '../../src/application/ports.js';

/** Two zones that put the clock back or forward in the days of the simulation (the second by half an hour), and one that never does. */
export const TIME_ZONES: ReadonlyMap<string, string> = new Map([
  ['SE-2281', 'Europe/Stockholm'],
  ['AU-1', 'Australia/Lord_Howe'],
  ['IN-1', 'Asia/Kolkata'],
]);

const source = (tenant: string, name: string, fields: Partial<RegisteredSource> = {}): RegisteredSource => ({
  tenant,
  source: `/${tenant.toLowerCase()}/${name}`,
  dimensions: ['priority', 'urgent'],
  acceptsAggregates: false,
  reference: null,
  ...fields,
});

export const EVENT_SOURCES = [source('SE-2281', 'letters'), source('SE-2281', 'cases'), source('AU-1', 'desk'), source('IN-1', 'desk')];
export const AGGREGATE_SOURCES = [
  source('SE-2281', 'counters', { acceptsAggregates: true }),
  source('AU-1', 'counters', { acceptsAggregates: true }),
  source('IN-1', 'counters', { acceptsAggregates: true }),
];
/** Both feeds of one subject, one of them for reference only. */
export const REFERENCE_SOURCES = [
  source('SE-2281', 'doubled', { acceptsAggregates: true, reference: 'events' }),
  source('IN-1', 'doubled', { acceptsAggregates: true, reference: 'aggregates' }),
];
/** Both feeds of one subject, and nobody says which of them counts. */
export const OVERLAPPING_SOURCE = source('AU-1', 'both', { acceptsAggregates: true });

const SOURCES = [...EVENT_SOURCES, ...AGGREGATE_SOURCES, ...REFERENCE_SOURCES, OVERLAPPING_SOURCE];
const REFERENCES = new Map(SOURCES.map(({ source: name, reference }) => [name, reference]));
export const referenceOf = (name: string): RegisteredSource['reference'] => REFERENCES.get(name) ?? null;

const snapshot = { sources: sourceRegistry(SOURCES), timeZones: TIME_ZONES };
export const simulatedRegister: Register = { current: () => snapshot, reload: () => Promise.resolve(snapshot) };
