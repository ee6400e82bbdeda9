import type { ReportLanguage } from '@hemtag/contracts';
import type { Day, Month } from '@hemtag/kernel';
import { formatDay, formatMonth, LANGUAGE_TAGS } from '@hemtag/statements';
import type { Delivered, ReportMail } from './delivery-ports.js';
import { harmlessText } from './document/harmless-text.js';
import { element, escapeMarkup } from './markup.js';
import type { OpenFigure, OpenSteps } from './open-steps.js';
import { REMINDER_PHRASES, type ReminderPhrases } from './reminder-phrases.js';

export type Reminder = Pick<ReportMail, 'subject' | 'text' | 'html'>;

export interface ReminderOf {
  readonly language: ReportLanguage;
  readonly what: Exclude<Delivered, 'report'>;
  readonly tenant: string;
  readonly month: Month;
  /** When the final report is, or was, due. */
  readonly due: Day;
  readonly steps: OpenSteps;
}

/** A step: what it is about, the figures that wait, and the commands that do it. */
interface Step {
  readonly says: string;
  readonly figures: readonly string[];
  readonly commands: readonly string[];
}

/** More of them are counted: the list of all is in the report and in `hemtag figures`. */
const MAX_LISTED = 30;

function listed(figures: readonly OpenFigure[], { changed, more }: ReminderPhrases): readonly string[] {
  const lines = figures
    .slice(0, MAX_LISTED)
    .map(({ id, title, isChanged }) => `${harmlessText(title)}: ${harmlessText(id)}${isChanged ? ` (${changed})` : ''}`);
  return figures.length > MAX_LISTED ? [...lines, more(figures.length - MAX_LISTED)] : lines;
}

function stepsOf({ steps, month, tenant, due, language }: ReminderOf, phrases: ReminderPhrases): readonly Step[] {
  const [confirm, review, approve] = ['hemtag confirm FIGURE_ID --amount AMOUNT', 'hemtag review FIGURE_ID', `hemtag approve ${month}`];
  const [preliminary, close] = [`hemtag period preliminary ${month}`, `hemtag period close ${month}`];
  const named = { month: formatMonth(month, language), tenant, due: formatDay(due, language) };
  const all: Step[] = [];
  if (steps.confirm.length > 0) all.push({ says: phrases.confirm, figures: listed(steps.confirm, phrases), commands: [confirm] });
  if (steps.review.length > 0) all.push({ says: phrases.review, figures: listed(steps.review, phrases), commands: [review] });
  if (steps.month !== null) all.push({ says: phrases.month[steps.month], figures: [], commands: steps.month === 'close' ? [close] : [preliminary, close] });
  if (steps.approve === 'now') all.push({ says: phrases.approve.now(named), figures: [], commands: [approve] });
  if (steps.approve === 'after-closing') all.push({ says: phrases.approve['after-closing'], figures: [], commands: [approve] });
  if (steps.isGeneral) all.push({ says: phrases.general, figures: [], commands: [confirm, review, preliminary, close, approve] });
  return all;
}

const textOf = ({ says, figures, commands }: Step): string =>
  [says, ...figures.map((line) => `- ${line}`), '', ...commands.map((command) => `    ${command}`)].join('\n');

// Mail programs drop style sheets, so each element carries its own.
const FONT = 'font-family:Arial,Helvetica,sans-serif;font-size:14px;color:#222222';
const paragraph = (text: string): string => element('p', { style: `margin:12px 0 4px;${FONT}` }, escapeMarkup(text));
function markupOf({ says, figures, commands }: Step): string {
  const list = figures.map((line) => element('li', {}, escapeMarkup(line)));
  const code = element('pre', { style: 'background:#f2f2f2;padding:8px 10px;font-size:13px;white-space:pre-wrap' }, escapeMarkup(commands.join('\n')));
  return [paragraph(says), ...(list.length === 0 ? [] : [element('ul', { style: `margin:4px 0;${FONT}` }, ...list)]), code].join('\n');
}

/** What a reminder says, in the plan's language: the same as text and as markup. */
export function reminderIn(reminder: ReminderOf): Reminder {
  const { language, what, tenant, month, due } = reminder;
  const phrases = REMINDER_PHRASES[language];
  const named = { month: formatMonth(month, language), tenant, due: formatDay(due, language) };
  const subject = phrases.subject[what](named);
  const lead = what === 'approve' ? [] : [phrases.lead[what](named)];
  const all = stepsOf(reminder, phrases);
  const head = `<head><meta charset="utf-8"><title>${escapeMarkup(subject)}</title></head>`;
  const body = [...lead.map(paragraph), ...all.map(markupOf)].join('\n');
  return {
    subject,
    text: `${[...lead, ...all.map(textOf)].join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${LANGUAGE_TAGS[language]}">${head}<body>\n${body}\n</body></html>\n`,
  };
}
