import type { DeliveredReport } from '../../application/delivery-ports.js';
import { ObjectStorage } from '../../../test/object-storage.js';
import { S3Target, type S3Settings } from './s3-target.js';

const NOW = Date.parse('2026-04-14T08:00:00Z');
// SHA-256 of "%PDF" and of "{}", by sha256sum.
const PDF = '315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027';
const JSON_FILE = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const report: DeliveredReport = {
  delivery: 'd'.repeat(64), tenant: 'SE-2281', report: 'SE-2281-2026-03-v1', period: '2026-03', state: 'FINAL', version: 1, departments: [], fingerprint: JSON_FILE,
  files: [
    { format: 'pdf', filename: 'SE-2281-2026-03-v1-sv.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF'), fingerprint: PDF },
    { format: 'json', filename: 'SE-2281-2026-03-v1.json', contentType: 'application/json', content: Buffer.from('{}'), fingerprint: JSON_FILE },
  ],
}; // prettier-ignore

let storage: ObjectStorage;
let settings: S3Settings;
beforeEach(async () => {
  storage = new ObjectStorage({ bucket: 'reports', region: 'eu-north-1', accessKey: 'AKIAEXAMPLE', secretKey: 'the-right-key' });
  const url = await storage.start();
  settings = { url: `${url}/reports/hemtag/`, region: 'eu-north-1', accessKey: 'AKIAEXAMPLE', secretKey: 'the-right-key', clock: () => NOW };
});
afterEach(() => storage.stop());
const deliver = (other: Partial<S3Settings> = {}) => new S3Target({ ...settings, ...other }).deliver(report);

test('each file becomes an object below the tenant, signed as another library signs it; repeating it changes nothing', async () => {
  expect(await deliver()).toEqual({ kind: 'sent' });
  const once = new Map(storage.objects);
  expect([...once]).toEqual([
    ['hemtag/SE-2281/SE-2281-2026-03-v1-sv.pdf', { content: '%PDF', contentType: 'application/pdf', sha256: PDF }],
    ['hemtag/SE-2281/SE-2281-2026-03-v1.json', { content: '{}', contentType: 'application/json', sha256: JSON_FILE }],
  ]);
  expect(await deliver({ clock: () => NOW + 86_400_000 })).toEqual({ kind: 'sent' });
  expect([storage.puts, new Map(storage.objects)]).toEqual([4, once]);
});

test.each([
  [{ secretKey: 'the-wrong-key' }, '403 SignatureDoesNotMatch'],
  [{ accessKey: 'AKIASTRANGER' }, '403 InvalidAccessKeyId'],
  [{ region: 'eu-west-1' }, '403 SignatureDoesNotMatch'],
])('who signs otherwise is refused until an operator has put it right: %j', async (other, said) => {
  expect(await deliver(other)).toEqual({ kind: 'refused', isFinal: false, reason: `the storage answered ${said}` });
  expect(storage.objects.size).toBe(0);
});

test('a bucket that is not there is waited for', async () => {
  expect(await deliver({ url: settings.url.replace('/reports/', '/other/') })).toEqual({
    kind: 'refused', isFinal: false, reason: 'the storage answered 404 NoSuchBucket',
  }); // prettier-ignore
});

test('bytes that are not those of the fingerprint are not kept', async () => {
  const [pdf] = report.files;
  const spoilt = { ...report, files: [{ ...pdf!, content: Buffer.from('%PDX') }] };
  expect(await new S3Target(settings).deliver(spoilt)).toEqual({
    kind: 'refused',
    isFinal: false,
    reason: 'the storage answered 400 XAmzContentSHA256Mismatch',
  });
});

test.each([
  [500, 'InternalError', false],
  [503, 'SlowDown', false],
  [405, 'MethodNotAllowed', false],
  [400, 'EntityTooLarge', true],
  [413, null, true],
])('an answer %i %s is tried again unless it is for good: final %s', async (status, code, isFinal) => {
  storage.answer = { status, code };
  const reason = `the storage answered ${status}${code === null ? '' : ` ${code}`}`;
  expect(await deliver()).toEqual({ kind: 'refused', isFinal, reason });
});

test('nobody sends the service elsewhere', async () => {
  storage.answer = { status: 307, code: 'TemporaryRedirect', location: `${settings.url}SE-2281/elsewhere` };
  expect(await deliver()).toEqual({ kind: 'refused', isFinal: false, reason: 'the storage answered 307 TemporaryRedirect' });
  expect([storage.puts, storage.objects.size]).toEqual([1, 0]);
});

test('a storage that says nothing is given up in time, and one that is away is told', async () => {
  storage.answer = 'silence';
  expect(await deliver({ timeoutMs: 200 })).toEqual({ kind: 'refused', isFinal: false, reason: 'the storage did not answer in time' });
  await storage.stop();
  expect(await deliver()).toEqual({ kind: 'refused', isFinal: false, reason: 'the storage could not be reached' });
});
