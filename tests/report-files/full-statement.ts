import { exampleStatement } from '@hemtag/bench';
import type { BenefitLine, Name, Statement } from '@hemtag/statements';

const HASH = '9b1e'.repeat(16);
const named = (name: string): Name => ({ name, title: { sv: `${name} på svenska`, en: `${name} in English`, da: `${name} på dansk`, no: `${name} på norsk` } });
const SCANNING = named('scanning');
const POSTAGE = named('postage');
const FORMS: Name = { name: 'e-forms', title: { und: 'E-tjänster, Øst' } };
const UNTITLED: Name = { name: 'untitled', title: {} };

/** In turn: confirmed and final; without an amount; negative and preliminary; without anything to say. */
function varied(line: BenefitLine, at: number): BenefitLine {
  const none = { estimated: null, gross: null, adjusted: null, confirmed: null, harvested: null, asReported: null, rate: null };
  switch (at % 4) {
    case 1:
      return {
        ...line,
        benefit: FORMS,
        period: { ...none, estimated: '1234567.89' },
        reason: 'NO_BASELINE',
        evidence: 'BEDOMD',
        status: 'APPROVED',
        isPreliminary: true,
        confirmation: null,
        perUnit: null,
        variance: null,
      };
    case 2:
      return {
        ...line,
        benefit: UNTITLED,
        polarity: 'DISBENEFIT',
        isPreliminary: true,
        period: { ...line.period, gross: '-1234.50', adjusted: '-999.99', rate: '-0.05' },
        quantity: { ...line.quantity, estimated: '1234567.123456', excess: '0.5' },
        variance: { total: '-53499.20', volume: '-52000.00', price: '-1499.20', adjustment: '0.00' },
        evidence: 'BERAKNAD',
      };
    case 3:
      return {
        ...line,
        benefitOwner: null,
        unit: null,
        quantityUnit: null,
        period: none,
        yearToDate: none,
        variance: null,
        confirmation: null,
        status: 'DRAFT',
        evidence: 'LANAD',
      };
    default:
      return { ...line, initiative: SCANNING, benefit: POSTAGE, adoption: { potential: '11667', share: '41.14' } };
  }
}

const amount = (from: string | null, to: string | null, difference: string) => ({ from, to, difference });

function headerOf({ header }: Statement): Statement['header'] {
  const [source] = header.sources;
  if (source === undefined) throw new Error('the made-up statement has a source');
  return {
    ...header,
    departments: ['Kommunledningskontoret', 'Miljökontoret'],
    version: 3,
    priceYears: [2025, 2026],
    isComplete: false,
    sources: [
      source,
      {
        ...source,
        name: 'silent',
        title: {},
        expectedEvery: null,
        completeDays: 7,
        completeShare: '23.33',
        silentDays: 21,
        incompleteDays: 2,
        lastEvent: null,
      },
    ],
    months: [...header.months, { month: '2026-05', state: 'REOPENED', version: 2, snapshotHash: null }],
    replaces: { version: 2, fingerprint: HASH, reason: 'Fel porto i maj' },
  };
}

function correctionsOf({ corrections }: Statement): Statement['corrections'] {
  const [line] = corrections.adjustments;
  if (line === undefined) throw new Error('the made-up statement has an adjustment');
  const changed = { type: line.type, unit: 'SEK', estimated: amount('1.00', '1.00', '0.00'), gross: amount('99750.00', '100500.00', '750.00') };
  return {
    ...corrections,
    adjustments: [
      { ...line, cause: 'BOTH', register: [{ kind: 'Initiative', name: 'scanning', then: 1, now: 2 }, { kind: 'Rate', name: 'hourly-cost', then: null, now: 1 }] },
      { ...line, initiative: SCANNING, originalMonth: '2025-12', amount: '-1750000.25', asReported: null, bookedBefore: '-10.00', bookedAfter: '20.00', restated: null, cause: 'PARAMETERS', changedVolumes: 0 },
    ], // prettier-ignore
    totals: [{ type: line.type, unit: 'SEK', lines: 2, amount: '-1749250.24', rounding: '0.01' }],
    reopenings: [{ month: '2026-05', version: 2, by: 'controller', at: '2026-06-30T22:30:00Z', reason: 'Fel porto' }],
    parameterChanges: [
      ...corrections.parameterChanges,
      {
        kind: 'Initiative', name: 'scanning', version: 2, at: '2026-06-14T07:05:00Z', by: 'portfolio office', reason: null, changes: [],
        effects: [{ type: 'FINANCIAL', unit: 'SEK', amount: '-1750000.25', isShared: true }, { type: 'QUALITY', unit: 'poäng', amount: '12.00', isShared: false }],
      },
    ], // prettier-ignore
    changes: {
      fromVersion: 2,
      toVersion: 3,
      state: { from: 'OPEN', to: 'PRELIMINARY' },
      parameterSetChanged: true,
      benefits: [
        { initiative: SCANNING, benefit: FORMS, change: 'ADDED', counted: { from: null, to: '100' }, adjusted: amount(null, '9.00', '9.00'), confirmed: amount(null, null, '0.00'), ...changed, unit: null, estimated: amount(null, '10.00', '10.00') },
        { initiative: SCANNING, benefit: POSTAGE, change: 'CHANGED', counted: { from: '6650', to: '6700' }, adjusted: amount('99750.00', '100500.00', '750.00'), confirmed: amount('99750.00', null, '-99750.00'), ...changed },
      ],
      totals: [
        { ...changed, adjusted: amount(null, '100500.00', '100500.00'), confirmed: amount(null, null, '0.00') },
        { ...changed, type: 'QUALITY', unit: 'poäng', estimated: amount('2.00', '1.00', '-1.00'), adjusted: amount('5.00', null, '-5.00'), confirmed: amount('1.00', '1234.00', '1233.00') },
      ],
    }, // prettier-ignore
  };
}

function methodOf({ method }: Statement): Statement['method'] {
  const parameter = { validFrom: '2026-01-01', validTo: '2026-12-31', version: 2, source: 'Mätning', reason: 'Ny avläsning', approvedBy: 'ekonomichef' };
  return {
    benefits: method.benefits.map((line, at) => ({
      ...line,
      cap: (['none', 'month', 'year'] as const)[at % 3] ?? 'none',
      processChange: at % 2 === 0 ? '2026-02-03' : null,
      baselines: [{ ...parameter, values: [{ name: 'volumePerYear', value: '120000' }, { name: 'method', value: 'sample' }] }],
      adjustments: [{ ...parameter, values: [{ name: 'deadweight', value: '0.1' }, { name: 'unknownField', value: '12 → 13' }] }],
    })), // prettier-ignore
    rates: [
      ...method.rates,
      { name: 'postage', unit: 'SEK', value: '15', validFrom: null, validTo: '2026-05-31', source: null, method: 'Portotaxa', version: 1 },
    ],
    warnings: [
      { code: 'NO_RUNNING_COST', initiative: SCANNING },
      { code: 'OVERLAP', initiative: SCANNING, benefit: 'postage', with: { initiative: 'forms', benefit: 'paper' } },
      { code: 'OVERLAP', initiative: SCANNING, benefit: 'postage', with: null },
      { code: 'INCOMPLETE_SOURCE', source: 'silent', silentDays: 21, incompleteDays: 2 },
      { code: 'NO_AMOUNT', initiative: SCANNING, benefit: POSTAGE, reason: 'NO_BASELINE' },
    ],
  };
}

function deviationsOf({ deviations }: Statement): Statement['deviations'] {
  const [line] = deviations.lines;
  if (line === undefined) throw new Error('the made-up statement has a deviation');
  const silent = { ...line, estimated: null, gross: null, rate: null, cause: null, comment: null, action: null, due: null, isCurrent: false };
  return { lines: [...deviations.lines, { ...silent, initiative: SCANNING, benefit: FORMS, month: '2026-05' }] };
}

/** A statement that says something in every member that a statement has, in every way that it can. */
export function fullStatement(): Statement {
  const made = exampleStatement({ benefits: 12, state: 'PRELIMINARY' });
  const { summary, organisation, charts, beyondMoney } = made;
  const [hours] = beyondMoney.hours;
  const [waiting] = made.delay.waiting;
  if (hours === undefined || waiting === undefined) throw new Error('the made-up statement has hours, and something that waits');
  return {
    ...made,
    header: headerOf(made),
    summary: {
      totals: summary.totals.map((total, at) => ({
        ...total,
        withoutEstimate: at,
        period: { ...total.period, rounding: { ...total.period.rounding, gross: at === 0 ? '0.01' : '0.00' } },
        forecast: at === 1 ? { ...total.forecast, method: null, amount: null, without: 2 } : { ...total.forecast, rounding: { amount: '-0.01', plan: '0.00' } },
      })),
      nets: summary.nets.map((total) => ({ ...total, withoutRunningCost: 2, rounding: { ...total.rounding, cumulativeNet: '-0.01' } })),
      deviations: summary.deviations.map((line) => ({
        ...line,
        price: '-12.30',
        remarks: [...line.remarks, { month: '2026-05', cause: null, comment: null, by: 'controller' }],
      })),
    },
    benefits: {
      lines: made.benefits.lines.map(varied),
      initiatives: made.benefits.initiatives.map((line, at) =>
        at === 0 ? line : { ...line, netType: null, period: { ...line.period, net: null }, cumulativeNet: null, warnings: ['NET_UNDEFINED', 'THIN_SLICE'] },
      ),
    },
    organisation: {
      ...organisation,
      units: [
        ...organisation.units,
        { ...organisation.units[0], department: null, responsibilityUnit: null, initiatives: 1, totals: summary.totals.slice(0, 1), nets: [] },
      ],
      goals: [
        { goal: 'Mindre papper', initiatives: [SCANNING, UNTITLED], totals: summary.totals, nets: summary.nets },
        { goal: 'Snabbare svar', initiatives: [FORMS], totals: summary.totals.slice(3), nets: [] },
      ],
      planLines: organisation.planLines.map((line, at) => ({
        ...line,
        standing: (['DONE', 'DUE', 'LATE', 'LATER'] as const)[at % 4] ?? 'DUE',
        budgetYear: at === 1 ? null : line.budgetYear,
        measure: at === 2 ? null : line.measure,
      })),
    },
    charts: {
      ...charts,
      waterfalls: charts.waterfalls.map((chart, at) => (at === 0 ? { ...chart, withoutEstimate: '12.00', notSplit: '-7.50', rounding: '0.01' } : chart)),
      cumulative: charts.cumulative.map((chart, at) =>
        at === 0 ? { ...chart, points: chart.points.map((point) => ({ ...point, low: null, high: null })) } : chart,
      ),
      adoption: [...charts.adoption, ...charts.adoption.map((chart) => ({ ...chart, benefit: POSTAGE, unit: null, breakEvenShare: null }))],
      payback: [...charts.payback, ...charts.payback.map((chart) => ({ ...chart, initiative: SCANNING, paybackMonths: null }))],
    },
    beyondMoney: { ...beyondMoney, hours: [...beyondMoney.hours, { ...hours, benefit: POSTAGE, period: null }] },
    delay: { ...made.delay, waiting: [...made.delay.waiting, { ...waiting, initiative: SCANNING, phase: null, goLive: null, type: null, perMonth: null }] },
    deviations: deviationsOf(made),
    corrections: correctionsOf(made),
    method: methodOf(made),
    signOff: {
      ...made.signOff,
      isApproved: false,
      steps: [...made.signOff.steps, { step: 'APPROVED', month: '2026-06', by: 'ekonomichef', at: null, figures: 0 }],
    },
  };
}
