import { SourceRateLimiter } from './source-rate-limiter.js';

const of = (counts: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(counts));

describe('events of one source a second', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-03-02T12:00:00Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('takes what fits and says in whole seconds when to come again', async () => {
    const limiter = new SourceRateLimiter(100);
    expect(await limiter.take(of({ '/a': 60 }))).toEqual({ kind: 'taken' });
    expect(await limiter.take(of({ '/a': 41 }))).toEqual({ kind: 'limited', retryAfterSeconds: 1 });
    expect(await limiter.take(of({ '/a': 40 }))).toEqual({ kind: 'taken' });
    expect(await limiter.take(of({ '/a': 1 }))).toEqual({ kind: 'limited', retryAfterSeconds: 1 });
    expect(await limiter.take(of({ '/b': 100 }))).toEqual({ kind: 'taken' });
  });

  it('begins anew with the next second', async () => {
    const limiter = new SourceRateLimiter(100);
    await limiter.take(of({ '/a': 100 }));
    jest.advanceTimersByTime(1_001);
    expect(await limiter.take(of({ '/a': 100 }))).toEqual({ kind: 'taken' });
  });

  it('takes nothing where one source of a request has had its share', async () => {
    const limiter = new SourceRateLimiter(100);
    await limiter.take(of({ '/a': 100 }));
    expect(await limiter.take(of({ '/b': 100, '/a': 1 }))).toMatchObject({ kind: 'limited' });
    expect(await limiter.take(of({ '/b': 100 }))).toEqual({ kind: 'taken' });
  });

  it('lets a batch through that is larger than a second', async () => {
    const limiter = new SourceRateLimiter(100);
    expect(await limiter.take(of({ '/a': 1_000 }))).toEqual({ kind: 'taken' });
    expect(await limiter.take(of({ '/a': 1 }))).toMatchObject({ kind: 'limited' });
  });
});
