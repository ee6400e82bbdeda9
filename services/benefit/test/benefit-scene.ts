import type { FiguresResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { claimPartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import { createTestDatabase } from '@hemtag/testing';
import { openDatabase } from '../src/adapters/postgres/database.js';
import { PostgresPeriodStore } from '../src/adapters/postgres/period.store.js';
import { PostgresProjectionStore } from '../src/adapters/postgres/projection.store.js';
import { PostgresRegisterStore } from '../src/adapters/postgres/register.store.js';
import { PostgresVolumeStore } from '../src/adapters/postgres/volume.store.js';
import { PostgresVolumeWriter } from '../src/adapters/postgres/volume-writer.store.js';
import { readManifests } from '../src/adapters/yaml/manifest-yaml.js';
import { applyManifests } from '../src/application/apply-manifests.js';
import type { RecordedVolume } from '../src/application/ports.js';
import { Projector } from '../src/application/projector.js';
import { readTerms } from '../src/application/read-terms.js';
import { RememberedTerms } from '../src/application/remembered-terms.js';
import { readFigures, type FiguresQuery } from '../src/application/read-figures.js';

export interface Usage {
  readonly tenant?: string;
  /** Two digits or more, which make the series' key. */
  readonly series?: string;
  readonly source?: string;
  readonly subject?: string;
  readonly unit?: string;
  readonly day: string;
  readonly quantity: string;
  readonly revision?: number;
  readonly recordedAt?: number;
  readonly usageAt?: number | null;
}

/** The benefit service on a database of its own, without its processes: what a test does not do does not happen. */
export interface BenefitScene {
  readonly projection: PostgresProjectionStore;
  readonly projector: Projector;
  /** What the projector said of the time from usage to figures, in milliseconds. */
  readonly delays: readonly number[];
  readonly ports: {
    readonly register: PostgresRegisterStore;
    readonly volumes: PostgresVolumeStore;
    readonly periods: PostgresPeriodStore;
    readonly terms: RememberedTerms;
    readonly clock: Clock;
  };
  apply(content: string): Promise<void>;
  store(...usages: readonly Usage[]): Promise<void>;
  /** Brings every tenant's published figures up to date. */
  project(): Promise<void>;
  figures(query: Pick<FiguresQuery, 'tenant' | 'from' | 'to'> & Partial<FiguresQuery>): Promise<FiguresResponse>;
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const volumeOf = ({
  tenant = 'SE-0001', series = '01', source = '/se/0001/post/prod', subject = 'message:letter', unit = 'letter', day, quantity, revision = 1, recordedAt = 0, usageAt = null,
}: Usage): RecordedVolume => ({
  tenant, day, quantity, revision, offset: 0n, recordedAt, usageAt, ledgerAt: null, events: 1,
  series: {
    key: `00000000-0000-4000-8000-${series.padStart(12, '0')}`, source, subject, unit, outcome: 'success', channel: null, orgUnit: null, dimensions: {},
    measure: null,
  },
}); // prettier-ignore

/** What ingestion publishes; here as tables, so that a test decides what they say. */
const ACTIVITY = `
  CREATE TABLE activity (tenant text, source text, day date, first_ms bigint, last_ms bigint, events bigint);
  CREATE VIEW published.source_activity AS SELECT * FROM activity;
  CREATE TABLE incomplete_day (tenant text, source text, day date);
  CREATE VIEW published.source_incomplete_day AS SELECT * FROM incomplete_day`;

export async function openBenefitScene(clock: Clock): Promise<BenefitScene> {
  const database = await createTestDatabase();
  const dataSource = await openDatabase(database.url);
  await dataSource.query(ACTIVITY);
  const register = new PostgresRegisterStore(dataSource);
  const volumes = new PostgresVolumeStore(dataSource);
  const ports = {
    register,
    terms: new RememberedTerms(register, (tenant) => readTerms({ tenant, asKnownOn: null }, { register, volumes, clock })),
    volumes,
    periods: new PostgresPeriodStore(dataSource),
    clock,
  };
  const projection = new PostgresProjectionStore(dataSource, 0);
  const meter = { pending: () => undefined, projected: ({ delaysMs }: { readonly delaysMs: readonly number[] }) => void delays.push(...delaysMs) };
  const delays: number[] = [];
  const projector = new Projector({ store: projection, ...ports, meter, log: { warn: () => undefined } });
  return {
    projection,
    projector,
    delays,
    ports,
    apply: async (content) => {
      const applied = await applyManifests({ files: [{ name: 'a.yaml', content }], actor: 'anna', dryRun: false }, { ...ports, readManifests });
      if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    },
    store: async (...usages) => {
      const partition = { topic: 'usage.volumes.v1', partition: 0 };
      const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, partition));
      const volumes = usages.map((usage, index) => ({ ...volumeOf(usage), offset: nextOffset + BigInt(index) }));
      await new PostgresVolumeWriter(dataSource).store({
        ...partition, epoch, firstOffset: nextOffset, nextOffset: nextOffset + BigInt(volumes.length), volumes,
      }); // prettier-ignore
    },
    project: async () => {
      while ((await projector.projectPending()) > 0) continue;
    },
    figures: async (query) => {
      const answer = await readFigures({ initiative: null, benefit: null, priceYear: null, asKnownOn: null, ...query }, ports);
      if (!answer.ok) throw new Error(answer.error.kind);
      return answer.value;
    },
    query: (sql, parameters = []) => dataSource.query(sql, [...parameters]),
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
