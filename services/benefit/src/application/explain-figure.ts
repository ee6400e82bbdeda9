import type { ExplainedVolumeRow, ExplanationResponse, UsageSeries } from '@hemtag/contracts';
import {
  adjustedLine, evidenceShare, explainFigures, figureName, formulaId, grossLine, listedVolumes, numberText, type ExplainedFigure, type ExplainedVolume, type FigureName, type Recomputed, type RecomputedRun, type Series,
} from '@hemtag/benefit'; // prettier-ignore
import {
  err,
  exactText,
  formatAmount,
  formatExactInstant,
  formatInstant,
  isZero,
  lastDay,
  ok,
  rational,
  type Instant,
  type Rational,
  type Result,
} from '@hemtag/kernel';
import { explainedParameters } from './explained-parameters.js';
import type { PeriodStore } from './period-ports.js';
import type { RegisterStore, StoredVersion, VolumeFact, VolumeFacts } from './ports.js';
import type { FigureFacts } from './figure-facts.js';
import { figuresInput, readFigures, type FiguresPorts } from './read-figures.js';
import { settled } from './settled.js';

export interface ExplainPorts extends FiguresPorts {
  readonly facts: VolumeFacts;
  readonly periods: Pick<PeriodStore, 'factsOf' | 'mark'>;
}

export interface ExplainQuery {
  readonly id: string;
  /** The page of volumes: how many, and how many were shown before it. */
  readonly limit: number;
  readonly offset: number;
  /** As it was known then; null: now. */
  readonly asKnownOn: Instant | null;
}

/** `next`: how many volumes were shown up to here; null where that is all. */
export type ExplanationPage = Omit<ExplanationResponse, 'next'> & { readonly next: number | null };

export type ExplainRefusal = { readonly kind: 'unknown-figure' } | { readonly kind: 'not-yet-known' };

const HUNDRED = rational('100');
const orNull = <T>(value: Rational | null, text: (value: Rational) => T): T | null => value && text(value);
const percent = (part: Rational, whole: Rational): string | null => (isZero(whole) ? null : formatAmount(part.mul(HUNDRED).div(whole)));

function runRow({ parts }: ExplainedFigure, recomputed: RecomputedRun): ExplanationResponse['runs'][number] {
  const { run, counted, gross, adjusted, hours } = recomputed;
  const isNegated = parts.polarity === 'DISBENEFIT';
  const text = (value: Rational): string => formatAmount(isNegated ? value.neg() : value);
  return {
    from: run.from,
    to: run.to,
    formula: run.value && formulaId(run.value.entry.formula),
    counted: exactText(counted),
    unit: run.value?.unit ?? null,
    gross: text(gross),
    adjusted: text(adjusted),
    hours: run.value?.entry.formula === 'time-saved' ? text(hours) : null,
    calculation: grossLine(recomputed, parts.volumes[0]?.unit ?? null, isNegated),
    adjustment: adjustedLine(recomputed, isNegated),
  };
}

function recomputedRow(found: Recomputed): ExplanationResponse['recomputed'] {
  const { actual, counted, excess, gross, adjusted, hours, estimatedQuantity, estimatedAmount, reason } = found;
  return {
    actual: orNull(actual, numberText),
    counted: orNull(counted, numberText),
    excess: orNull(excess, numberText),
    gross: orNull(gross, numberText),
    adjusted: orNull(adjusted, numberText),
    hours: orNull(hours && hours.gross, numberText),
    estimatedQuantity: orNull(estimatedQuantity, numberText),
    estimatedAmount: orNull(estimatedAmount, numberText),
    reason,
  };
}

function evidenceRow({ figure, benefit, recomputed: { adjusted } }: ExplainedFigure): ExplanationResponse['evidence'] {
  if (adjusted === null || figure.kind === 'ADJUSTMENT') return null;
  const { measured, assumed } = evidenceShare(benefit.evidence, adjusted);
  return {
    measured: formatAmount(measured),
    assumed: formatAmount(assumed),
    measuredShare: percent(measured, adjusted),
    assumedShare: percent(assumed, adjusted),
  };
}

function bookingRow({ figure, booking: { originalMonth, isFrozen, amount, reported } }: ExplainedFigure): ExplanationResponse['booking'] {
  if (figure.kind === 'ORIGINAL' && reported.length === 0) return null;
  const rows = reported.map(({ month, kind, asReported, unit }) => ({ month, kind, asReported: orNull(asReported, exactText), unit }));
  return { originalMonth, isFrozen, amount: orNull(amount, exactText), reported: rows };
}

const headOf = ({ figure }: ExplainedFigure): ExplanationResponse['figure'] => {
  const { id, kind, initiative, benefit, type, evidence, month, state, quantity, amount, complete, reason } = figure;
  return {
    ...{ id, kind, initiative, benefit, type, evidence, month, state, complete, reason },
    originalMonth: figure.originalMonth ?? null,
    asReported: amount.asReported,
    unit: amount.unit,
    quantityUnit: quantity.unit,
    actual: quantity.actual,
    counted: quantity.counted,
    excess: quantity.excess,
    gross: amount.gross,
    adjusted: amount.adjusted,
  };
};

const factKey = (series: string, day: string): string => `${series} ${day}`;

interface Listed {
  readonly volumes: readonly (ExplainedVolume & { readonly use: ExplainedVolumeRow['use'] })[];
  readonly seriesOf: (series: Series) => UsageSeries;
  readonly facts: ReadonlyMap<string, VolumeFact>;
}

function volumeRow({ seriesOf, facts }: Listed, { use, series, day, quantity, unit }: Listed['volumes'][number]): ExplainedVolumeRow {
  const known = seriesOf(series);
  const fact = facts.get(factKey(known.key, day));
  const storedAt = fact === undefined || fact.storedAt === null ? null : new Date(fact.storedAt).toISOString();
  return { use, series: known, day, quantity: exactText(quantity), unit, events: fact?.events ?? 0, revision: fact?.revision ?? 0, storedAt };
}

/** Volumes belong to the series objects that were read, so that nothing has to be compared to find their keys. */
async function listedOf(
  explained: ExplainedFigure,
  { everUsed }: FigureFacts,
  { tenant, asKnownOn, facts }: { readonly tenant: string; readonly asKnownOn: Instant | null; readonly facts: VolumeFacts },
): Promise<Listed> {
  const known = new Map<Series, UsageSeries>(everUsed.map((series) => [series, series]));
  const seriesOf = (series: Series): UsageSeries => {
    const found = known.get(series);
    if (found === undefined) throw new Error('a volume belongs to a series that was not read');
    return found;
  };
  const volumes = listedVolumes(explained.parts, explained.recomputed);
  const keys = [...new Set(volumes.map(({ series }) => seriesOf(series).key))];
  const days = volumes.map(({ day }) => day).sort();
  const rows = volumes.length === 0 ? [] : await facts.ofSeries({ tenant, keys, from: days[0] ?? '', until: days.at(-1) ?? '', asKnownOn });
  return { volumes, seriesOf, facts: new Map(rows.map((row) => [factKey(row.seriesKey, row.day), row])) };
}

async function sourcesOf({ tenant, initiative }: FigureName, asKnownOn: Instant | null, register: RegisterStore) {
  const [own, rates] = await Promise.all([
    register.versions({ kind: 'Initiative', tenant, name: initiative }),
    register.versions({ kind: 'Rate', tenant, name: null }),
  ]);
  const isKnown = ({ recordedAt }: StoredVersion): boolean => asKnownOn === null || recordedAt <= asKnownOn;
  return { initiative: own.filter(isKnown), rates: rates.filter(isKnown) };
}

/** The figure as it is answered, from usage that the database has summed between changes, with its parts day by day; null where there is no such figure. */
async function explainedOf(
  { tenant, initiative, benefit, month }: FigureName,
  { id, asKnownOn }: Pick<ExplainQuery, 'id' | 'asKnownOn'>,
  ports: ExplainPorts,
): Promise<{ readonly explained: ExplainedFigure; readonly inputs: FigureFacts } | null> {
  const query = { tenant, from: month, to: month, initiative, benefit, priceYear: null, asKnownOn } as const;
  const answered = await readFigures(query, ports);
  const inputs = await figuresInput({ ...query, isByDay: true }, ports);
  if (!answered.ok || !inputs.ok) return null;
  const [explained] = explainFigures(
    inputs.value,
    answered.value.figures.filter((figure) => figure.id === id),
  );
  return explained === undefined ? null : { explained, inputs: inputs.value };
}

/** Everything that one figure depends on, and the figure evaluated again from exactly these parts. */
export async function explainFigure({ id, limit, offset, asKnownOn }: ExplainQuery, ports: ExplainPorts): Promise<Result<ExplanationPage, ExplainRefusal>> {
  const place = figureName(id);
  if (place === null) return err({ kind: 'unknown-figure' });
  if (asKnownOn !== null && asKnownOn > ports.clock()) return err({ kind: 'not-yet-known' });
  const { tenant, month } = place;
  const found = await settled({
    evaluate: () => explainedOf(place, { id, asKnownOn }, ports),
    differs: (answer) => answer !== null && answer.explained.differences.length > 0,
    mark: () => ports.periods.mark(tenant, lastDay(month)),
  });
  if (found === null) return err({ kind: 'unknown-figure' });
  const { explained, inputs } = found;
  const [listed, sources] = await Promise.all([
    listedOf(explained, inputs, { tenant, asKnownOn, facts: ports.facts }),
    sourcesOf(place, asKnownOn, ports.register),
  ]);
  const { parts, recomputed, differences } = explained;
  const metered = listed.volumes.filter(({ use }) => use === 'metered').map((volume) => volumeRow(listed, volume));
  const end = offset + limit;
  return ok({
    tenant,
    asKnownOn: asKnownOn === null ? formatInstant(inputs.now, inputs.timeZone) : formatExactInstant(asKnownOn, inputs.timeZone),
    figure: headOf(explained),
    countsFrom: parts.countsFrom,
    formulas: [...new Set(recomputed.runs.flatMap(({ run }) => (run.value === null ? [] : [formulaId(run.value.entry.formula)])))],
    runs: recomputed.runs.map((run) => runRow(explained, run)),
    days: recomputed.days.map(({ day, metered: used, counted, excess, room }) => ({
      day,
      metered: exactText(used),
      counted: exactText(counted),
      excess: exactText(excess),
      room: orNull(room, exactText),
    })),
    cap: parts.cap === 'none' ? null : { period: parts.cap, countedBefore: exactText(recomputed.countedBefore) },
    booking: bookingRow(explained),
    parameters: explainedParameters(explained, sources),
    volumes: listed.volumes.slice(offset, end).map((volume) => volumeRow(listed, volume)),
    volumeCount: listed.volumes.length,
    events: metered.reduce((total, { events }) => total + events, 0),
    evidence: evidenceRow(explained),
    recomputed: recomputedRow(recomputed),
    agrees: differences.length === 0,
    differences: [...differences],
    next: end < listed.volumes.length ? end : null,
  });
}
