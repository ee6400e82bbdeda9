import { Command, InvalidArgumentError } from 'commander';
import type { Start } from './command-start.js';
import { listRejects, replayRejects, showReject } from './commands/rejects.js';
import { resumeSource, sourcesStatus } from './commands/sources.js';
import { verify } from './commands/verify.js';

function pageSize(text: string): string {
  if (!/^([1-9]\d{0,2}|1000)$/.test(text)) throw new InvalidArgumentError('A page has 1 to 1000 lines.');
  return text;
}

function wholeSeconds(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Seconds are written as a whole number.');
  return Number(text);
}

interface FilterOptions {
  readonly source?: string;
  readonly code?: string;
}

const rejects = (start: Start): Command =>
  new Command('rejects')
    .description('events that did not count, with the reason, and their replay after a fix')
    .addCommand(
      new Command('list')
        .description('the newest first')
        .option('--source <uri>', 'only of this source')
        .option('--code <code>', 'only with this code')
        .option('--limit <lines>', 'how many', pageSize, '100')
        .option('--after <id>', 'go on behind this one')
        .action(({ source, code, limit, after }: FilterOptions & { limit: string; after?: string }, command: Command) =>
          start(command, (context) => listRejects(context, { source: source ?? null, code: code ?? null, limit, after: after ?? null })),
        ),
    )
    .addCommand(
      new Command('show')
        .description('one with its record; of a conflict also where the event is that counts')
        .argument('<id>')
        .action((id: string, _: object, command: Command) => start(command, (context) => showReject(context, id))),
    )
    .addCommand(
      new Command('replay')
        .description('send these again, or all that were not replayed yet')
        .argument('[id...]')
        .option('--source <uri>', 'only of this source')
        .option('--code <code>', 'only with this code')
        .action((ids: string[], { source, code }: FilterOptions, command: Command) =>
          start(command, (context) => replayRejects(context, { ids, source: source ?? null, code: code ?? null })),
        ),
    );

const sources = (start: Start): Command =>
  new Command('sources')
    .description('how the sources do')
    .addCommand(
      new Command('status')
        .description('last event, rhythm, lag and counts of each source; what is held')
        .action((_: object, command: Command) => start(command, sourcesStatus)),
    )
    .addCommand(
      new Command('resume')
        .description("let a source's rejects through without holding its partitions")
        .argument('<source>', "its URI or name; '' is all that leads to no registered source")
        .option('--for <seconds>', 'how long, an hour where it is left out', wholeSeconds)
        .action((source: string, options: { for?: number }, command: Command) =>
          start(command, (context) => resumeSource(context, { source, forSeconds: options.for ?? null })),
        ),
    );

/** What operators look at when something does not come through. */
export const operatorCommands = (start: Start): readonly Command[] => [
  sources(start),
  rejects(start),
  new Command('verify').description('recompute everything from the stored facts and compare').action((_: object, command: Command) => start(command, verify)),
];
