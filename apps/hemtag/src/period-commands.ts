import { Command } from 'commander';
import type { Start } from './command-start.js';
import { listPeriods, stepPeriod, type PeriodStep } from './commands/periods.js';
import { month } from './option-values.js';

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

/** What people decide about figures: the close of a month. */
export const periodCommands = (start: Start): readonly Command[] => [period(start)];
