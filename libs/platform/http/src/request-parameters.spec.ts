import { z } from 'zod';

import { HttpProblem } from './http-problem.js';
import { readParameters } from './request-parameters.js';

const Parameters = z.strictObject({ from: z.string(), to: z.string() });

it('says all faults at once and in words', () => {
  expect(readParameters(Parameters, { from: '2026-01', to: '2026-02' })).toEqual({ from: '2026-01', to: '2026-02' });
  const refused = (): unknown => readParameters(Parameters, { from: '2026-01', until: '2026-02' });
  expect(refused).toThrow(HttpProblem);
  expect(refused).toThrow('/to: is missing; /: unknown: until');
});
