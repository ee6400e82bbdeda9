import type { ExplainedParameter, RegisterPlace } from '@hemtag/contracts';
import type { ExplainedFigure, ExplainedRate, ExplainedValue, Validity } from '@hemtag/benefit';
import type { Benefit, InitiativeSpec } from '@hemtag/register';
import type { StoredVersion } from './ports.js';

/** Every version of the register objects that a figure may depend on: its initiative and the rates. */
export interface ParameterSources {
  readonly initiative: readonly StoredVersion[];
  readonly rates: readonly StoredVersion[];
}

type Content = ExplainedParameter['content'];
type Found = { readonly content: Content; readonly register: RegisterPlace | null };

const placeOf = ({ kind, tenant, name, version, recordedAt, author }: StoredVersion): RegisterPlace => ({
  kind,
  tenant,
  name,
  version,
  recordedAt: new Date(recordedAt).toISOString(),
  author,
});

/** An entry of the newest version with the version that has said it without a break since; oldest versions first. */
function sinceWhen(versions: readonly StoredVersion[], read: (version: StoredVersion) => object | undefined): Found | null {
  const entry = versions.length === 0 ? undefined : read(versions[versions.length - 1] as StoredVersion);
  if (entry === undefined) return null;
  const text = JSON.stringify(entry);
  let since: StoredVersion | null = null;
  for (const version of [...versions].reverse()) {
    if (JSON.stringify(read(version)) !== text) break;
    since = version;
  }
  return { content: entry as Content, register: since && placeOf(since) };
}

const specOf = ({ document }: StoredVersion): InitiativeSpec | null => (document.kind === 'Initiative' ? document.spec : null);
const benefitOf = (version: StoredVersion, name: string): Benefit | undefined => specOf(version)?.benefits.find((benefit) => benefit.name === name);

type EntryList = 'value' | 'baseline' | 'estimate' | 'adjust';

interface Wanted {
  readonly kind: ExplainedParameter['kind'];
  readonly list: EntryList;
  readonly entry: Validity & { readonly version?: number };
  readonly unit?: string | null;
}

function ofBenefit({ initiative }: ParameterSources, name: string, { kind, list, entry, unit = null }: Wanted): ExplainedParameter {
  // Estimates are known by their version, everything else by its first day.
  const isIt = (other: { readonly validFrom: string; readonly version?: number }): boolean =>
    entry.version === undefined ? other.validFrom === entry.validFrom : other.version === entry.version;
  const found = sinceWhen(initiative, (version) =>
    (benefitOf(version, name)?.[list] as readonly { validFrom: string; version?: number }[] | undefined)?.find(isIt),
  );
  return { kind, name: null, unit, validFrom: entry.validFrom, validTo: entry.validTo, content: found?.content ?? {}, register: found?.register ?? null };
}

/** Of a shared rate and the tenant's own of one name the tenant's wins. */
function ofRate({ rates }: ParameterSources, { name, unit, version }: ExplainedRate): ExplainedParameter {
  const named = rates.filter((rate) => rate.name === name);
  const own = named.filter(({ tenant }) => tenant !== null);
  const found = sinceWhen(own.length > 0 ? own : named, ({ document }) =>
    document.kind === 'Rate' ? document.spec.versions.find(({ validFrom }) => validFrom === version.validFrom) : undefined,
  );
  return { kind: 'rate', name, unit, validFrom: version.validFrom, validTo: version.validTo, content: found?.content ?? {}, register: found?.register ?? null };
}

function processChange({ initiative }: ParameterSources, day: string | null): ExplainedParameter[] {
  if (day === null) return [];
  const found = sinceWhen(initiative, (version) => {
    const spec = specOf(version);
    return spec?.processChange === undefined ? undefined : { processChange: spec.processChange };
  });
  return [{ kind: 'processChange', name: null, unit: null, validFrom: day, validTo: null, content: found?.content ?? {}, register: found?.register ?? null }];
}

/** Every row of the register that a figure depends on, once, with where and since when the register says it. */
export function explainedParameters({ parts, benefit }: ExplainedFigure, sources: ParameterSources): ExplainedParameter[] {
  const ofValue = (value: ExplainedValue | null, kind: 'value' | 'estimateValue'): ExplainedParameter[] =>
    value === null
      ? []
      : [
          ofBenefit(sources, benefit.name, { kind, list: 'value', entry: value.entry, unit: value.unit }),
          ...(value.rate === null ? [] : [ofRate(sources, value.rate)]),
        ];
  const rows = [
    ...processChange(sources, parts.processChange),
    ...parts.runs.flatMap(({ value, adjust, redeployable, baseline }) => [
      ...ofValue(value, 'value'),
      ...(adjust === null ? [] : [ofBenefit(sources, benefit.name, { kind: 'adjust', list: 'adjust', entry: adjust })]),
      ...(redeployable === null || redeployable === adjust
        ? []
        : [ofBenefit(sources, benefit.name, { kind: 'redeployable', list: 'adjust', entry: redeployable })]),
      ...(baseline === null ? [] : [ofBenefit(sources, benefit.name, { kind: 'baseline', list: 'baseline', entry: baseline })]),
    ]),
    ...(parts.baseline === null ? [] : [ofBenefit(sources, benefit.name, { kind: 'baseline', list: 'baseline', entry: parts.baseline })]),
    ...(parts.estimate === null ? [] : [ofBenefit(sources, benefit.name, { kind: 'estimate', list: 'estimate', entry: parts.estimate.entry })]),
    ...ofValue(parts.estimate?.value ?? null, 'estimateValue'),
  ];
  const known = new Set<string>();
  return rows.filter(({ kind, name, validFrom }) => {
    const key = JSON.stringify([kind, name, validFrom]);
    return !known.has(key) && known.add(key);
  });
}
