import { BENEFIT_TYPES, SUM_DIMENSIONS } from '@hemtag/contracts';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Start } from './command-start.js';
import { businessCase } from './commands/case.js';
import { sum, type SumOptions } from './commands/sum.js';
import { instant, month } from './option-values.js';

function percent(text: string): string {
  if (!/^(100|\d{1,2}(\.\d{1,6})?)$/.test(text)) throw new InvalidArgumentError('A rate is written in percent, from 0 to 100, such as 3.5.');
  return text;
}

function yearCount(text: string): string {
  if (!/^([1-9]|[1-4]\d|50)$/.test(text)) throw new InvalidArgumentError('Years are a whole number from 1 to 50.');
  return text;
}

/** What is asked over years and over many initiatives. */
export const caseCommands = (start: Start): Command[] => [
  new Command('case')
    .description('show the business case of an initiative: net present value, payback, break-even, cost of delay')
    .argument('<initiative>')
    .option('--discount-rate <percent>', 'a year, in percent (default: 3.5)', percent)
    .option('--years <years>', 'how many from the go-live (default: 5)', yearCount)
    .option('--as-known-on <instant>', 'as it was known then, like 2026-07-01T00:00:00+02:00', instant)
    .action((initiative: string, options: { discountRate?: string; years?: string; asKnownOn?: string }, command: Command) => {
      const { discountRate = null, years = null, asKnownOn = null } = options;
      return start(command, (context) => businessCase(context, { initiative, discountRate, years, asKnownOn }));
    }),
  new Command('sum')
    .description('add figures up over tenants, initiatives, departments, …; refused over types, units or currencies')
    .requiredOption('--from <month>', 'first month, YYYY-MM', month)
    .requiredOption('--to <month>', 'last month, YYYY-MM', month)
    .addOption(new Option('--over <what>', 'what the parts are told apart by').choices(SUM_DIMENSIONS).makeOptionMandatory())
    .addOption(new Option('--type <type>', 'only benefits of this type').choices(BENEFIT_TYPES))
    .option('--initiative <name>', 'only this initiative')
    .option('--benefit <name>', 'only this benefit')
    .option('--as-known-on <instant>', 'as they were known then, like 2026-07-01T00:00:00+02:00', instant)
    .action(({ from, to, over, ...options }: Pick<SumOptions, 'from' | 'to' | 'over'> & Partial<SumOptions>, command: Command) => {
      const { type = null, initiative = null, benefit = null, asKnownOn = null } = options;
      return start(command, (context) => sum(context, { from, to, over, type, initiative, benefit, asKnownOn }));
    }),
];
