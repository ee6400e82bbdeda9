import pg from 'pg';

/** What ingestion publishes; the database's owner stands in for it. */
export async function publishActivity(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE TABLE public.activity (tenant text, source text, day date, first_ms bigint, last_ms bigint, events bigint);
    CREATE VIEW published.source_activity AS SELECT * FROM public.activity;
    CREATE TABLE public.incomplete_day (tenant text, source text, day date);
    CREATE VIEW published.source_incomplete_day AS SELECT * FROM public.incomplete_day;
    GRANT SELECT ON published.source_activity, published.source_incomplete_day TO hemtag_reader`);
  await client.end();
}
