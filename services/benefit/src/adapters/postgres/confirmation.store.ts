import { exactText, rational, type Instant } from '@hemtag/kernel';
import { inTransaction, withTenant, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type {
  ConfirmationQuery, ConfirmationStore, NewConfirmation, NewHarvest, StoredConfirmation, StoredHarvest,
} from '../../application/confirmation-ports.js'; // prettier-ignore
import { lockPeriods } from './period-lock.js';

type WithTexts<T, Exact extends keyof T> = Omit<T, Exact | 'at' | 'review'> & { readonly [K in Exact]: string } & { readonly at: Date };
type ConfirmationRow = WithTexts<StoredConfirmation, 'amount' | 'ofGross'> & { readonly reviewer: string | null; readonly reviewedAt: Date | null };
type HarvestRow = WithTexts<StoredHarvest, 'amount'>;

const CONFIRMATIONS = `SELECT DISTINCT ON (c.figure_id) c.figure_id AS "figureId", c.sequence, c.initiative, c.benefit, c.month, c.amount, c.unit, c.of_gross AS "ofGross",
  c.comment, c.cause, c.action, c.due::text AS due, c.actor, c.recorded_at AS at, r.actor AS reviewer, r.recorded_at AS "reviewedAt"
FROM figure_confirmation c LEFT JOIN figure_review r ON r.tenant = c.tenant AND r.figure_id = c.figure_id AND r.sequence = c.sequence
  AND ($4::timestamptz IS NULL OR r.recorded_at <= $4)
WHERE c.tenant = $1 AND ($2::text IS NULL OR c.month = $2) AND ($3::text IS NULL OR c.figure_id = $3) AND ($4::timestamptz IS NULL OR c.recorded_at <= $4)
ORDER BY c.figure_id, c.sequence DESC`;
const CONFIRM = `INSERT INTO figure_confirmation
  (tenant, figure_id, sequence, initiative, benefit, month, amount, unit, of_gross, comment, cause, action, due, actor)
SELECT $1, $2, coalesce(max(sequence), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 FROM figure_confirmation WHERE tenant = $1 AND figure_id = $2`;
const REVIEW = `INSERT INTO figure_review (tenant, figure_id, sequence, actor)
SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM figure_confirmation WHERE tenant = $1 AND figure_id = $2 AND sequence > $3)
ON CONFLICT DO NOTHING`;
const HARVESTS = `SELECT DISTINCT ON (initiative, benefit, plan_line, month) initiative, benefit, plan_line AS "planLine", month, amount, unit, actor, recorded_at AS at
FROM harvest WHERE tenant = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2) ORDER BY initiative, benefit, plan_line, month, sequence DESC`;
const HARVEST = `INSERT INTO harvest (tenant, initiative, benefit, plan_line, month, sequence, amount, unit, actor)
SELECT $1, $2, $3, $4, $5, coalesce(max(sequence), 0) + 1, $6, $7, $8 FROM harvest
WHERE tenant = $1 AND initiative = $2 AND benefit = $3 AND plan_line = $4 AND month = $5
RETURNING recorded_at AS at`;

const stored = ({ reviewer, reviewedAt, amount, ofGross, at, ...row }: ConfirmationRow): StoredConfirmation => ({
  ...row,
  amount: rational(amount),
  ofGross: rational(ofGross),
  at: at.getTime(),
  review: reviewer === null || reviewedAt === null ? null : { actor: reviewer, at: reviewedAt.getTime() },
});

const instantOf = (asKnownOn: Instant | null | undefined): Date | null => (typeof asKnownOn === 'number' ? new Date(asKnownOn) : null);

const confirmationsIn = async (tx: Transaction, tenant: string, { month, figureId, asKnownOn }: ConfirmationQuery): Promise<StoredConfirmation[]> =>
  (await tx.query<ConfirmationRow>(CONFIRMATIONS, [tenant, month, figureId, instantOf(asKnownOn)])).map(stored);

async function newestOf(tx: Transaction, tenant: string, figureId: string): Promise<StoredConfirmation> {
  const [newest] = await confirmationsIn(tx, tenant, { month: null, figureId });
  if (newest === undefined) throw new Error('a confirmation that was just stored is not there');
  return newest;
}

/** Confirmations with their reviews, and harvests. */
export class PostgresConfirmationStore implements ConfirmationStore {
  constructor(private readonly dataSource: DataSource) {}

  confirmations(tenant: string, query: ConfirmationQuery): Promise<readonly StoredConfirmation[]> {
    return withTenant(this.dataSource, tenant, (tx) => confirmationsIn(tx, tenant, query));
  }

  confirm(tenant: string, { figureId, initiative, benefit, month, amount, unit, ofGross, ...said }: NewConfirmation): Promise<StoredConfirmation> {
    return inTransaction(this.dataSource, async (tx) => {
      await lockPeriods(tx, tenant);
      const { comment, cause, action, due, actor } = said;
      await tx.query(CONFIRM, [
        tenant, figureId, initiative, benefit, month, exactText(amount), unit, exactText(ofGross), comment, cause, action, due, actor,
      ]); // prettier-ignore
      return newestOf(tx, tenant, figureId);
    });
  }

  review(
    tenant: string,
    { figureId, sequence, actor }: { readonly figureId: string; readonly sequence: number; readonly actor: string },
  ): Promise<StoredConfirmation> {
    return inTransaction(this.dataSource, async (tx) => {
      await lockPeriods(tx, tenant);
      await tx.query(REVIEW, [tenant, figureId, sequence, actor]);
      return newestOf(tx, tenant, figureId);
    });
  }

  harvests(tenant: string, asKnownOn: Instant | null): Promise<readonly StoredHarvest[]> {
    return withTenant(this.dataSource, tenant, async (tx) =>
      (await tx.query<HarvestRow>(HARVESTS, [tenant, instantOf(asKnownOn)])).map(({ amount, at, ...row }) => ({
        ...row,
        amount: rational(amount),
        at: at.getTime(),
      })),
    );
  }

  harvest(tenant: string, harvest: NewHarvest): Promise<StoredHarvest> {
    const { initiative, benefit, planLine, month, amount, unit, actor } = harvest;
    return inTransaction(this.dataSource, async (tx) => {
      await lockPeriods(tx, tenant);
      const rows = await tx.query<{ readonly at: Date }>(HARVEST, [tenant, initiative, benefit, planLine, month, exactText(amount), unit, actor]);
      return { ...harvest, at: rows[0]?.at.getTime() ?? NaN };
    });
  }
}
