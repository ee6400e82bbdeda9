import { join } from 'node:path';

import { createBenchDatabase, type BenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import { createTopic, produce, type BenchTopic, type Produced } from './bench-topic.js';
import { copyLedgerOut, storeEarlierEvents, type LedgerFile } from './ingestion-tables.js';
import { measureConsumeOnly, type ConsumeOnlyRun } from './measure-consume-only.js';
import { measureCopy } from './measure-copy.js';
import { measureDelay, type DelayRun } from './measure-delay.js';
import { measureOneByOne } from './measure-one-by-one.js';
import { emptyTemplate, measurePipeline, type PipelineRun, type Template } from './measure-pipeline.js';
import { measureRecovery, type RecoveryRun } from './measure-recovery.js';
import type { BenchOptions, Client, Part } from './options.js';
import { loadAverage } from './surroundings.js';
import { expectedTotals, workloadRecords, type IdKind } from './workload.js';

/** What one round measured, one after the other; null for what was not asked for. Rates are events per second. */
export interface Round {
  readonly loadAverage: number;
  readonly consumeOnly: ConsumeOnlyRun | null;
  readonly copy: number | null;
  readonly oneByOne: number | null;
  readonly pipeline: readonly PipelineRun[];
}

/** The pipeline on an empty database and on one with earlier events, in turn. */
export interface StoredRound {
  readonly ids: IdKind;
  readonly loadAverage: number;
  readonly empty: PipelineRun;
  readonly stored: PipelineRun;
}

export interface Measurements {
  readonly payload: Produced | null;
  readonly rounds: readonly Round[];
  readonly stored: readonly StoredRound[];
  readonly delay: readonly DelayRun[];
  readonly recovery: readonly RecoveryRun[];
}

export interface BenchSetup {
  readonly servers: BenchServers;
  readonly options: BenchOptions;
  /** Stands before the name of every topic, so that runs on one broker do not meet. */
  readonly prefix: string;
  /** For the rendered rows of the ledger. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

const perSecond = (rate: number): string => `${Math.round(rate)}/s`;

/** One run of the benchmark: its measurements share servers, topics and noise. */
export class IngestionBenchmark {
  private readonly topics = new Map<string, BenchTopic>();
  private payload: Produced | null = null;
  private ledger: LedgerFile | null = null;
  private template: Template | null = null;

  constructor(private readonly setup: BenchSetup) {}

  async measure(): Promise<Measurements> {
    try {
      return await this.parts();
    } finally {
      await this.template?.database.drop();
    }
  }

  private async parts(): Promise<Measurements> {
    const rounds = this.wants('a', 'b', 'c', 'd') ? await this.repeated((run) => this.round(run)) : [];
    const stored = this.wants('stored') ? [...(await this.withStored('time-ordered')), ...(await this.withStored('random'))] : [];
    const delay = this.wants('delay') ? await this.delays() : [];
    const recovery = this.wants('recovery') ? await this.recoveries() : [];
    return { payload: this.payload, rounds, stored, delay, recovery };
  }

  private wants(...parts: readonly Part[]): boolean {
    return parts.some((part) => this.setup.options.parts.has(part));
  }

  private async repeated<T>(measure: (run: number) => Promise<T>): Promise<readonly T[]> {
    const results: T[] = [];
    for (let run = 1; run <= this.setup.options.runs; run += 1) results.push(await measure(run));
    return results;
  }

  /** The whole load, written when it is first needed. */
  private async load(ids: IdKind): Promise<BenchTopic> {
    const { servers, options, prefix, say } = this.setup;
    const known = this.topics.get(ids);
    if (known) return known;
    const topic = await createTopic(servers.brokers, `${prefix}${ids}.`);
    const produced = await produce(servers.brokers, topic, workloadRecords({ until: options.events, ids }));
    if (ids === 'time-ordered') this.payload = produced;
    say(`${produced.records} records with ${ids} ids, ${produced.meanBytes.toFixed(1)} bytes each, partitions ${produced.split.join(' ')}`);
    this.topics.set(ids, topic);
    return topic;
  }

  /** What every database of a run begins as. */
  private async empty(topic: BenchTopic): Promise<Template> {
    const [client = 'kafkajs'] = this.setup.options.clients;
    this.template ??= await emptyTemplate({ servers: this.setup.servers, topic, client });
    return this.template;
  }

  private async round(run: number): Promise<Round> {
    const topic = await this.load('time-ordered');
    const atStart = loadAverage();
    const consumeOnly = await this.consumeOnly(topic);
    const oneByOne = await this.oneByOne();
    const pipeline: PipelineRun[] = [];
    for (const client of this.wants('d') ? this.setup.options.clients : []) pipeline.push(await this.pipeline(topic, client));
    const copy = await this.copy(topic);
    this.setup.say(`round ${run} of ${this.setup.options.runs} done, load average ${atStart.toFixed(2)}`);
    return { loadAverage: atStart, consumeOnly, copy, oneByOne, pipeline };
  }

  private async consumeOnly(topic: BenchTopic): Promise<ConsumeOnlyRun | null> {
    if (!this.wants('a')) return null;
    const run = await measureConsumeOnly(this.setup.servers.brokers, topic, this.setup.options.events);
    this.setup.say(`  (a) consume only: ${perSecond(run.eventsPerSecond)}; processor seconds: ${run.cpuSeconds.toFixed(1)}`);
    return run;
  }

  private async oneByOne(): Promise<number | null> {
    if (!this.wants('c')) return null;
    const { servers, options, prefix } = this.setup;
    let topic = this.topics.get('sample');
    if (!topic) {
      topic = await createTopic(servers.brokers, `${prefix}sample.`);
      await produce(servers.brokers, topic, workloadRecords({ until: options.sample, ids: 'time-ordered' }));
      this.topics.set('sample', topic);
    }
    const rate = await measureOneByOne(servers, topic, expectedTotals(options.sample));
    this.setup.say(`  (c) one by one: ${perSecond(rate)}`);
    return rate;
  }

  private async pipeline(topic: BenchTopic, client: Client): Promise<PipelineRun> {
    const { servers, options } = this.setup;
    const expected = expectedTotals(options.events);
    const afterwards = (database: BenchDatabase): Promise<void> => this.keepLedger(database);
    const template = await this.empty(topic);
    const run = await measurePipeline({ servers, topic, client, expected, template, cpuProfileDir: options.cpuProfileDir, afterwards });
    this.sayPipeline(`(d) ${client}`, run);
    return run;
  }

  private sayPipeline(what: string, run: PipelineRun): void {
    const { service, postgres, kafka } = run.cpuSeconds;
    const seconds = `processor seconds: service ${service.toFixed(1)}, database ${postgres.toFixed(1)}, broker ${kafka.toFixed(1)}`;
    this.setup.say(
      `  ${what}: ${perSecond(run.eventsPerSecond)}, with start ${perSecond(run.withStartPerSecond)}, ${run.peakMemoryMib.toFixed(0)} MiB; ${seconds}`,
    );
  }

  private async keepLedger(database: BenchDatabase): Promise<void> {
    if (this.ledger || !this.wants('b')) return;
    this.ledger = await copyLedgerOut(database.url, join(this.setup.folder, 'ledger.copy'));
  }

  /** (b) needs the rows that (d) stored; where (d) was not asked for it runs once, unmeasured. */
  private async copy(topic: BenchTopic): Promise<number | null> {
    if (!this.wants('b')) return null;
    if (!this.ledger) await this.pipeline(topic, 'kafkajs');
    if (!this.ledger) throw new Error('no ledger rows were kept');
    const rate = await measureCopy(this.setup.servers, this.ledger);
    this.setup.say(`  (b) raw COPY: ${perSecond(rate)}`);
    return rate;
  }

  private async withStored(ids: IdKind): Promise<readonly StoredRound[]> {
    const { servers, options, say } = this.setup;
    const topic = await this.load(ids);
    const [client = 'kafkajs'] = options.clients;
    const template = await this.empty(topic);
    const database = await createBenchDatabase(servers.databaseUrl, template.database);
    try {
      await storeEarlierEvents(database.url, { rows: options.stored, ids });
      say(`${options.stored} earlier events with ${ids} ids are stored`);
      const setup = { servers, topic, client, expected: expectedTotals(options.events) };
      return await this.repeated(async () => {
        const atStart = loadAverage();
        const empty = await measurePipeline({ ...setup, template });
        this.sayPipeline(`${ids}, empty`, empty);
        const stored = await measurePipeline({ ...setup, template: { database, rows: options.stored } });
        this.sayPipeline(`${ids}, ${options.stored} stored`, stored);
        return { ids, loadAverage: atStart, empty, stored };
      });
    } finally {
      await database.drop();
    }
  }

  private async delays(): Promise<readonly DelayRun[]> {
    const { servers, options, prefix, say } = this.setup;
    const runs = await this.repeated(async (run) => {
      const ofRun: DelayRun[] = [];
      for (const client of options.clients) {
        const topic = await createTopic(servers.brokers, `${prefix}delay-${client}-${run}.`);
        const delay = await measureDelay({ servers, topic, client, template: await this.empty(topic), load: options.delay });
        say(
          `  delay ${client}: p50 ${delay.p50Ms.toFixed(0)} ms, p99 ${delay.p99Ms.toFixed(0)} ms at ${perSecond(delay.eventsPerSecond)}, ${delay.peakMemoryMib.toFixed(0)} MiB`,
        );
        ofRun.push(delay);
      }
      return ofRun;
    });
    return runs.flat();
  }

  private async recoveries(): Promise<readonly RecoveryRun[]> {
    const { servers, options, say } = this.setup;
    const topic = await this.load('time-ordered');
    const expected = expectedTotals(options.events);
    const runs = await this.repeated(async () => {
      const ofRun: RecoveryRun[] = [];
      for (const client of options.clients) {
        const recovery = await measureRecovery({ servers, topic, client, template: await this.empty(topic), expected });
        say(`  recovery ${client}: ${recovery.seconds.toFixed(1)} s`);
        ofRun.push(recovery);
      }
      return ofRun;
    });
    return runs.flat();
  }
}
