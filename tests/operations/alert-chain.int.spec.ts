import { freeLoopbackPorts, LOOPBACK } from '@hemtag/local-runtime';
import { createTestDatabase, startServiceProcess, testKafkaBrokers, uniqueName, until, type ServiceProcess, type TestDatabase } from '@hemtag/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startProgram, startReceivers, writeAlertmanager, writePrometheus, type Program, type Receivers } from './alert-chain.js';
import { hasProgram } from './programs.js';
import { ROOT } from './rule-files.js';

const hasAll = ['prometheus', 'prometheus-alertmanager'].every(hasProgram);

(hasAll ? describe : describe.skip)('from a service to the pager (install the Debian packages prometheus and prometheus-alertmanager)', () => {
  let folder: string;
  let database: TestDatabase;
  let service: ServiceProcess;
  let receivers: Receivers;
  let programs: readonly Program[] = [];
  let prometheusUrl: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hemtag-alerts-'));
    database = await createTestDatabase();
    receivers = await startReceivers();
    service = await startServiceProcess({
      main: join(ROOT, 'services/ingestion/dist/main.js'),
      env: { HEMTAG_DATABASE_URL: database.url, HEMTAG_KAFKA_BROKERS: testKafkaBrokers().join(','), HEMTAG_TOPIC_PREFIX: `${uniqueName('alerts')}.` },
    });
    const [prometheusAt, alertmanagerAt] = (await freeLoopbackPorts(2)).map((port) => `${LOOPBACK}:${port}`) as [string, string];
    prometheusUrl = `http://${prometheusAt}`;
    const jobs = { ingestion: new URL(service.metricsUrl).host };
    const files = { prometheus: writePrometheus(folder, { jobs, alertmanager: alertmanagerAt }), alertmanager: writeAlertmanager(folder, receivers) };
    programs = [
      startProgram('prometheus-alertmanager', [
        `--config.file=${files.alertmanager}`,
        `--web.listen-address=${alertmanagerAt}`,
        `--storage.path=${join(folder, 'alertmanager-data')}`,
        '--cluster.listen-address=',
      ]),
      startProgram('prometheus', [
        `--config.file=${files.prometheus}`,
        `--web.listen-address=${prometheusAt}`,
        `--storage.tsdb.path=${join(folder, 'prometheus-data')}`,
      ]),
    ];
  }, 60_000);

  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await service.stop('SIGKILL');
    await receivers.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Number of series that an expression gives now; none while Prometheus starts. */
  async function series(expression: string): Promise<number> {
    try {
      const response = await fetch(`${prometheusUrl}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data } = (await response.json()) as { readonly data?: { readonly result: readonly unknown[] } };
      return data?.result.length ?? 0;
    } catch {
      return 0;
    }
  }

  it('tells nobody while the service runs, and everybody when it stops', async () => {
    await until(async () => (await series('up{job="ingestion"} == 1 and on (job) hemtag_build_info')) === 1);
    expect(await series('ALERTS{alertname="ServiceDown"}')).toBe(0);
    expect(receivers.notifications).toEqual([]);

    await service.stop('SIGKILL');
    // Rules that wait for days elsewhere wait a second here, so others are told of other things.
    const onCall = () => receivers.mails.find(({ to }) => to.includes('on-call@example.org'));
    await until(() => Promise.resolve(receivers.notifications.length > 0 && onCall() !== undefined));

    const [told] = receivers.notifications;
    expect(told).toMatchObject({ status: 'firing', receiver: 'page', authorization: 'Bearer token-of-the-test' });
    expect(told?.alerts).toHaveLength(1);
    // The label that only templates need has gone.
    expect(told?.alerts[0]?.labels).toEqual({
      alertname: 'ServiceDown',
      instance: new URL(service.metricsUrl).host,
      job: 'ingestion',
      service: 'ingestion',
      severity: 'page',
    });
    expect(told?.alerts[0]?.annotations).toMatchObject({
      summary: 'The service ingestion does not answer.',
      summary_sv: 'Tjänsten ingestion svarar inte.',
      runbook_url: 'https://docs.example.org/hemtag/runbooks/service-down.md',
    });
    const mail = onCall();
    expect(mail?.subject).toBe('[Hemtag page] Tjänsten ingestion svarar inte.');
    expect(mail?.text).toContain('Vad du gör: https://docs.example.org/hemtag/runbooks/service-down.md');
  }, 60_000);
});
