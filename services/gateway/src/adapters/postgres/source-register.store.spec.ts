import { SourceRegisterStore } from './source-register.store.js';

const silent = { warn: () => undefined };
const row = (source: string): object => ({ tenant: 'SE-2281', source, dimensions: [], accepts_aggregates: false, reference: null });

/** A database whose answers are given one by one. */
function slowDatabase() {
  const waiting: { readonly resolve: (rows: readonly object[]) => void; readonly reject: (error: Error) => void }[] = [];
  const query = <T>(): Promise<T> => new Promise((resolve, reject) => waiting.push({ resolve: resolve as (rows: readonly object[]) => void, reject }));
  return { database: { query }, waiting };
}

describe('the sources in memory', () => {
  it('shares one later read between callers that ask during a read', async () => {
    const { database, waiting } = slowDatabase();
    const register = new SourceRegisterStore(database, silent);
    const first = register.reload();
    const [second, third] = [register.reload(), register.reload()];
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve([row('/old')]);
    expect((await first)?.sourceOf('/new')).toBeNull();
    await new Promise(setImmediate);
    expect(waiting).toHaveLength(2);
    waiting[1]?.resolve([row('/old'), row('/new')]);
    expect((await second)?.sourceOf('/new')).toMatchObject({ tenant: 'SE-2281' });
    expect(await third).toBe(await second);
    expect(register.current()?.sourceOf('/new')).not.toBeNull();
    const fourth = register.reload();
    waiting[2]?.resolve([]);
    expect((await fourth)?.sourceOf('/old')).toBeNull();
    expect(waiting).toHaveLength(3);
  });

  it('keeps what it knows while the database cannot be asked, and asks again', async () => {
    const { database, waiting } = slowDatabase();
    const register = new SourceRegisterStore(database, silent);
    expect(register.current()).toBeNull();
    const first = register.reload();
    waiting[0]?.resolve([row('/a')]);
    await first;
    const failing = register.reload();
    waiting[1]?.reject(new Error('gone'));
    expect(await failing).toBeNull();
    expect(register.current()?.sourceOf('/a')).not.toBeNull();
    const again = register.reload();
    waiting[2]?.resolve([]);
    expect(await again).not.toBeNull();
  });
});
