import type { FigureMismatch, VerifyFiguresResponse } from '@hemtag/contracts';
import { explainFigures } from '@hemtag/benefit';
import { addMonths, localDayOf, monthOf, type Month } from '@hemtag/kernel';
import type { VolumeFacts } from './ports.js';
import { figuresInput, type FiguresPorts } from './read-figures.js';
import { termsOf, type TenantTerms } from './terms-of-documents.js';

export interface VerifyFiguresPorts extends FiguresPorts {
  readonly facts: VolumeFacts;
}

const MAX_DIFFERENCES = 20;
/** As many as one question takes; nobody's usage is that old, but a wrong year in an event must not hide the rest. */
const MONTHS_AT_ONCE = 1_000;

interface Report {
  figures: number;
  differenceCount: number;
  readonly differences: FigureMismatch[];
}

interface MonthSpan {
  readonly from: Month;
  readonly to: Month;
}

function* spans(first: Month, last: Month): Iterable<MonthSpan> {
  for (let from = first; from <= last; from = addMonths(from, MONTHS_AT_ONCE)) {
    const to = addMonths(from, MONTHS_AT_ONCE - 1);
    yield { from, to: to < last ? to : last };
  }
}

/** The months of a tenant that may have figures: from the first volume or estimate up to the last volume, the running month included. */
async function monthsOf(tenant: string, terms: TenantTerms, { facts, clock }: VerifyFiguresPorts): Promise<MonthSpan> {
  const used = await facts.days(tenant);
  const today = localDayOf(clock(), terms.timeZone);
  const planned = terms.initiatives.flatMap(({ benefits }) => benefits.flatMap(({ estimate }) => estimate.map(({ validFrom }) => validFrom)));
  const first = [...planned, today, ...(used === null ? [] : [used.from])].sort()[0] ?? today;
  const last = used === null || used.until < today ? today : used.until;
  return { from: monthOf(first), to: monthOf(last) };
}

async function verifyTenant(tenant: string, ports: VerifyFiguresPorts, report: Report): Promise<void> {
  const terms = termsOf(await ports.register.documentsOf(tenant, null), tenant);
  if (terms === null) return;
  const months = await monthsOf(tenant, terms, ports);
  // One initiative after the other, so that no more than its own volumes are held.
  for (const { name } of terms.initiatives) {
    for (const span of spans(months.from, months.to)) {
      const facts = await figuresInput({ tenant, ...span, initiative: name, benefit: null, priceYear: null, asKnownOn: null, isByDay: true }, ports);
      // Retired or renamed since it was read: the next run has it.
      if (!facts.ok) continue;
      for (const { figure, differences } of explainFigures(facts.value)) {
        report.figures += 1;
        report.differenceCount += differences.length;
        for (const { member, figure: stored, recomputed } of differences.slice(0, MAX_DIFFERENCES - report.differences.length)) {
          report.differences.push({ part: 'figures', tenant, place: `${figure.id} ${member}`, stored, recomputed });
        }
      }
    }
  }
}

/** Evaluates every figure a second time from its parts and compares it with what `/v1/figures` says. */
export async function verifyFigures(tenant: string | null, ports: VerifyFiguresPorts): Promise<VerifyFiguresResponse> {
  const known = (await ports.register.versions({ kind: 'Tenant', tenant: null, name: tenant })).map(({ name }) => name);
  const tenants = [...new Set(known)].sort();
  const report: Report = { figures: 0, differenceCount: 0, differences: [] };
  for (const one of tenants) await verifyTenant(one, ports, report);
  const { figures, differences, differenceCount } = report;
  return { tenants, compared: { figures }, differences, differenceCount };
}
