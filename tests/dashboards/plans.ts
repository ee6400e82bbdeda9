import type pg from 'pg';

/** Tables that grow with usage or with time: a board reads a part of them, through an index. */
const LARGE = [
  'figure',
  'initiative_month',
  'source_day',
  'source_activity_day',
  'source_hour',
  'reject_hour',
  'rejected_event',
  'usage_event',
  'usage_volume',
  'statement',
  'statement_job',
  'rendition',
  'delivery',
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Recheck Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

const readsWhole = (node: PlanNode): readonly string[] => [
  ...(LARGE.includes(node['Relation Name'] ?? '') && node['Index Cond'] === undefined && node['Recheck Cond'] === undefined
    ? [`${node['Node Type']} over the whole of ${node['Relation Name'] ?? ''}`]
    : []),
  ...(node.Plans ?? []).flatMap(readsWhole),
];

/** Which large tables a statement can only read as a whole. Small tables are read so whatever indexes there are, so that way is closed to the planner. */
export async function wholeReads(client: pg.Client, sql: string): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${sql}`);
    return rows.flatMap((row) => readsWhole(row['QUERY PLAN'][0].Plan));
  } finally {
    await client.query('ROLLBACK');
  }
}
