import { isSamePerson } from '@hemtag/benefit';
import { err, isMonth, ok, type Result } from '@hemtag/kernel';
import type { ConfirmationStore } from './confirmation-ports.js';
import type { PeriodStore } from './period-ports.js';

export type ApproveRefusal = { readonly kind: 'no-month' } | { readonly kind: 'nothing-kept' } | { readonly kind: 'four-eyes' };

interface Ports {
  readonly periods: PeriodStore;
  readonly confirmations: ConfirmationStore;
}

/**
 * The finance director approves what a month keeps: the snapshot with its hash, while the month is preliminary or closed. Whoever confirmed a figure of the
 * month does not approve it. What is kept anew, by a closing or after a reopening, has to be approved anew.
 */
export async function approvePeriod(
  { tenant, month, actor }: { readonly tenant: string; readonly month: string; readonly actor: string },
  { periods, confirmations }: Ports,
): Promise<Result<null, ApproveRefusal>> {
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const confirmed = await confirmations.confirmations(tenant, { month, figureId: null });
  if (confirmed.some((confirmation) => isSamePerson(confirmation.actor, actor))) return err({ kind: 'four-eyes' });
  return periods.change(tenant, async (transaction) => {
    const last = (await transaction.log()).findLast((entry) => entry.month === month);
    if (last === undefined || last.state === 'REOPENED') return err({ kind: 'nothing-kept' });
    await transaction.approve({ month, sequence: last.sequence, actor });
    return ok(null);
  });
}
