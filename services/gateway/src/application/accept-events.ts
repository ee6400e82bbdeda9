import {
  parseGuardedUsageEvent,
  repeatableId,
  type CloudEvent,
  type Fault,
  type GuardOptions,
  type HttpParse,
  type IntakeResult,
  type ParsedItem,
} from '@hemtag/contracts';
import { err, ok, type Clock, type Instant, type Result } from '@hemtag/kernel';
import { checkAgainstRegister, isRegisterFault, type SourceRegistry } from '@hemtag/metering';

import type { EventLog, IntakeMeter, IntakeRecords, RateLimiter, RefusedEvent, SourceRegister } from './ports.js';

/** `message` faults are about the request as a whole, `event` faults about the only event in it. */
export type IntakeAnswer =
  | { readonly kind: 'accepted'; readonly result: IntakeResult }
  | { readonly kind: 'refused'; readonly about: 'message' | 'event'; readonly fault: Fault }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly kind: 'not-ready' };

export interface IntakePorts {
  readonly log: EventLog;
  readonly register: SourceRegister;
  readonly limiter: RateLimiter;
  readonly meter: IntakeMeter;
  readonly clock: Clock;
}

const guardBy = (registry: SourceRegistry): GuardOptions => ({ safePatternsOf: (source) => registry.sourceOf(source)?.safePatterns });

const judge = (item: ParsedItem, registry: SourceRegistry, nowMs: Instant): Result<CloudEvent, Fault> => {
  if (!item.event.ok) return item.event;
  const usage = parseGuardedUsageEvent(item.event.value, { nowMs, ...guardBy(registry) });
  if (!usage.ok) return usage;
  const tenant = checkAgainstRegister(usage.value, registry);
  return tenant.ok ? ok(item.event.value) : err(tenant.error);
};

/** Nobody's number comes back, whatever the event was refused for. */
const idInAnswer = ({ id, event }: ParsedItem, registry: SourceRegistry | null): string | null =>
  repeatableId(id, { source: event.ok ? event.value.source : null, ...(registry === null ? {} : guardBy(registry)) });

function countBySource(events: readonly CloudEvent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { source } of events) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}

/** Decides what of a request is usage and puts that into the log; nothing counts as accepted before the log has acknowledged it. */
export class AcceptEvents {
  constructor(private readonly ports: IntakePorts) {}

  async accept(parse: HttpParse, traceparent?: string): Promise<IntakeAnswer> {
    if (parse.kind === 'refused') return this.refuse('message', parse.fault);
    const items = parse.kind === 'batch' ? parse.items : [{ id: null, event: parse.event, received: parse.received }];
    const judged = await this.judgeAll(items);
    if (judged === null) return { kind: 'not-ready' };
    const refused = this.refusedOf(items, judged);
    const only = judged[0];
    if (parse.kind === 'single' && only && !only.ok) {
      if (!(await this.append({ accepted: [], refused }))) return { kind: 'not-ready' };
      return this.refuse('event', only.error);
    }
    const events = judged.flatMap((verdict) => (verdict.ok ? [verdict.value] : []));
    const decision = await this.ports.limiter.take(countBySource(events));
    if (decision.kind === 'limited') {
      this.ports.meter.count('rejected', 'RATE_LIMITED', items.length);
      return { kind: 'rate-limited', retryAfterSeconds: decision.retryAfterSeconds };
    }
    if (!(await this.append({ accepted: events, refused, traceparent }))) return { kind: 'not-ready' };
    return { kind: 'accepted', result: this.conclude(items, judged) };
  }

  /** Whether all of it is in the log; what is empty always is. */
  private async append(records: IntakeRecords): Promise<boolean> {
    const { accepted, refused } = records;
    if (accepted.length + refused.length === 0) return true;
    if ((await this.ports.log.append(records)) === 'unavailable') return false;
    if (refused.length > 0) this.ports.meter.kept(refused.length);
    return true;
  }

  private refuse(about: 'message' | 'event', fault: Fault): IntakeAnswer {
    this.ports.meter.count('rejected', fault.code, 1);
    return { kind: 'refused', about, fault };
  }

  /** What is kept aside of a request: everything that was refused, but for what is too large to be kept. */
  private refusedOf(items: readonly ParsedItem[], judged: readonly Result<CloudEvent, Fault>[]): readonly RefusedEvent[] {
    const registry = this.ports.register.current();
    return items.flatMap(({ event, received }, index) => {
      const verdict = judged[index];
      if (verdict === undefined || verdict.ok || verdict.error.code === 'TOO_LARGE') return [];
      const registered = event.ok ? (registry?.sourceOf(event.value.source) ?? null) : null;
      const origin = event.ok && registered ? { tenant: registered.tenant, source: event.value.source } : { tenant: '', source: '' };
      return [{ event: event.ok ? event.value : received, fault: verdict.error, ...origin, safePatterns: registered?.safePatterns }];
    });
  }

  /** What the register in memory refuses is judged once more by the register as it is now, because a source may have been registered a moment ago. */
  private async judgeAll(items: readonly ParsedItem[]): Promise<readonly Result<CloudEvent, Fault>[] | null> {
    const nowMs = this.ports.clock();
    const { register } = this.ports;
    const known = register.current() ?? (await register.reload());
    if (known === null) return null;
    const judged = items.map((item) => judge(item, known, nowMs));
    if (!judged.some((verdict) => !verdict.ok && isRegisterFault(verdict.error))) return judged;
    const fresh = await register.reload();
    if (fresh === null) return null;
    return judged.map((verdict, index) => (!verdict.ok && isRegisterFault(verdict.error) ? judge(items[index] as ParsedItem, fresh, nowMs) : verdict));
  }

  private conclude(items: readonly ParsedItem[], judged: readonly Result<CloudEvent, Fault>[]): IntakeResult {
    const registry = this.ports.register.current();
    const rejected = judged.flatMap((verdict, index) =>
      verdict.ok ? [] : [{ index, id: idInAnswer(items[index] as ParsedItem, registry), ...verdict.error }],
    );
    const accepted = items.length - rejected.length;
    if (accepted > 0) this.ports.meter.count('accepted', 'none', accepted);
    for (const { code } of rejected) this.ports.meter.count('rejected', code, 1);
    return { received: items.length, accepted, rejected };
  }
}
