import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { closingWords } from './closing-words.js';

const addresses = {
  database: '127.0.0.1:54321',
  url: 'http://localhost:8080',
  metricsUrls: { gateway: 'http://localhost:9100/metrics' },
  now: '2026-11-22T08:47:27+01:00',
};

test('with the examples: an event of the month that is running, and the command that shows its figure', () => {
  const words = closingWords({ ...addresses, hasExamples: true });
  expect(words).toContain('http://localhost:8080/v1/figures?tenant=SE-2281&from=2025-01&to=2025-12');
  expect(words).toContain('"time":"2026-11-22T08:47:27+01:00"');
  expect(words).toContain('\n  npx --no-install hemtag wait && npx --no-install hemtag figures --tenant SE-0186 --from 2026-11 --to 2026-11\n');
});

test('another port travels with the command', () => {
  const words = closingWords({ ...addresses, url: 'http://localhost:8090', hasExamples: true });
  expect(words).toContain('HEMTAG_URL=http://localhost:8090 npx --no-install hemtag wait && HEMTAG_URL=http://localhost:8090 npx --no-install hemtag figures');
});

test('an empty system names no tenant of the examples, because each such address would answer that there is none', () => {
  const words = closingWords({ ...addresses, hasExamples: false });
  expect(words).not.toMatch(/SE-\d{4}|\/se\/\d{4}\//);
  expect(words).toContain('http://localhost:8080/health/ready');
  expect(words).toContain('README.md, "Wire your first system"');
});

test.each([true, false])('says what leads a Grafana that is there already to these figures, with a login that only reads (examples: %s)', (hasExamples) => {
  const words = closingWords({ ...addresses, hasExamples });
  expect(words).toContain('HEMTAG_POSTGRES=127.0.0.1:54321');
  expect(words).not.toContain('postgres://');
  for (const path of ['docs/deployment.md', 'deploy/grafana/provisioning', 'dashboards/generated', 'deploy/postgres/grafana.sql']) {
    expect([path, words.includes(path) && existsSync(resolve(__dirname, '../../..', path))]).toEqual([path, true]);
  }
});
