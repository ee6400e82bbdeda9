import type { UsageVolume } from '@hemtag/contracts';

import { bits } from './workload.js';

/** How much there is; every number a whole one. */
export interface BenefitSize {
  readonly tenants: number;
  readonly benefits: number;
  /** Volume-days, the same number for each benefit. */
  readonly volumes: number;
}

const BENEFITS_PER_INITIATIVE = 10;
const DAY_MS = 86_400_000;
const UNIT_VALUE = 15n;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** The load of the benchmark of the benefit service: each benefit meters one series, which has usage on each of its days up to yesterday. */
export class BenefitWorkload {
  readonly days: number;
  private readonly lastDayMs: number;

  constructor(
    private readonly size: BenefitSize,
    nowMs: number,
  ) {
    this.days = Math.max(1, Math.floor(size.volumes / size.benefits));
    this.lastDayMs = Math.floor(nowMs / DAY_MS) * DAY_MS - DAY_MS;
  }

  get benefits(): number {
    return this.size.benefits;
  }

  get tenants(): readonly string[] {
    return Array.from({ length: this.size.tenants }, (_, n) => `SE-${pad(n, 4)}`);
  }

  tenantOf(benefit: number): string {
    return `SE-${pad(benefit % this.size.tenants, 4)}`;
  }

  sourceOf(tenant: string): string {
    return `/se/${tenant.slice(3)}/cases/prod`;
  }

  /** Day 0 is the first. */
  dayOf(index: number): string {
    return new Date(this.lastDayMs - (this.days - 1 - index) * DAY_MS).toISOString().slice(0, 10);
  }

  seriesOf(benefit: number): UsageVolume['series'] {
    return {
      key: `00000000-0000-4000-8000-${pad(benefit, 12)}`,
      source: this.sourceOf(this.tenantOf(benefit)),
      subject: `case:${benefit}`,
      unit: 'case',
      outcome: 'success',
      channel: 'e-service',
      orgUnit: null,
      dimensions: {},
      measure: null,
    };
  }

  /** Of a benefit on a day, before anything was changed. */
  quantityOf(benefit: number, day: number): number {
    return 1 + (bits(benefit * 4_096 + day, 21) % 40);
  }

  /** Every fourth benefit counts 15.00 for each case whatever the day, so that its sum can be told without the service. */
  isPlain(benefit: number): boolean {
    return Math.floor(benefit / this.size.tenants) % 4 === 0;
  }

  static plainAmount(cases: bigint): string {
    return `${cases * UNIT_VALUE}.00`;
  }

  /** All manifests of a tenant, one JSON document each. */
  manifestsOf(tenant: string): readonly object[] {
    const own = Array.from({ length: this.size.benefits }, (_, n) => n).filter((n) => this.tenantOf(n) === tenant);
    const initiatives = Array.from({ length: Math.ceil(own.length / BENEFITS_PER_INITIATIVE) }, (_, n) =>
      own.slice(n * BENEFITS_PER_INITIATIVE, (n + 1) * BENEFITS_PER_INITIATIVE),
    );
    const spec = { title: tenant, country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK', language: 'sv', population: 50_000 };
    const source = { source: this.sourceOf(tenant), timeZone: 'Europe/Stockholm', expectedEvery: 'P1D' };
    return [
      { apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name: tenant }, spec },
      { apiVersion: 'hemtag/v1', kind: 'Source', metadata: { tenant, name: 'cases' }, spec: source },
      { apiVersion: 'hemtag/v1', kind: 'Rate', metadata: { tenant, name: 'hourly' }, spec: { unit: 'SEK/h', versions: [{ validFrom: '2020-01-01', value: '347.04' }] } },
      ...initiatives.map((benefits, n) => this.initiative(tenant, n, benefits)),
    ]; // prettier-ignore
  }

  private initiative(tenant: string, n: number, benefits: readonly number[]): object {
    const spec = {
      title: { sv: `Insats ${n}` },
      department: `Department ${n % 5}`,
      benefitOwner: 'role:manager',
      goLive: '2020-01-01',
      processChange: '2020-01-01',
      currency: 'SEK',
      costs: [{ name: 'operation', kind: 'RUNNING', perYear: '250000', validFrom: this.dayOf(0) }],
      benefits: benefits.map((benefit) => this.benefit(benefit)),
    };
    return { apiVersion: 'hemtag/v1', kind: 'Initiative', metadata: { tenant, name: `initiative-${n}` }, spec };
  }

  private benefit(benefit: number): object {
    const [validFrom, approvedBy] = ['2020-01-01', 'role:controller'];
    const turn = this.dayOf(Math.floor(this.days / 2));
    const kind = Math.floor(benefit / this.size.tenants) % 4;
    const value = [
      [{ validFrom, formula: 'unit-value', unitValue: String(UNIT_VALUE) }],
      [{ validFrom, formula: 'time-saved', minutes: '10', rate: 'hourly' }],
      [{ validFrom, formula: 'unit-value', unitValue: '40/3' }, { validFrom: turn, formula: 'unit-value', unitValue: '15' }],
      [{ validFrom, formula: 'unit-value', unitValue: '12.50' }],
    ]; // prettier-ignore
    return {
      name: `benefit-${benefit}`,
      title: { sv: `Nytta ${benefit}` },
      type: kind === 1 ? 'REDISTRIBUTED' : 'FINANCIAL',
      evidence: 'BERAKNAD',
      cap: kind === 3 ? 'year' : 'none',
      meter: { subjects: [`case:${benefit}`], units: ['case'] },
      value: value[kind],
      baseline: [
        { validFrom, volumePerYear: '6000', method: 'log', measuredFrom: '2019-01-01', measuredTo: '2019-12-31', source: 'log', approvedBy },
      ],
      estimate: [{ version: 1, validFrom: this.dayOf(0), annualVolume: '7000', low: '6000', likely: '7000', high: '8000', approvedBy }],
      ...(kind === 1 ? { adjust: [{ validFrom, redeployable: '0.4', reason: 'measured', approvedBy }] } : {}),
    }; // prettier-ignore
  }
}
