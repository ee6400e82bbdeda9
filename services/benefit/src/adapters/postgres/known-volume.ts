/**
 * What a volume `v` was on an instant, or is where the instant is null, as `known` with these columns; nothing where it was not there yet. A volume that has not changed since is known as
 * it is now, of the others the last revision up to the instant. `instant` is SQL.
 */
export function knownVolume(instant: string, columns: readonly string[]): string {
  const of = (table: string): string => columns.map((column) => `${table}.${column}`).join(', ');
  return `CROSS JOIN LATERAL (
  SELECT ${of('v')} WHERE ${instant}::timestamptz IS NULL OR v.recorded_at <= ${instant}
  UNION ALL
  (SELECT ${of('r')} FROM usage_volume_revision r
   WHERE v.recorded_at > ${instant} AND (r.tenant, r.series_key, r.day) = (v.tenant, v.series_key, v.day) AND r.recorded_at <= ${instant}
   ORDER BY r.revision DESC LIMIT 1)
) known`;
}
