import * as fc from 'fast-check';

import type { CloudEvent } from '../cloudevents/cloud-event.js';

import { findIdentityNumber } from './find-identity-number.js';
import { isLikelyNumber } from './likely-number.js';
import { maskIdentityNumbers } from './mask.js';
import { scanText } from './scan.js';

const hexadecimal = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const grouped = (group: (length: number) => fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(group(8), group(4), group(4), group(4), group(12)).map((groups) => groups.join('-'));

describe('what is nobody', () => {
  it.each([
    '556012-5790', '165560125790', '5560125790', '212000-1355', '802400-4258', '16802400-4258',
    '398a6d1f-615f-499c-86d3-ee325ab865b4', 'qi-398a6d1f-615f-499c-86d3-ee325ab865b4-Successful', '12345678-1234-4123-8123-123456789012',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-12345678901234567890123456789012-1234567890123456-01',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV', '019566f2-7d2b-7c3e-8a55-1a2b3c4d5e6f', '1772437474246', '1712150000123', 'sensor-1:1772437474246',
    '2026-03-02T07:15:30.385Z', '2026-03-02T07:15:30.3948142Z', '2026-03-02T09:00:12+01:00', '2026-03-02', '20260302', '20260302T10',
    '1.20.3', '2026.3.1', '10.0.26200.8246', 'd41d8cd98f00b204e9800998ecf8427e', 'oep-4965-submitted', 'tillsyn-natt-team-2-2026-03-01-r1',
    'b-2026-03-02-01', 'b-2012-03-02-01', 'otlp-permits_issued_total-20260302T10', 'INV-2026-00417', 'PRH-0000000042', '0004A30B001C0530', '00-1B-44-11-3A-B7',
    '10-12-95-12-34-56', '192.168.10.12', 'rpa-queue:Invoices', 'queueItem.transactionCompleted', '/se/2281/uipath/prod', 'e-service:832',
    'https://hemtag.example/schemas/usage/1.0/recorded.json', '28.258', '123456.123456', '4200', 'Europe/Stockholm', 'Åtvidaberg', 'SBK-TRAFIK',
    '0.1012951234', '1.1012951234', '1012951234.5',
  ])('%s', (text) => {
    expect(scanText(text)).toEqual([]);
  }); // prettier-ignore

  it.each<[string, fc.Arbitrary<string>]>([
    ['UUIDs', fc.uuid()],
    ['UUIDs of digits only', grouped(digits)],
    ['UUIDs in upper case in a key', grouped(hexadecimal).map((uuid) => `pi-${uuid.toUpperCase()}-1`)],
    ['trace contexts', fc.tuple(hexadecimal(32), hexadecimal(16)).map(([trace, span]) => `00-${trace}-${span}-01`)],
    ['ULIDs', fc.ulid().filter((id) => /[A-Z]/.test(id))],
    ['digests', hexadecimal(64).filter((digest) => /[a-f]/.test(digest))],
    ['milliseconds since 1970', fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 }).map(String)],
    ['instants', fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map((date) => date.toISOString())],
    ['organisation numbers', fc.tuple(digits(2), fc.constantFrom(...'23456789'), digits(3), digits(4)).map(([a, b, c, d]) => `${a}${b}${c}-${d}`)],
    ['volumes', fc.integer({ min: 0, max: 999_999_999 }).map(String)],
  ])('no %s', (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => scanText(text).length === 0),
      { numRuns: 2_000 },
    );
  });

  it('is passed by the filter exactly where the search would find nothing', () => {
    const unit = fc.constantFrom(...'0123456789--  ++..@%ABYseZz/_,:１２–\u200bå'.split(''));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => isLikelyNumber(text) || scanText(text).length === 0),
      { numRuns: 20_000 },
    );
  });

  /** Sample events of the contract, as the real systems send them. */
  it.each([
    '{"id":"qi-398a6d1f-615f-499c-86d3-ee325ab865b4-Successful","source":"/se/2281/uipath/prod","type":"io.hemtag.usage.recorded.v1","subject":"rpa-queue:Invoices","time":"2026-03-02T07:15:30.385Z","recordedtime":"2026-03-02T07:15:31Z","data":{"quantity":1,"unit":"transaction","outcome":"success","startedAt":"2026-03-02T07:15:02.127Z","durationSeconds":28.258,"channel":"robot","orgUnit":"EK-10","attempt":{"number":1,"final":true},"provenance":{"method":"push","nativeType":"queueItem.transactionCompleted"}}}',
    '{"id":"oep-4965-submitted","source":"/se/2281/oep/external","type":"io.hemtag.usage.recorded.v1","subject":"e-service:832","time":"2026-02-18T19:12:00+01:00","recordedtime":"2026-02-19T03:00:04Z","data":{"quantity":1,"unit":"case","outcome":"success","channel":"e-service","dimensions":{"flow_version":4},"provenance":{"method":"poll","nativeType":"SUBMITTED","nativeId":"4965"}}}',
    '{"id":"dlv-41141c6f-4825-45a7-b52b-79fbff70765e","source":"/se/2281/messaging/prod","type":"io.hemtag.usage.recorded.v1","subject":"message:letter","time":"2026-03-02T09:00:12+01:00","data":{"quantity":1,"unit":"letter","outcome":"success","channel":"digital-mail","orgUnit":"SBK-TRAFIK","attempt":{"number":1,"final":true,"groupId":"d1e07d2c-2e75-44e0-b978-de7e19d7edad"},"measures":{"pages":{"value":2,"unit":"page"}}}}',
    '{"id":"pi-7c2f4b1e-0d55-4c1f-9a3e-5b2f6d7a90e1","source":"/se/2281/operaton/prod","type":"io.hemtag.usage.recorded.v1","subject":"process:parking-permit","time":"2026-03-02T08:17:02.412+01:00","data":{"quantity":1,"unit":"decision","outcome":"success","outcomeCode":"COMPLETED","channel":"api","durationSeconds":92.412,"dimensions":{"definition_version":14}}}',
    '{"id":"tillsyn-natt-team-2-2026-03-01-r1","source":"/se/2281/camera/vendor-a","type":"io.hemtag.usage.aggregated.v1","subject":"supervision:night-camera","time":"2026-03-02T07:00:00+01:00","recordedtime":"2026-03-02T09:30:00Z","data":{"quantity":184,"unit":"check","outcome":"success","channel":"camera","orgUnit":"VOF-NATT-2","period":{"start":"2026-03-01T21:00:00+01:00","end":"2026-03-02T07:00:00+01:00","timeZone":"Europe/Stockholm","mode":"snapshot","revision":1,"complete":true},"provenance":{"method":"file","batchId":"b-2026-03-02-01"}}}',
    '{"id":"apprun-0b6c2b7e-3f0a-4e0d-9f0e-7f7f0f1c2d3e","source":"/se/2281/eneo/prod","type":"io.hemtag.usage.recorded.v1","subject":"ai-app:case-summary","time":"2026-03-02T10:41:07Z","data":{"quantity":1,"unit":"document","outcome":"success","channel":"ai","orgUnit":"SOC-UTR","measures":{"input_tokens":{"value":8120,"unit":"token"},"output_tokens":{"value":640,"unit":"token"},"audio_minutes":{"value":37.5,"unit":"minute"}}}}',
    '{"id":"otlp-permits_issued_total-20260302T10","source":"/no/0301/parking/prod","type":"io.hemtag.usage.aggregated.v1","subject":"service:resident-parking","time":"2026-03-02T11:00:00Z","data":{"quantity":42,"unit":"permit","outcome":"success","channel":"e-service","period":{"start":"2026-03-02T10:00:00Z","end":"2026-03-02T11:00:00Z","timeZone":"Europe/Oslo","mode":"delta","revision":0,"complete":true},"provenance":{"method":"counter","nativeType":"otlp.sum"}}}',
    '{"id":"ret-oep-4965-submitted-1","source":"/se/2281/oep/external","type":"io.hemtag.usage.retracted.v1","subject":"e-service:832","time":"2026-02-20T08:00:00+01:00","data":{"corrects":{"source":"/se/2281/oep/external","id":"oep-4965-submitted","reason":"test-data"}}}',
  ])('%s', (line) => {
    const { id, source, type, subject, time, recordedtime, data } = JSON.parse(line) as Record<string, string>;
    const extensions = recordedtime === undefined ? {} : { recordedtime };
    const event = { id, source, type, subject, time, datacontenttype: null, dataschema: null, extensions, data: { kind: 'json', value: data } };
    expect(findIdentityNumber(event as CloudEvent)).toBeNull();
    expect(maskIdentityNumbers(Buffer.from(line)).masked).toBe(false);
  }); // prettier-ignore
});
