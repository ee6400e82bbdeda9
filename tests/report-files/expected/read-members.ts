/**
 * A statement that remembers which of its members were asked for, so that a member that no rule of the reader knows is found. A member is named by its way through the
 * statement, `[]` for any entry of a list. A name with its titles, and a title by language, are one member each: a report has one language.
 */
export interface WatchedStatement<Of> {
  readonly statement: Of;
  readonly asked: ReadonlySet<string>;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isName = (value: object): boolean => Object.keys(value).sort().join() === 'name,title';
const isWhole = (value: unknown, key: string): boolean => !isObject(value) || key === 'title' || isName(value);
const wayTo = (way: string, of: object, key: string): string => (Array.isArray(of) ? `${way}[]` : way === '' ? key : `${way}.${key}`);

export function watched<Of extends object>(of: Of): WatchedStatement<Of> {
  const asked = new Set<string>();
  const watch = (value: object, way: string): object =>
    new Proxy(value, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (typeof key === 'symbol' || !Object.hasOwn(target, key) || (Array.isArray(target) && key === 'length')) return member;
        const here = wayTo(way, target, key);
        asked.add(here);
        return isWhole(member, key) ? member : watch(member as object, here);
      },
    });
  return { statement: watch(of, '') as Of, asked };
}

/** Every member that says something; where it is null there is nothing to show. */
export function membersOf(of: object, way = ''): ReadonlySet<string> {
  return new Set(
    Object.entries(of).flatMap(([key, value]: [string, unknown]) => {
      const here = wayTo(way, of, key);
      if (value === null) return [];
      return isWhole(value, key) ? [here] : [...membersOf(value as object, here)];
    }),
  );
}
