import { FORECAST_METHODS } from '@hemtag/contracts';
import { isDay } from '@hemtag/kernel';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createApiClient } from './api-client.js';
import { caseCommands } from './case-commands.js';
import type { CommandContext } from './command-context.js';
import type { Start } from './command-start.js';
import { apply } from './commands/apply.js';
import { explain } from './commands/explain.js';
import { figures, type FiguresOptions } from './commands/figures.js';
import { get } from './commands/get.js';
import { retire } from './commands/retire.js';
import { send } from './commands/send.js';
import { wait } from './commands/wait.js';
import { operatorCommands } from './operator-commands.js';
import { instant, month } from './option-values.js';
import { DONE, exitCodeOf, reasonsOf, wrongUsage, type ExitCode, type Outcome } from './outcome.js';
import { FORMATS, type Format } from './output/rendering.js';
import { periodCommands } from './period-commands.js';
import { reportCommands } from './report-commands.js';
import { registerKindOf, REGISTER_KINDS, type RegisterKind } from './register.js';
import { plainText, print, type Terminal } from './terminal.js';

const DEFAULT_URL = 'http://localhost:8080';

interface SharedOptions {
  readonly tenant?: string;
  readonly as?: string;
  readonly format?: Format;
}

function year(text: string): string {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('A year is written YYYY.');
  return text;
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('A day is written YYYY-MM-DD.');
  return text;
}

function seconds(text: string): number {
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('Seconds are written as a number.');
  return Number(text) * 1000;
}

function registerKind(text: string): RegisterKind {
  const kind = registerKindOf(text);
  if (kind === null) throw new InvalidArgumentError(`Kinds are ${REGISTER_KINDS.join(', ')}.`);
  return kind;
}

function actor(text: string): string {
  if (!/^[\p{L}\p{N} ._:@-]{1,100}$/u.test(text)) throw new InvalidArgumentError('A name has letters, digits, blanks and . _ : @ -, at most 100.');
  return text;
}

function contextOf(terminal: Terminal, { tenant, as, format }: SharedOptions): CommandContext | Outcome {
  const url = terminal.environment.HEMTAG_URL || DEFAULT_URL;
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return wrongUsage('HEMTAG_URL is not an http or https address, such as http://localhost:8080.');
  const token = terminal.environment.HEMTAG_TOKEN || null;
  if (token !== null && !/^[\x21-\x7e]+$/.test(token)) return wrongUsage('HEMTAG_TOKEN holds characters that no token has.');
  return { terminal, api: createApiClient({ url, token, actor: as ?? null, clock: terminal.clock }), tenant: tenant ?? null, format: format ?? null };
}

const commandsOf = (start: Start): Command[] => [
  new Command('apply')
    .description('create or version what the manifests say, the whole set or nothing')
    .requiredOption('-f, --file <path...>', 'manifest files, or folders with *.yaml, *.yml and *.json')
    .option('--dry-run', 'say what would happen and change nothing', false)
    .action(({ file, dryRun }: { file: string[]; dryRun: boolean }, command: Command) => start(command, (context) => apply(context, { paths: file, dryRun }))),
  new Command('get')
    .description('show register objects with all versions')
    .argument('<kind>', REGISTER_KINDS.join(', '), registerKind)
    .argument('[name]')
    .action((kind: RegisterKind, name: string | undefined, _: object, command: Command) =>
      start(command, (context) => get(context, { kind, name: name ?? null })),
    ),
  new Command('retire')
    .description('end a register object: from a day on it counts no longer')
    .argument('<kind>', REGISTER_KINDS.join(', '), registerKind)
    .argument('<name>')
    .requiredOption('--from <day>', 'the first day that no longer counts, YYYY-MM-DD', day)
    .requiredOption('--reason <reason>', 'why')
    .action((kind: RegisterKind, name: string, { from, reason }: { from: string; reason: string }, command: Command) =>
      start(command, (context) => retire(context, { kind, name, from, reason })),
    ),
  new Command('send')
    .description('send CloudEvents, one JSON object a line, through the HTTP intake')
    .argument('<file...>', 'NDJSON files, *.gz too; - is standard input')
    .action((files: string[], _: object, command: Command) => start(command, (context) => send(context, files))),
  new Command('figures')
    .description('show what the usage gives, month by month')
    .requiredOption('--from <month>', 'first month, YYYY-MM', month)
    .requiredOption('--to <month>', 'last month, YYYY-MM', month)
    .option('--initiative <name>', 'only this initiative')
    .option('--benefit <name>', 'only this benefit')
    .option('--price-year <year>', "add amounts in this year's prices", year)
    .option('--as-known-on <instant>', 'as they were known then, like 2026-07-01T00:00:00+02:00', instant)
    .addOption(new Option('--forecast <method>', 'how the year is forecast (default: seasonal)').choices(FORECAST_METHODS))
    .option('--chart', 'draw what is realised against what is estimated, month by month', false)
    .action((options: Partial<FiguresOptions> & { from: string; to: string; chart: boolean }, command: Command) => {
      const { from, to, initiative = null, benefit = null, priceYear = null, asKnownOn = null, forecast = null, chart } = options;
      return start(command, (context) => figures(context, { from, to, initiative, benefit, priceYear, asKnownOn, forecast, chart }));
    }),
  new Command('explain')
    .description('show everything that one figure depends on, and the figure recomputed from it')
    .argument('<figure>', 'its id, as `hemtag figures --format json` shows it')
    .option('--events', 'down to the single events', false)
    .option('--as-known-on <instant>', 'as it was known then, such as on the closing that a report names', instant)
    .action((id: string, { events, asKnownOn = null }: { events: boolean; asKnownOn?: string | null }, command: Command) =>
      start(command, (context) => explain(context, { id, events, asKnownOn })),
    ),
  new Command('wait')
    .description('return when every accepted event and applied manifest is in the figures')
    .option('--timeout <seconds>', 'give up after so long', seconds, 60_000)
    .action(({ timeout }: { timeout: number }, command: Command) => start(command, (context) => wait(context, { timeoutMs: timeout }))),
  ...caseCommands(start),
  ...reportCommands(start),
  ...periodCommands(start),
  ...operatorCommands(start),
];

const withParts = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withParts)];

function programOf(terminal: Terminal, start: Start): Command {
  const program = new Command('hemtag')
    .description('Shows a municipality what its digitalisation really gives, event by event.')
    .version(terminal.version)
    .addOption(new Option('--tenant <tenant>', 'the municipality, such as SE-2281'))
    .addOption(new Option('--as <name>', 'who acts, on a local server').argParser(actor))
    .addOption(new Option('--format <format>', 'default: table on a terminal, else json').choices(FORMATS))
    .addHelpText(
      'after',
      `\nServer: HEMTAG_URL (default ${DEFAULT_URL}), HEMTAG_TOKEN\nExit codes: 0 done, 1 refused or rejected or timed out, 2 wrong usage, 3 server not reachable`,
    );
  for (const command of commandsOf(start)) program.addCommand(command);
  for (const command of withParts(program)) {
    command
      .exitOverride()
      .configureHelp({ showGlobalOptions: true })
      .configureOutput({ writeOut: (text) => terminal.output.stream.write(text), writeErr: (text) => terminal.errors.stream.write(text) });
  }
  return program;
}

/** Runs one command line (without the program's name) and gives its exit code; reasons go to standard error. */
export async function runHemtag(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let outcome: Outcome = DONE;
  const start: Start = async (command, run) => {
    const context = contextOf(terminal, command.optsWithGlobals<SharedOptions>());
    outcome = 'kind' in context ? context : await run(context);
  };
  try {
    await programOf(terminal, start).parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for end well; everything else of the parser is wrong usage, and it has said why.
    outcome = error.exitCode === 0 ? DONE : wrongUsage();
  }
  for (const line of reasonsOf(outcome)) await print(terminal.errors, `${plainText(line)}\n`);
  return exitCodeOf(outcome);
}
