import { REPORT_LANGUAGES, type ReportLanguage } from '@hemtag/contracts';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Start } from './command-start.js';
import { deliverAgain, deliveriesList } from './commands/deliveries.js';
import { report } from './commands/report.js';

function period(text: string): string {
  if (!/^\d{4}(-(0[1-9]|1[0-2])|-T[1-3]|-H[12])?$/.test(text)) {
    throw new InvalidArgumentError('A period is a month (2026-03), a tertial (2026-T1), a half year (2026-H1) or a year (2026).');
  }
  return text;
}

/** What report plans send to whom. */
function deliveries(start: Start): Command {
  const group = new Command('deliveries').description('what report plans send to whom, and what became of it');
  group
    .command('list')
    .description('the newest first')
    .action((_: object, self: Command) => start(self, (context) => deliveriesList(context)));
  group
    .command('again')
    .description('sends again what failed, or of which nobody knows whether it arrived')
    .argument('<id>', 'as hemtag deliveries list shows it')
    .action((id: string, _: object, self: Command) => start(self, (context) => deliverAgain(context, id)));
  return group;
}

/** The report of a period, as files. */
export const reportCommands = (start: Start): readonly Command[] => [
  new Command('report')
    .description('the report of a month, tertial, half year or year as PDF, XLSX, HTML, CSV and JSON')
    .argument('<period>', 'such as 2026-03, 2026-T1, 2026-H1 or 2026', period)
    .option('--out <folder>', 'where the files are written; made where it is not there', '.')
    .option('--department <name>', 'only of this department; may be given several times', (name: string, all: readonly string[] = []) => [...all, name])
    .addOption(new Option('--language <language>', "in which it is written (default: the tenant's)").choices(REPORT_LANGUAGES))
    .action((of: string, { out, department = [], language }: { out: string; department?: readonly string[]; language?: ReportLanguage }, self: Command) =>
      start(self, (context) => report(context, { period: of, departments: department, folder: out, language: language ?? null })),
    ),
  deliveries(start),
];
