import { exampleEvents } from '@hemtag/example-events';
import type { FiguresResponse } from '@hemtag/contracts';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { compareCase, type ComparedCase, type ExpectedCase } from './comparison.js';
import { hemtag, type CommandOptions } from './hemtag-command.js';

const WAIT_LIMIT_S = 120;

export interface ExampleOptions {
  readonly checkout: string;
  readonly url: string;
  readonly say: (line: string) => void;
  /** Ends what is under way; the call then rejects. */
  readonly signal: AbortSignal;
}

export async function readExpected(checkout: string): Promise<readonly ExpectedCase[]> {
  const text = await readFile(`${checkout}/examples/expected/source-cases.json`, 'utf8');
  return (JSON.parse(text) as { cases: ExpectedCase[] }).cases;
}

async function mustSucceed(args: readonly string[], options: CommandOptions): Promise<string> {
  const { exitCode, stdout } = await hemtag(args, options);
  if (exitCode !== 0) throw new Error(`hemtag ${args.join(' ')} ended with exit code ${exitCode}`);
  return stdout;
}

export async function compareAll(expected: readonly ExpectedCase[], options: CommandOptions): Promise<readonly ComparedCase[]> {
  const answers = new Map<string, FiguresResponse>();
  for (const { tenant, year } of expected) {
    const key = `${tenant} ${year}`;
    if (answers.has(key)) continue;
    const text = await mustSucceed(['figures', '--tenant', tenant, '--from', `${year}-01`, '--to', `${year}-12`, '--format', 'json'], options);
    answers.set(key, JSON.parse(text) as FiguresResponse);
  }
  return expected.map((one) => {
    const answer = answers.get(`${one.tenant} ${one.year}`);
    if (!answer) throw new Error(`no figures for ${one.tenant}`);
    return compareCase(one, answer);
  });
}

export function* exampleLines(): Iterable<string> {
  for (const event of exampleEvents()) yield `${JSON.stringify(event)}\n`;
}

/**
 * Applies the example register, sends the example events and holds the figures against the published ones, all through the public command.
 * Where the figures are there already (a restart on kept data), the events are not sent again.
 */
export async function runExamples({ checkout, url, say, signal }: ExampleOptions): Promise<readonly ComparedCase[]> {
  const expected = await readExpected(checkout);
  const options = { url, signal };
  say('applying examples/register');
  await mustSucceed(['apply', '-f', `${checkout}/examples/register`, '--as', 'example-loader', '--format', 'json'], options);
  const before = await compareAll(expected, options);
  if (before.every((one) => one.equal)) {
    say('the example events are here already');
    return before;
  }
  say('sending the example events through the HTTP intake');
  const counts = await mustSucceed(['send', '-', '--format', 'json'], { ...options, input: Readable.from(exampleLines()) });
  say(`sent: ${counts.trim().replace(/\s+/g, ' ')}`);
  say('waiting until every event is in the figures');
  await mustSucceed(['wait', '--timeout', String(WAIT_LIMIT_S)], options);
  return compareAll(expected, options);
}
