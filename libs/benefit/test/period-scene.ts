import { rational, type Day, type Month, type Rational, type Result } from '@hemtag/kernel';
import { figureRows, figuresOf, type FigureRow, type Figures, type FiguresQuery } from '../src/figures.js';
import type { PeriodFacts, ReportedFigure } from '../src/periods/period-facts.js';
import { decideStep, type NextEntry, type PeriodEntry, type PeriodRefusal, type PeriodStep } from '../src/periods/period-state.js';
import { keptFigures, type KeptFigure } from '../src/periods/snapshot.js';
import { letters, query } from './terms.builder.js';

const TODAY = '2027-01-15';

const reportedOf = (month: Month, { initiative, benefit, kind, originalMonth, unit, asReported }: KeptFigure): ReportedFigure => ({
  month,
  initiative,
  benefit,
  kind,
  originalMonth,
  unit,
  asReported: asReported === null ? null : rational(asReported),
});

/** A tenant's volumes, register and periods, changed step by step as a service would change them. */
export class PeriodScene {
  private readonly volumes = new Map<Day, Rational>();
  private log: readonly PeriodEntry[] = [];
  private readonly reported = new Map<Month, readonly ReportedFigure[]>();

  constructor(private terms: Pick<FiguresQuery, 'initiatives'>) {}

  setVolume(day: Day, quantity: string): void {
    this.volumes.set(day, rational(quantity));
  }

  register(terms: Pick<FiguresQuery, 'initiatives'>): void {
    this.terms = terms;
  }

  /** Anna sets preliminary, Bo closes, Cecilia reopens. */
  step(step: PeriodStep, month: Month): Result<NextEntry, PeriodRefusal> {
    const rows = this.rows();
    const actor = { preliminary: 'anna', close: 'bo', reopen: 'cecilia' }[step];
    const facts = { log: this.log, today: TODAY, monthsWithFigures: rows.map(({ printed }) => printed.month) };
    const next = decideStep({ step, month, actor, reason: 'late facts' }, facts);
    if (!next.ok) return next;
    if (next.value.state === 'CLOSED') {
      const own = rows.filter(({ printed }) => printed.month === month);
      this.reported.set(
        month,
        keptFigures(own, 'CLOSED').map((kept) => reportedOf(month, kept)),
      );
    }
    this.log = [...this.log, { ...next.value, at: this.log.length }];
    return next;
  }

  close(month: Month): void {
    for (const step of ['preliminary', 'close'] as const) if (!this.step(step, month).ok) throw new Error(`${month} takes no ${step}`);
  }

  rows(): FigureRow[] {
    return figureRows(this.query());
  }

  figures(): Figures {
    return figuresOf(this.query());
  }

  hasClosed(month: Month): boolean {
    return this.reported.has(month);
  }

  private query(): FiguresQuery {
    const facts: PeriodFacts = { log: this.log, reported: [...this.reported.values()].flat(), confirmations: [], harvests: [] };
    const volumes = [...this.volumes].map(([day, quantity]) => ({ series: letters(), day, quantity }));
    return query({ ...this.terms, volumes, periods: facts, to: '2026-12' });
  }
}
