import { ensureServiceSchema, serviceClient, type DatabaseClient } from '@hemtag/platform-postgres';

/** What other services publish, owned by another service's role; here as tables, so that a test decides what they say. */
export async function createPublishedViews(url: string): Promise<DatabaseClient> {
  await ensureServiceSchema({ url, service: 'benefit' });
  const client = serviceClient({ url, service: 'benefit', purpose: 'test' });
  await client.connect();
  await client.query(`
    CREATE TABLE published.tenant (tenant text, time_zone text, currency text);
    CREATE TABLE published.source (tenant text, name text, source text, dimensions text[], accepts_aggregates boolean, reference text, safe_patterns jsonb);
    CREATE TABLE published.ingestion_progress (topic text, partition_id integer, next_offset bigint);
    CREATE TABLE published.ingestion_outbox (last_id bigint, first_pending_id bigint);
    CREATE TABLE published.benefit_pending (last_id bigint, first_pending_id bigint);
    CREATE TABLE published.benefit_progress (topic text, partition_id integer, next_offset bigint);
    GRANT SELECT ON ALL TABLES IN SCHEMA published TO hemtag_reader;
    INSERT INTO published.tenant VALUES ('SE-2281', 'Europe/Stockholm', 'SEK');
    INSERT INTO published.ingestion_outbox VALUES (NULL, NULL);
    INSERT INTO published.benefit_pending VALUES (NULL, NULL)`);
  return client;
}

export async function registerSource(
  client: DatabaseClient,
  {
    source,
    dimensions = [],
    acceptsAggregates = false,
    tenant = 'SE-2281',
  }: { readonly source: string; readonly dimensions?: readonly string[]; readonly acceptsAggregates?: boolean; readonly tenant?: string },
): Promise<void> {
  await client.query(`INSERT INTO published.source VALUES ($1, $2, $3, $4, $5, NULL, '{}')`, [tenant, 'test', source, dimensions, acceptsAggregates]);
}
