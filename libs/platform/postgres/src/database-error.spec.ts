import { ConnectionLost, isRetriable, sqlState } from './database-error.js';
import { retryTransaction } from './transaction.js';

const failure = (code: string): Error => Object.assign(new Error('any text'), { code });

describe('errors of the database', () => {
  it.each(['40001', '40P01', '08006', '53300', '53100', '57P01', '57P03', '55P03', '25P03', 'ECONNREFUSED', 'ECONNRESET'])(
    '%s may heal when the transaction is repeated',
    (code) => {
      expect(isRetriable(failure(code))).toBe(true);
    },
  );

  it.each(['23505', '22P02', '42P01', '42501', '57014', 'ERR_ASSERTION'])('%s stays', (code) => {
    expect(isRetriable(failure(code))).toBe(false);
  });

  it('knows a lost connection, and no error without a mark', () => {
    expect(isRetriable(new ConnectionLost('gone'))).toBe(true);
    expect(isRetriable(new Error('deadlock detected'))).toBe(false);
    expect(isRetriable(null)).toBe(false);
    expect(sqlState(failure('ECONNRESET'))).toBeNull();
    expect(sqlState(failure('23505'))).toBe('23505');
  });
});

describe('repeating a transaction', () => {
  it('ends with the first success', async () => {
    const seen: number[] = [];
    let runs = 0;
    const run = (): Promise<string> => ((runs += 1) < 3 ? Promise.reject(failure('40P01')) : Promise.resolve('done'));
    await expect(retryTransaction({ attempts: 5, firstDelayMs: 1, onRetry: ({ attempt }) => seen.push(attempt) }, run)).resolves.toBe('done');
    expect(seen).toEqual([1, 2]);
  });

  it('ends after the given number of runs, and at once for an error that stays', async () => {
    let runs = 0;
    const fail = (code: string) => () => {
      runs += 1;
      return Promise.reject(failure(code));
    };
    await expect(retryTransaction({ attempts: 3, firstDelayMs: 1 }, fail('40001'))).rejects.toMatchObject({ code: '40001' });
    expect(runs).toBe(3);
    await expect(retryTransaction({ attempts: 3, firstDelayMs: 1 }, fail('23505'))).rejects.toMatchObject({ code: '23505' });
    expect(runs).toBe(4);
  });
});
