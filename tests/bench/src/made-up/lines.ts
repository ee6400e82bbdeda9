import type { Amounts, BenefitLine, BenefitType, RangeAmounts } from '@hemtag/statements';
import { hundredths, percent, text } from './decimals.js';

export const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}`);
export const HASH = '5f2c'.repeat(16);
export const DEPARTMENT = 'Kommunledningskontoret';
export const OWNER = 'Verksamhetschef, kundservice';

export interface Kind {
  readonly type: BenefitType;
  readonly unit: string;
  readonly isMoney: boolean;
}
export const KINDS: readonly Kind[] = [
  { type: 'FINANCIAL', unit: 'SEK', isMoney: true },
  { type: 'REDISTRIBUTED', unit: 'SEK', isMoney: true },
  { type: 'AVOIDANCE', unit: 'SEK', isMoney: true },
  { type: 'QUALITY', unit: 'poäng', isMoney: false },
  { type: 'ENVIRONMENT', unit: 'kg CO2e', isMoney: false },
];
export const kindOf = (at: number): Kind => KINDS[at % KINDS.length] as Kind;

export const MEMBERS = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported'] as const;

function rangeOf(at: number, months: bigint): RangeAmounts {
  const estimated = BigInt(at * 7_919 + 5_000_000) * months;
  const gross = (estimated * BigInt(90 + (at % 17))) / 100n;
  const amounts: Amounts = {
    estimated: text(estimated),
    gross: text(gross),
    adjusted: text((gross * 9n) / 10n),
    confirmed: at % 2 === 0 ? text(gross) : null,
    harvested: at % 5 === 0 ? text(gross / 4n) : null,
    asReported: null,
  };
  return { ...amounts, rate: percent(gross, estimated) };
}

export const ZERO: Amounts = { estimated: '0.00', gross: '0.00', adjusted: '0.00', confirmed: '0.00', harvested: '0.00', asReported: '0.00' };

export function lineOf(at: number, title: string): BenefitLine {
  const kind = kindOf(at);
  const period = rangeOf(at, 1n);
  const yearToDate = rangeOf(at, 6n);
  const [estimated, adjusted] = [hundredths(period.estimated ?? '0.00'), hundredths(period.adjusted ?? '0.00')];
  const quantity = { estimated: '5000', low: '4000', high: '5500', actual: '4850.5', counted: '4800', excess: '50.5' };
  return {
    initiative: { name: `initiative-${Math.floor(at / 2)}`, title: { sv: `Initiativ ${Math.floor(at / 2) + 1}` } },
    benefit: { name: `benefit-${at}`, title: { sv: title } },
    department: DEPARTMENT,
    responsibilityUnit: '4110',
    benefitOwner: OWNER,
    type: kind.type,
    polarity: 'BENEFIT',
    evidence: 'UPPFOLJD',
    status: 'ACTIVE',
    unit: kind.unit,
    isMoney: kind.isMoney,
    quantityUnit: 'brev',
    quantity,
    perUnit: '15.1875',
    period,
    yearToDate,
    yearToDateQuantity: quantity,
    forecast: { method: 'seasonal', amount: text(hundredths(yearToDate.gross ?? '0.00') * 2n), plan: text(hundredths(yearToDate.estimated ?? '0.00') * 2n) },
    variance: {
      total: text(adjusted - estimated),
      volume: text(hundredths(period.gross ?? '0.00') - estimated),
      price: '0.00',
      adjustment: text(adjusted - hundredths(period.gross ?? '0.00')),
    },
    unrealised: { plan: '1200.00', potential: null },
    hours: kind.type === 'REDISTRIBUTED' ? { gross: '120.00', adjusted: '100.00', unclaimed: '20.00', fte: '0.07' } : null,
    adoption: null,
    harvestRate: period.harvested === null ? null : '25.00',
    reason: null,
    isComplete: true,
    isPreliminary: false,
    confirmation:
      at % 2 === 0
        ? { by: OWNER, at: '2026-07-06T10:00:00Z', reviewedBy: 'controller', reviewedAt: '2026-07-07T10:00:00Z', months: 1, confirmedMonths: 1 }
        : null,
    calledSaving: kind.type === 'FINANCIAL' || kind.type === 'AVOIDANCE' ? { period: period.confirmed, yearToDate: yearToDate.confirmed } : null,
    figures: [`figure-${at}`],
  };
}
