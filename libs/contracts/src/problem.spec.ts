import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PROBLEM_CODES } from './problem.js';

test('every code is explained, and nothing else is', () => {
  const page = readFileSync(resolve(__dirname, '../../../docs/problem-codes.md'), 'utf8');
  const explained = [...page.matchAll(/^\| ([A-Z_]+) \|/gm)].map(([, code]) => code);
  expect([...explained].sort()).toEqual([...PROBLEM_CODES].sort());
});
