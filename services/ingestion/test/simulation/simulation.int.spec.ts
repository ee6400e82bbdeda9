import { MUTATIONS } from './mutations.js';
import { describeSeed, Simulation } from './simulation.js';

/** `npm run test:simulation` asks for more, and for one line each. */
const asked =
  process.env.HEMTAG_SIMULATION === undefined ? null : (JSON.parse(process.env.HEMTAG_SIMULATION) as { from: number; seeds: number; mutate?: string });
const { from, seeds } = asked ?? { from: 1, seeds: 6 };
const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

let simulation: Simulation;
beforeAll(async () => {
  simulation = await Simulation.open();
});
afterAll(() => simulation.close());

const mutation = MUTATIONS.find(({ name }) => name === asked?.mutate) ?? null;
if (asked?.mutate !== undefined && mutation === null) throw new Error(`--mutate takes one of ${MUTATIONS.map(({ name }) => name).join(', ')}`);

test.each(range(from, seeds))('seed %i: exactly once, whatever crashes', async (seed) => {
  const result = await simulation.play(seed, mutation);
  const line = describeSeed(result);
  if (asked) process.stdout.write(`${line}\n`);
  if (result.failure !== null) throw new Error(line);
});

if (!asked) {
  // What nothing would notice proves nothing.
  test.each(MUTATIONS.filter(({ shownBy }) => shownBy.length > 0).map((mutated) => ({ name: mutated.name, mutated })))(
    'where $name the simulation fails',
    async ({ mutated }) => {
      for (const seed of mutated.shownBy) if ((await simulation.play(seed, mutated)).failure !== null) return;
      throw new Error(`seeds ${mutated.shownBy.join(', ')} do not notice it`);
    },
  );
}
