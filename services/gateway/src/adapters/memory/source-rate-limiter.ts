import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import type { RateDecision, RateLimiter } from '../../application/ports.js';

/** So many events of one source a second, counted in this process. */
export class SourceRateLimiter implements RateLimiter {
  private readonly limiter: RateLimiterMemory;

  constructor(private readonly eventsPerSecond: number) {
    this.limiter = new RateLimiterMemory({ points: eventsPerSecond, duration: 1 });
  }

  async take(eventsBySource: ReadonlyMap<string, number>): Promise<RateDecision> {
    const taken: [string, number][] = [];
    for (const [source, events] of eventsBySource) {
      // A batch that is larger than a whole second's share takes that second, or it could never come through.
      const points = Math.min(events, this.eventsPerSecond);
      taken.push([source, points]);
      try {
        await this.limiter.consume(source, points);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        // The limiter counts what it refused, too; nothing of this request is taken, so nothing of it may count.
        for (const [name, count] of taken) await this.limiter.reward(name, count);
        return { kind: 'limited', retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
      }
    }
    return { kind: 'taken' };
  }
}
