import { DEVIATION_CAUSES, type DeviationCause } from '@hemtag/contracts';
import { isDay } from '@hemtag/kernel';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Start } from './command-start.js';
import { confirm, harvest, review } from './commands/confirmations.js';
import { approve, listPeriods, stepPeriod, type PeriodStep } from './commands/periods.js';
import { month } from './option-values.js';

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('A day is written YYYY-MM-DD.');
  return text;
}

function amount(text: string): string {
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError('An amount is written as a decimal number.');
  return text;
}

function planLine(text: string): string {
  if (!/^[^/]+\/[^/]+\/[^/]+$/.test(text)) throw new InvalidArgumentError('A plan line is written INITIATIVE/BENEFIT/PLAN_LINE.');
  return text;
}

const STEPS: readonly { readonly step: PeriodStep; readonly description: string }[] = [
  { step: 'preliminary', description: 'keep what the month shows now, ready to be closed by somebody else' },
  { step: 'close', description: 'freeze what the month reports' },
  { step: 'reopen', description: 'open a closed month again, with a reason, by another person than the one who closed it' },
];

function period(start: Start): Command {
  const command = new Command('period')
    .description('close the months, by two persons')
    .addCommand(
      new Command('list')
        .description('the steps of every month that somebody has begun to close')
        .action((_: object, self: Command) => start(self, listPeriods)),
    );
  for (const { step, description } of STEPS) {
    const one = new Command(step).description(description).argument('<month>', 'YYYY-MM', month);
    if (step === 'reopen') one.requiredOption('--reason <text>', 'why; it stays with the month');
    else one.option('--reason <text>', 'a remark that stays with the month');
    command.addCommand(
      one.action((of: string, { reason }: { reason?: string }, self: Command) =>
        start(self, (context) => stepPeriod(context, { step, month: of, reason: reason ?? null })),
      ),
    );
  }
  return command;
}

interface ConfirmOptions {
  readonly amount: string;
  readonly comment?: string;
  readonly cause?: DeviationCause;
  readonly action?: string;
  readonly due?: string;
}

const signing = (start: Start): readonly Command[] => [
  new Command('confirm')
    .description('what the benefit owner says that a figure gave')
    .argument('<figure>', 'its id')
    .requiredOption('--amount <amount>', 'in the unit of the figure', amount)
    .option('--comment <text>', 'what there is to say about it')
    .addOption(new Option('--cause <code>', 'why it is not what was planned').choices(DEVIATION_CAUSES))
    .option('--action <text>', 'what is done about it')
    .option('--due <day>', 'until when', day)
    .action((figure: string, options: ConfirmOptions, self: Command) => {
      if ((options.action === undefined) !== (options.due === undefined)) self.error('error: --action and --due come together');
      const { amount: of, comment, cause, action, due } = options;
      const said = { ...(comment && { comment }), ...(cause && { cause }), ...(action && { action }), ...(due && { due }) };
      return start(self, (context) => confirm(context, { figure, amount: of, ...said }));
    }),
  new Command('review')
    .description('the controller has looked at what was confirmed')
    .argument('<figure>', 'its id')
    .action((figure: string, _: object, self: Command) => start(self, (context) => review(context, figure))),
  new Command('approve')
    .description('the finance director approves what a preliminary or closed month keeps')
    .argument('<month>', 'YYYY-MM', month)
    .action((of: string, _: object, self: Command) => start(self, (context) => approve(context, of))),
  new Command('harvest')
    .description('what a line of the plan took out of a budget in a month')
    .argument('<line>', 'INITIATIVE/BENEFIT/PLAN_LINE', planLine)
    .requiredOption('--month <month>', 'YYYY-MM', month)
    .requiredOption('--amount <amount>', 'replaces what was said of this line and month before', amount)
    .action((line: string, options: { month: string; amount: string }, self: Command) =>
      start(self, (context) => harvest(context, { line, month: options.month, amount: options.amount })),
    ),
];

/** What people decide about figures: the close of a month, confirmation and harvest. */
export const periodCommands = (start: Start): readonly Command[] => [period(start), ...signing(start)];
