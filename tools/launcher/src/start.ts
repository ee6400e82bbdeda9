import { formatInstant, type Clock } from '@hemtag/kernel';
import { openRuntime, type LocalRuntime, type RuntimeEvent } from '@hemtag/local-runtime';
import { closingWords } from './closing-words.js';
import { comparisonTable } from './comparison-table.js';
import { runExamples } from './examples.js';
import type { LauncherOptions } from './options.js';
import { startStack } from './stack.js';

export interface Surroundings {
  readonly checkout: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** Ends the wait of a started system: resolves when somebody asks to stop. */
  readonly stopAsked: Promise<void>;
  /** Told as soon as there is something to end by force. */
  readonly onRuntime: (runtime: LocalRuntime) => void;
}

function describe(event: RuntimeEvent): string {
  switch (event.kind) {
    case 'exited':
      return `${event.name} ended unexpectedly and is started again; its last lines:\n${event.lines.map((line) => `  ${line}`).join('\n')}`;
    case 'restarted':
      return `${event.name} runs again`;
    case 'restart-failed':
      return `${event.name} could not be started again yet: ${event.problem.message}`;
    case 'given-up':
      return `${event.name} ended too often and stays down; stop with Ctrl-C and look at its log`;
  }
}

async function showExamples(url: string, { checkout, say, stopAsked }: Surroundings): Promise<boolean> {
  const stopping = new AbortController();
  void stopAsked.then(() => stopping.abort());
  const cases = await runExamples({ checkout, url, say, signal: stopping.signal });
  const equal = cases.filter((one) => one.equal).length;
  say(`\nPublished by the municipalities | computed by Hemtag from the events\n${comparisonTable(cases)}`);
  say(`\n${equal} of ${cases.length} cases equal`);
  return equal === cases.length;
}

async function work(runtime: LocalRuntime, options: LauncherOptions, surroundings: Surroundings): Promise<number> {
  const { say, checkout, env, clock, stopAsked } = surroundings;
  const started = await startStack({ checkout, runtime, port: options.port, env, say });
  if (!started.ok) {
    say(started.error.message);
    return 1;
  }
  const { url, metricsUrls, database } = started.value;
  const equal = options.empty || (await showExamples(url, surroundings));
  if (options.once) return equal ? 0 : 1;
  say(closingWords({ url, now: formatInstant(clock(), 'Europe/Stockholm'), metricsUrls, database, hasExamples: !options.empty }));
  await stopAsked;
  return 0;
}

/** Starts everything, shows the examples, stays up until asked to stop, and stops everything. Resolves with the exit code. */
export async function start(options: LauncherOptions, surroundings: Surroundings): Promise<number> {
  const { say, stopAsked } = surroundings;
  const opened = await openRuntime({ dataDir: options.dataDir, log: say, onEvent: (event) => say(describe(event)) });
  if (!opened.ok) {
    say(`${opened.error.message} (--data-dir DIR)`);
    return 1;
  }
  const runtime = opened.value;
  surroundings.onRuntime(runtime);
  try {
    // An early stop ends the wait; what was under way fails behind it and is of no interest any more. Who asked for the check got no answer.
    const exitCode = await Promise.race([work(runtime, options, surroundings), stopAsked.then(() => (options.once ? 1 : 0))]);
    say('stopping everything that was started');
    return exitCode;
  } finally {
    await runtime.stop();
  }
}
