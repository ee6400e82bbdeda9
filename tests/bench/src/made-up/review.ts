import type { BenefitLine, Statement } from '@hemtag/statements';
import { text } from './decimals.js';
import { HASH, OWNER } from './lines.js';

function delayOf(lines: readonly BenefitLine[]): Statement['delay'] {
  const some = lines.slice(0, 3);
  return {
    waiting: some.map(({ initiative }) => ({
      initiative,
      phase: 'IMPLEMENTATION',
      goLive: '2026-10-01',
      type: 'FINANCIAL',
      currency: 'SEK',
      perMonth: '104166.67',
    })),
    waitingTotals:
      some.length === 0 ? [] : [{ type: 'FINANCIAL', currency: 'SEK', initiatives: some.length, perMonth: text(10_416_667n * BigInt(some.length)) }],
    inaction: some
      .slice(0, 1)
      .map(({ initiative }) => ({ initiative, currency: 'SEK', perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' })),
  };
}

function deviationsOf(lines: readonly BenefitLine[]): Statement['deviations'] {
  const some = lines.slice(0, 3);
  return {
    lines: some.map((line) => ({
      figure: line.figures[0] ?? '',
      month: '2026-06',
      initiative: line.initiative,
      benefit: line.benefit,
      type: line.type,
      unit: line.unit ?? '',
      estimated: line.period.estimated,
      gross: line.period.gross,
      rate: line.period.rate,
      confirmed: line.period.gross ?? '0.00',
      isCurrent: true,
      cause: 'volume',
      comment: 'Färre brev än väntat under semestern.',
      action: 'Påminn handläggarna om den digitala kanalen.',
      due: '2026-09-01',
      isDue: false,
      confirmedBy: OWNER,
    })),
  };
}

function correctionsOf(lines: readonly BenefitLine[]): Statement['corrections'] {
  const some = lines.slice(0, 3);
  return {
    adjustments: some.slice(0, 1).map((line) => ({
      figure: 'adjustment-1',
      month: '2026-06',
      originalMonth: '2026-03',
      initiative: line.initiative,
      benefit: line.benefit,
      type: line.type,
      unit: line.unit,
      amount: '750.00',
      asReported: '99750.00',
      bookedBefore: '0.00',
      bookedAfter: '0.00',
      restated: '100500.00',
      cause: 'LATE_USAGE',
      changedVolumes: 50,
      register: [],
    })),
    totals: some.slice(0, 1).map((line) => ({ type: line.type, unit: line.unit ?? '', lines: 1, amount: '750.00', rounding: '0.00' })),
    reopenings: [],
    parameterChanges: [
      {
        kind: 'Rate',
        name: 'hourly-cost',
        version: 2,
        at: '2026-06-12T09:00:00Z',
        by: 'controller',
        reason: 'Ny PO-sats',
        changes: [{ path: 'versions.2026', change: 'added', from: null, to: '358.84' }],
        effects: [],
      },
    ],
    changes: null,
  };
}

function methodOf(lines: readonly BenefitLine[]): Statement['method'] {
  return {
    benefits: lines.map((line) => ({
      initiative: line.initiative,
      benefit: line.benefit,
      cap: 'month',
      processChange: '2026-01-01',
      values: [
        {
          validFrom: '2026-01-01',
          validTo: null,
          version: 1,
          source: 'Portotaxa 2026',
          reason: null,
          approvedBy: null,
          values: [{ name: 'unitValue', value: '15.00 SEK' }],
        },
      ],
      baselines: [],
      estimates: [
        {
          validFrom: '2026-01-01',
          validTo: null,
          version: 1,
          source: null,
          reason: null,
          approvedBy: 'ekonomichef',
          values: [{ name: 'annualVolume', value: '100000' }],
        },
      ],
      adjustments: [],
    })),
    rates: [{ name: 'hourly-cost', unit: 'SEK/h', value: '358.84', validFrom: '2026-01-01', validTo: null, source: 'SKR', method: null, version: 2 }],
    warnings: [],
  };
}

function signOffOf(lines: readonly BenefitLine[]): Statement['signOff'] {
  return {
    steps: [
      { step: 'CONFIRMED', month: '2026-06', by: OWNER, at: '2026-07-06T10:00:00Z', figures: lines.length },
      { step: 'REVIEWED', month: '2026-06', by: 'controller', at: '2026-07-07T10:00:00Z', figures: lines.length },
    ],
    snapshots: [
      {
        month: '2026-06',
        version: 1,
        state: 'CLOSED',
        hash: HASH,
        by: 'controller',
        at: '2026-07-10T08:00:00Z',
        approvedBy: 'ekonomichef',
        approvedAt: '2026-07-10T09:00:00Z',
      },
    ],
    figures: lines.length,
    confirmed: Math.ceil(lines.length / 2),
    reviewed: Math.ceil(lines.length / 2),
    isApproved: true,
  };
}

/** What people said of the figures, and where they come from: sections 7 to 11. */
export const reviewOf = (lines: readonly BenefitLine[]): Pick<Statement, 'delay' | 'deviations' | 'corrections' | 'method' | 'signOff'> => ({
  delay: delayOf(lines),
  deviations: deviationsOf(lines),
  corrections: correctionsOf(lines),
  method: methodOf(lines),
  signOff: signOffOf(lines),
});
