import { freeLoopbackPort, LOOPBACK } from '@hemtag/local-runtime';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { stringify } from 'yaml';

import { ALERTMANAGER, filesIn, PROMETHEUS, readYaml, RULES } from './rule-files.js';

/** What Alertmanager sends to a webhook, as far as it is looked at. */
export interface Notification {
  readonly status: string;
  readonly receiver: string;
  readonly authorization: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> }[];
}
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}
export interface Receivers {
  readonly webhookUrl: string;
  readonly smtpPort: number;
  readonly notifications: readonly Notification[];
  readonly mails: readonly Mail[];
  stop(): Promise<void>;
}

/** Whoever is told: a webhook and a mail server on this machine. */
export async function startReceivers(): Promise<Receivers> {
  const notifications: Notification[] = [];
  const mails: Mail[] = [];
  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const told = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Notification;
      notifications.push({ ...told, authorization: request.headers.authorization ?? '' });
      response.end();
    });
  });
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then(({ subject = '', text = '' }) => {
          mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), subject, text });
          done();
        }, done);
      });
    },
  });
  await once(webhook.listen(0, LOOPBACK), 'listening');
  const smtpPort = await freeLoopbackPort();
  await new Promise<void>((resolve) => smtp.listen(smtpPort, LOOPBACK, resolve));
  return {
    webhookUrl: `http://${LOOPBACK}:${(webhook.address() as AddressInfo).port}/alerts`,
    smtpPort,
    notifications,
    mails,
    stop: async () => {
      await new Promise((resolve) => smtp.close(() => resolve(undefined)));
      webhook.closeAllConnections();
      await new Promise((resolve) => webhook.close(resolve));
    },
  };
}

type Json = Record<string, unknown>;

/** The same, with every value under one of these keys replaced, at any depth. */
function replaced(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key in values ? values[key] : replaced(inner, values)]));
}

/** Writes our Alertmanager configuration with other addresses and without patience; gives the file. */
export function writeAlertmanager(folder: string, { webhookUrl, smtpPort }: Pick<Receivers, 'webhookUrl' | 'smtpPort'>): string {
  const token = join(folder, 'pager-token');
  writeFileSync(token, 'token-of-the-test');
  cpSync(join(ALERTMANAGER, 'templates'), join(folder, 'templates'), { recursive: true });
  const file = join(folder, 'alertmanager.yml');
  const here = { smtp_smarthost: `${LOOPBACK}:${smtpPort}`, url: webhookUrl, credentials_file: token };
  writeFileSync(file, stringify(replaced(readYaml(join(ALERTMANAGER, 'alertmanager.yml')), { ...here, group_wait: '0s', group_interval: '1s' })));
  return file;
}

/** Writes our Prometheus configuration and rules with the targets of the test, looking every second and waiting one second; gives the file. */
export function writePrometheus(folder: string, targets: { readonly jobs: Readonly<Record<string, string>>; readonly alertmanager: string }): string {
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  for (const file of filesIn(RULES)) {
    writeFileSync(
      join(rules, basename(file)),
      readFileSync(file, 'utf8')
        .replaceAll(/^( *for:) .*$/gm, '$1 1s')
        .replaceAll(/^( *interval:) .*$/gm, '$1 1s'),
    );
  }
  const config = readYaml(join(PROMETHEUS, 'prometheus.yml')) as Json & { readonly scrape_configs: readonly { readonly job_name: string }[] };
  const file = join(folder, 'prometheus.yml');
  const jobs = config.scrape_configs.flatMap((job) => {
    const target = targets.jobs[job.job_name];
    return target === undefined ? [] : [replaced(job, { targets: [target] })];
  });
  const alerting = replaced(config.alerting, { targets: [targets.alertmanager] });
  const patience = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  writeFileSync(file, stringify({ ...(replaced(config, patience) as Json), alerting, scrape_configs: jobs }));
  return file;
}

export interface Program {
  /** Everything that it printed so far. */
  said(): string;
  stop(): Promise<void>;
}

export function startProgram(name: string, args: readonly string[]): Program {
  const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    said: () => Buffer.concat(chunks).toString('utf8'),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
