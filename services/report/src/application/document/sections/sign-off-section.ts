import type { SignOffSection, SignOffStep } from '@hemtag/statements';
import type { Block } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { notice, orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

/** 11. Who answers for the figures, and what exactly they answered for. */
export function signOffSection({ cells, fingerprint, statement, wording }: SectionContext): readonly Block[] {
  const { phrases } = wording;
  const { signOff } = statement;
  const steps = tableOf<SignOffStep>(wording, {
    caption: 'steps',
    columns: [
      words('step', 2, ({ step }) => cells.text(wording.words.steps[step])),
      words('month', 1.2, ({ month }) => cells.month(month)),
      words('by', 2, ({ by }) => cells.text(by)),
      words('at', 1.6, ({ at }) => cells.instant(at)),
      number('figures', 0.8, ({ figures }) => cells.count(figures)),
    ],
    lines: signOff.steps,
  });
  const snapshots = tableOf<SignOffSection['snapshots'][number]>(wording, {
    caption: 'snapshots',
    columns: [
      words('month', 1.1, ({ month }) => cells.month(month)),
      number('version', 0.7, ({ version }) => cells.count(version)),
      words('state', 1, ({ state }) => cells.text(wording.words.monthStates[state])),
      words('hash', 2.8, ({ hash }) => cells.text(hash)),
      words('by', 1.3, ({ by }) => cells.text(by)),
      words('at', 1.3, ({ at }) => cells.instant(at)),
      words('approvedBy', 1.3, ({ approvedBy }) => cells.text(approvedBy)),
    ],
    lines: signOff.snapshots,
  });
  const count = (value: number): string => wording.number(String(value));
  return [
    notice(signOff.isApproved ? phrases.texts.approved : phrases.texts.notApproved),
    paragraph(phrases.confirmedFiguresOf({ figures: count(signOff.figures), confirmed: count(signOff.confirmed), reviewed: count(signOff.reviewed) })),
    orElse(steps, phrases.texts.noSteps),
    ...whereAny(snapshots),
    paragraph(`${wording.words.fingerprintNote}: ${fingerprint}`),
  ];
}
