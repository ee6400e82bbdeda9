import type { UsageVolume } from '@hemtag/contracts';
import type { Series, VolumeDelta } from '@hemtag/metering';

import type { IncomingRecord } from '../../application/ports.js';

/** What PostgreSQL gives back for a changed volume. */
export interface VolumeRow {
  readonly tenant: string;
  readonly series_key: string;
  readonly day: string;
  readonly quantity: string;
  readonly events: string;
  readonly revision: string;
}

/** An array parameter whose elements need no quotes: uuids, numbers, days, instants, booleans. The driver would look at each character of each of them. */
export const plainArray = (values: readonly (string | number | boolean)[]): string => `{${values.join(',')}}`;

export const timestampOf = (instantMs: number): string => new Date(instantMs).toISOString();

// PostgreSQL's text cannot hold NUL. Only a fault's own words come here; the record itself is kept as bytes.
export const storableText = (text: string): string => text.replaceAll('\u0000', '\ufffd');

const bytesOf = (value: Buffer | string): Buffer => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value);

/** Headers as bytes, because neither names nor values need to be text: JSON, a list of [name, value in base64]. */
export function headerBytes(headers: IncomingRecord['headers']): Buffer {
  const pairs = Object.entries(headers).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'string' || Buffer.isBuffer(value) ? [value] : value;
    return values.map((one) => [name, bytesOf(one).toString('base64')]);
  });
  return Buffer.from(JSON.stringify(pairs), 'utf8');
}

const seriesOf = (key: string, series: Series): UsageVolume['series'] => ({ key, ...series, dimensions: { ...series.dimensions } });

export const volumeKey = (volume: { readonly tenant: string; readonly series_key: string; readonly day: string }): string =>
  `${volume.tenant}|${volume.series_key}|${volume.day}`;

/** A volume's place in the topic: all days of a series in one partition. */
export const volumePlace = (key: string): string => key.slice(0, key.lastIndexOf('|'));

export function toUsageVolume(row: VolumeRow, delta: VolumeDelta): UsageVolume {
  return {
    tenant: row.tenant,
    series: seriesOf(row.series_key, delta.series),
    day: row.day,
    quantity: row.quantity,
    events: Number(row.events),
    revision: Number(row.revision),
  };
}
