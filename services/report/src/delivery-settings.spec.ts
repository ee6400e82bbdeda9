import { reportTargets, smtpUrl } from './delivery-settings.js';

test('where mail goes: encrypted as a rule, and a login never goes over an open line', () => {
  const read = (text: string) => smtpUrl().safeParse(text).data ?? null;
  expect(read('smtp://nytta:h%40mlig@mail.kommun.example')).toEqual({
    host: 'mail.kommun.example', port: 587, isImplicitTls: false, isPlain: false, login: { user: 'nytta', password: 'h@mlig' },
  }); // prettier-ignore
  expect(read('smtps://mail.kommun.example')).toEqual({ host: 'mail.kommun.example', port: 465, isImplicitTls: true, isPlain: false });
  expect(read('smtp://mail:1025?tls=none')).toEqual({ host: 'mail', port: 1025, isImplicitTls: false, isPlain: true });
  expect(['smtp://nytta:x@mail:25?tls=none', 'smtps://mail?tls=none', 'https://mail', 'mail.kommun.example'].map(read)).toEqual([null, null, null, null]);
});

test('targets: a folder, a webhook with a secret, or a bucket with its keys; what is refused is not repeated', () => {
  const read = (value: unknown) => reportTargets().safeParse(typeof value === 'string' ? value : JSON.stringify(value));
  const bucket = { s3: 'https://s3.example/reports/hemtag', region: 'eu-north-1', accessKey: 'AKIAEXAMPLE', secretKey: 'short-secret' };
  const good = { archive: { folder: '/srv/reports' }, stratsys: { webhook: 'https://hook.example/x', secret: '0123456789abcdef' }, storage: bucket };
  expect(read(good).data).toEqual(good);
  for (const bad of [
    '{',
    { archive: {} },
    { 'Not A Name': { folder: 'x' } },
    { hook: { webhook: 'file:///etc/passwd', secret: '0123456789abcdef' } },
    { hook: { webhook: 'https://x.example', secret: 'short-secret' } },
    { storage: { ...bucket, region: undefined } },
    { storage: { ...bucket, secretKey: 'short' } },
    { storage: { ...bucket, folder: '/srv/reports' } },
    ...['https://s3.example', 'https://key:short-secret@s3.example/b', 'https://s3.example/b?x=1', 's3://bucket', 'https://s3.example/b/å'].map((s3) => ({
      storage: { ...bucket, s3 },
    })),
  ]) {
    const { success, error } = read(bad);
    expect([success, error?.message.includes('short-secret') ?? false]).toEqual([false, false]);
  }
});
