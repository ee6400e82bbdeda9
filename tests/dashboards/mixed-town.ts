/*
 * A town that invites every mistake: two currencies, three types and four units in the same months and of very different size, quotes in what people name, a source
 * that never sends, and benefits with no amount. The other towns are those of the example.
 */
export const MIXED_TOWN = 'SE-0009';
/** It has nothing but its name. */
export const EMPTY_TOWN = 'SE-0010';
export const YEAR = '2025';

const FROM = '2025-01-01';
const APPROVED = 'role:finance-controller';
const baseline = [
  { validFrom: FROM, volumePerYear: '100000', method: 'log', measuredFrom: '2024-01-01', measuredTo: '2024-12-31', source: 'log', approvedBy: APPROVED },
];
const estimate = (annualVolume: string) => [
  {
    version: 1,
    validFrom: FROM,
    annualVolume,
    low: String(Number(annualVolume) * 0.8),
    likely: annualVolume,
    high: String(Number(annualVolume) * 1.1),
    approvedBy: APPROVED,
  },
];
const unitValue = (value: string) => [{ validFrom: FROM, formula: 'unit-value', unitValue: value }];
const letters = { subjects: ['message:letter'], units: ['letter'] };
const trips = { subjects: ['trip:avoided'], units: ['visit'] };

interface Initiative {
  readonly name: string;
  readonly title: string | object;
  readonly department: string;
  readonly currency: string;
  readonly costs?: readonly object[];
  readonly benefits: readonly object[];
}
const initiative = ({ name, ...spec }: Initiative): object => ({
  apiVersion: 'hemtag/v1', kind: 'Initiative', metadata: { tenant: MIXED_TOWN, name },
  spec: { benefitOwner: 'role:owner', controller: APPROVED, phase: 'OPERATION', goLive: FROM, processChange: FROM, ...spec },
}); // prettier-ignore

const POST = initiative({
  name: 'post',
  title: { sv: `Post "snabb" d'Arc`, en: `"Fast" post O'Brien` },
  department: `Vård & "omsorg" O'Brien`,
  currency: 'SEK',
  costs: [
    { name: 'introduction', kind: 'ONE_OFF', amount: '40000', date: FROM },
    { name: 'operation', kind: 'RUNNING', perYear: '12000', validFrom: FROM },
  ],
  benefits: [
    {
      name: 'postage', title: { sv: 'Porto', en: 'Postage' }, type: 'FINANCIAL', evidence: 'UPPFOLJD', meter: letters, potential: { subjects: ['message:*'], units: ['letter'] },
      value: unitValue('15'), baseline, estimate: estimate('9000'),
      plan: [{ name: 'budget', measure: 'budget cut', responsibilityUnit: '4711', budgetYear: 2025, plannedAmount: '90000', plannedDate: '2025-04-01' }],
    },
    {
      name: 'handling', title: { sv: "Tid för 'brev'" }, type: 'REDISTRIBUTED', evidence: 'BERAKNAD', meter: letters, baseline, estimate: estimate('9000'),
      value: [{ validFrom: FROM, formula: 'time-saved', minutes: '10', rate: 'hourly-cost-se' }],
      adjust: [{ validFrom: FROM, deadweight: '0.1', redeployable: '0.4', reason: 'measured', approvedBy: APPROVED }],
    },
    { name: 'draft', title: { sv: 'Utan värde' }, type: 'FINANCIAL', evidence: 'BEDOMD', meter: trips },
  ],
}); // prettier-ignore
const ABROAD = initiative({
  name: 'post-abroad',
  title: 'Post abroad',
  department: 'Kommunledning',
  currency: 'EUR',
  benefits: [
    { name: 'postage', title: 'Postage abroad', type: 'FINANCIAL', evidence: 'LANAD', meter: { subjects: ['message:parcel'], units: ['document'] }, value: unitValue('0.37'), baseline, estimate: estimate('24') },
    { name: 'fines', title: 'Fines', type: 'AVOIDANCE', evidence: 'BEDOMD', meter: { subjects: ['message:parcel'], units: ['document'] }, value: unitValue('12345.67'), baseline },
  ],
}); // prettier-ignore
const TRIPS = initiative({
  name: 'trips',
  title: { sv: 'Resor; "färre"' },
  department: 'Kommunledning',
  currency: 'SEK',
  benefits: [
    { name: 'distance', title: { sv: 'Sträcka' }, type: 'ENVIRONMENT', evidence: 'BERAKNAD', meter: trips, value: [{ validFrom: FROM, formula: 'distance', perUnit: '11/9' }], baseline, estimate: estimate('1200') },
    { name: 'co2', title: { sv: 'Utsläpp' }, type: 'ENVIRONMENT', evidence: 'BERAKNAD', meter: trips, value: [{ validFrom: FROM, formula: 'emission', perUnit: '11/9', factor: 'car-co2' }], baseline },
    { name: 'complaints', title: { sv: 'Klagomål' }, type: 'QUALITY', evidence: 'UPPFOLJD', meter: trips, value: [{ validFrom: FROM, formula: 'native', perUnit: '0.01', unit: `klagomål "mindre"` }], baseline },
    { name: 'shelves', title: { sv: 'Hyllmeter' }, type: 'QUALITY', evidence: 'UPPFOLJD', meter: letters, value: [{ validFrom: FROM, formula: 'native', perUnit: '0.4', unit: 'm' }], baseline },
  ],
}); // prettier-ignore

const tenant = (name: string, title: string | object) => ({
  apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name },
  spec: { title, country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv' },
}); // prettier-ignore
const source = (name: string, expectedEvery: string | undefined) => ({
  apiVersion: 'hemtag/v1', kind: 'Source', metadata: { tenant: MIXED_TOWN, name },
  spec: { source: `/se/0009/${name}/prod`, title: `Källa "${name}"`, events: 'record', timeZone: 'Europe/Stockholm', ...(expectedEvery === undefined ? {} : { expectedEvery }) },
}); // prettier-ignore

/** Nobody delivers mail here, so what goes to people waits; the target is a folder. */
export const MIXED_TARGET = 'archive';
const REPORT_PLAN = {
  apiVersion: 'hemtag/v1', kind: 'ReportPlan', metadata: { tenant: MIXED_TOWN, name: 'monthly' },
  spec: { formats: ['csv'], recipients: [{ role: `ekonomichef "vid" O'Brien`, address: 'ekonomichef@kommun.example' }], targets: [MIXED_TARGET] },
}; // prettier-ignore

export const MIXED_REGISTER: readonly object[] = [
  tenant(MIXED_TOWN, { sv: `Mixköping "O'Brien"`, en: 'Mixtown' }),
  tenant(EMPTY_TOWN, 'Tomköping'),
  source('post', 'P1D'),
  source('trips', undefined),
  source('dead', 'P7D'),
  POST,
  ABROAD,
  TRIPS,
  REPORT_PLAN,
];

interface Usage {
  readonly id: string;
  readonly source?: string;
  readonly time: string;
  readonly subject: string;
  readonly quantity: number;
  readonly unit: string;
}
export const eventLine = ({ id, source: name = 'post', time, subject, quantity, unit }: Usage): string =>
  `${JSON.stringify({
    specversion: '1.0', type: 'io.hemtag.usage.recorded.v1', source: `/se/0009/${name}/prod`, id, time, subject, datacontenttype: 'application/json',
    data: { quantity, unit, outcome: 'success' },
  })}\n`; // prettier-ignore

/** Letters, parcels and trips of January to June; one each on the last evening of a month, which is the next one in UTC's view of it. */
export const MIXED_EVENTS: readonly string[] = [1, 2, 3, 4, 5, 6].flatMap((month) => {
  const day = (of: number): string => `2025-0${month}-${String(of).padStart(2, '0')}T10:00:00Z`;
  return [
    eventLine({ id: `letters-${month}`, time: day(14), subject: 'message:letter', quantity: 700 + month * 13, unit: 'letter' }),
    eventLine({ id: `postcards-${month}`, time: day(15), subject: 'message:postcard', quantity: 500, unit: 'letter' }),
    eventLine({ id: `parcels-${month}`, time: day(20), subject: 'message:parcel', quantity: 2 + month, unit: 'document' }),
    eventLine({ id: `trips-${month}`, source: 'trips', time: day(21), subject: 'trip:avoided', quantity: 90 + month, unit: 'visit' }),
    eventLine({ id: `turn-${month}`, time: `2025-0${month}-01T23:30:00+01:00`, subject: 'message:letter', quantity: 1, unit: 'letter' }),
  ];
});
