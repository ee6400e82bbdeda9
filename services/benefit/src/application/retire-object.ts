import type { AppliedObject } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { decideRetire, registerState, type RetireOrder, type RetireRefusal } from '@hemtag/register';
import type { RegisterStore } from './ports.js';

/** Ends a register object from a day on; nothing is stored where something that goes on still needs it. */
export function retireObject(
  { actor, ...order }: RetireOrder & { readonly actor: string },
  { register }: { readonly register: Pick<RegisterStore, 'change'> },
): Promise<Result<AppliedObject, RetireRefusal>> {
  return register.change(async (transaction) => {
    const decision = decideRetire(registerState(await transaction.current()), order);
    if (!decision.ok) return err(decision.error);
    await transaction.append([decision.value], actor);
    const { kind, tenant, name, result } = decision.value;
    return ok({ kind, tenant, name, result });
  });
}
