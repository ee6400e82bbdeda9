import { parseArgs } from 'node:util';

import type { BenefitSize } from './benefit-workload.js';

export interface BenefitBenchOptions {
  readonly size: BenefitSize;
  readonly changes: { readonly perSecond: number; readonly seconds: number };
  /** Requests for a tenant and year. */
  readonly requests: number;
  readonly jsonFile: string;
  /** Folder for a CPU profile of each process of the service; it slows the service down. */
  readonly cpuProfileDir: string | null;
}

export const BENEFIT_USAGE = `Usage: npm run bench:benefit -- [--tenants N] [--benefits N] [--volumes N] [--rate N] [--seconds N] [--requests N]
  [--json FILE] [--cpu-profile DIR]`;

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Error(`--${name} takes a whole number above 0`);
  return Number(text);
}

/** Throws with a sentence for the reader where an argument is not understood. */
export function readBenefitOptions(args: readonly string[]): BenefitBenchOptions {
  const text = (preset: string): { readonly type: 'string'; readonly default: string } => ({ type: 'string', default: preset });
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenants: text('50'),
      benefits: text('5000'),
      volumes: text('3000000'),
      rate: text('500'),
      seconds: text('60'),
      requests: text('100'),
      json: text('.hemtag/bench-benefit.json'),
      'cpu-profile': { type: 'string' },
    },
  });
  const size = {
    tenants: wholeNumber('tenants', values.tenants),
    benefits: wholeNumber('benefits', values.benefits),
    volumes: wholeNumber('volumes', values.volumes),
  };
  if (size.tenants > size.benefits || size.benefits > size.volumes)
    throw new Error('there are at least as many benefits as tenants, and as many volumes as benefits');
  return {
    size,
    changes: { perSecond: wholeNumber('rate', values.rate), seconds: wholeNumber('seconds', values.seconds) },
    requests: wholeNumber('requests', values.requests),
    jsonFile: values.json,
    cpuProfileDir: values['cpu-profile'] ?? null,
  };
}
