import type { IncomingRecord } from '../../src/application/ports.js';

import type { SeededRandom } from './seeded-random.js';
import { decimalText, type Micros, type Statement, type Values } from './statement.js';

export const isoOf = (instant: number): string => new Date(instant).toISOString();
const MINUTE_MS = 60_000;

/** The same usage event may be written in many ways, which makes it no other. */
export class RecordWriter {
  constructor(private readonly random: SeededRandom) {}

  said(statement: Statement): Omit<IncomingRecord, 'offset'> {
    const { random } = this;
    const data = this.data(statement);
    const extensions: Record<string, string> = random.chance(0.3) ? { municipality: statement.tenant } : {};
    if (random.chance(0.2)) extensions.recordedtime = '2025-05-01T00:00:00Z';
    const type = statement.kind === 'heartbeat' ? 'io.hemtag.source.heartbeat.v1' : `io.hemtag.usage.${statement.kind}.v1`;
    const { id, source, subject } = statement;
    return this.event({ specversion: '1.0', id, source, type, subject, time: this.time(statement.instant), ...extensions }, data);
  }

  /** In binary mode, or for one in five in structured mode. */
  event(attributes: Readonly<Record<string, string>>, data: unknown): Omit<IncomingRecord, 'offset'> {
    const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
    const [key, timestamp] = [bytes(attributes.source ?? ''), Date.parse('2025-05-01T00:00:00Z')];
    if (this.random.chance(0.2)) {
      return { key, timestamp, headers: { 'content-type': bytes('application/cloudevents+json') }, value: bytes(JSON.stringify({ ...attributes, data })) };
    }
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, bytes(value)]));
    return { key, timestamp, headers: { ...headers, 'content-type': bytes('application/json') }, value: bytes(JSON.stringify(data)) };
  }

  private data(statement: Statement): object {
    const values = 'values' in statement ? this.values(statement.values) : {};
    if (statement.kind === 'aggregated') {
      const { start, end, ...period } = statement.period;
      return { ...values, period: { ...period, start: this.time(start), end: this.time(end) } };
    }
    return 'corrects' in statement ? { ...values, corrects: statement.corrects } : values;
  }

  private values({ quantity, unit, outcome, channel, orgUnit, dimensions, measures, final }: Values): object {
    const { random } = this;
    return {
      quantity: this.decimal(quantity),
      unit,
      ...(outcome === 'success' && random.chance(0.5) ? {} : { outcome }),
      ...(channel === null ? {} : { channel }),
      ...(orgUnit === null ? {} : { orgUnit }),
      ...(Object.keys(dimensions).length === 0 ? {} : { dimensions: Object.fromEntries(random.shuffled(Object.entries(dimensions))) }),
      ...(Object.keys(measures).length === 0 ? {} : { measures: this.measures(measures) }),
      ...(final ? {} : { attempt: { number: 1, final } }),
    };
  }

  private measures(measures: Values['measures']): object {
    const written = Object.entries(measures).map(([name, { value, unit }]) => [name, { value: this.decimal(value), unit }] as const);
    return Object.fromEntries(this.random.shuffled(written));
  }

  private decimal(micros: Micros): string | number {
    const text = decimalText(micros);
    if (this.random.chance(0.5)) return Number(text);
    return this.random.chance(0.2) && text.includes('.') && text.length - text.indexOf('.') < 6 ? `${text}0` : text;
  }

  private time(instant: number): string {
    if (this.random.chance(0.6)) return isoOf(instant);
    return isoOf(instant + 330 * MINUTE_MS).replace('Z', '+05:30');
  }
}
