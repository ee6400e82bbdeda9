import { ESTIMATE_COLOR, LINE_COLOR, STATUS_COLORS } from '../colors.js';
import type { Language } from '../languages.js';
import { bars, horizontalBars, yearTrend } from '../panels/charts.js';
import { fixedColor, hidden, named, settingsFrom, type Override, type Panel } from '../panels/panel.js';
import { cumulativeMonths, monthBars, unitAndColor, waterfall, waterfallAxis, type OneKind } from '../queries/kind-queries.js';
import { WORDS } from '../words.js';

/** Not in legends; the tooltip of the bars would repeat what the link says. */
const UNSEEN = hidden({ viz: false, legend: true, tooltip: true });
const size = { w: 12, h: 8 };
const NUMBERS: Override['matcher'] = { id: 'byType', options: 'number' };
/** The charts over months have the month itself as a number, which is no amount. */
const allBut = (column: string): Override['matcher'] => ({ id: 'byRegexp', options: `^(?!${column}$).*` });

interface Of {
  readonly extent: OneKind;
  readonly language: Language;
}

export function monthBarsPanel({ extent, language, link }: Of & { readonly link?: { readonly title: string; readonly url: string } }): Panel {
  const words = WORDS[language];
  const text = {
    sv: {
      title: `Uppmätt och estimerat per månad (${words.incompleteMark})`,
      description: 'Bruttonyttan och estimatet för varje månad. Stängda månader visas omräknade, med det som blivit känt efteråt. En månad utan stapel har inget värde än; 0 visas som 0.',
    },
    en: {
      title: `Realised and estimated per month (${words.incompleteMark})`,
      description: 'Gross benefit and estimate of each month. Closed months are restated with what became known later. A month without a bar has no value yet; 0 is shown as 0.',
    },
  }[language]; // prettier-ignore
  return bars({
    ...text, noValue: words.noValue, size, unit: 'from-data', x: words.month,
    targets: [monthBars(extent, language), unitAndColor(extent, language)],
    transformations: [
      settingsFrom('unit', ['unit', 'decimals'], NUMBERS),
      settingsFrom('unit', ['color'], { id: 'byName', options: words.realised }),
    ],
    overrides: [named(words.estimated, fixedColor(ESTIMATE_COLOR)), ...(link === undefined ? [] : [named('figure_id', UNSEEN)])],
    ...(link === undefined ? {} : { links: [link] }),
  }); // prettier-ignore
}

export function cumulativePanel({ extent, language }: Of): Panel {
  const words = WORDS[language];
  const text = {
    sv: {
      title: 'Ackumulerat, med lågt–högt',
      description: 'Summan från januari. Bandet är estimatets låga och höga årsvolym; nyttor utan band räknas med sitt estimat. Den uppmätta linjen slutar vid vald månad.',
    },
    en: {
      title: 'Cumulative, with low–high band',
      description: "Summed from January. The band is the estimate's low and high yearly volume; benefits without one count with their estimate. The realised line ends at the chosen month.",
    },
  }[language]; // prettier-ignore
  const edge = [{ id: 'custom.lineWidth', value: 0 }, fixedColor(ESTIMATE_COLOR), hidden({ viz: false, legend: true, tooltip: false })];
  return yearTrend({
    ...text, noValue: words.noValue, size, unit: 'from-data', x: words.month, axisLabel: '$year', language,
    targets: [cumulativeMonths(extent, language), unitAndColor(extent, language)],
    transformations: [
      settingsFrom('unit', ['unit', 'decimals'], allBut(words.month)),
      settingsFrom('unit', ['color'], { id: 'byName', options: words.realised }),
    ],
    overrides: [
      named(words.estimated, fixedColor(LINE_COLOR), { id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }),
      // `fillBelowTo` names the other series as it is displayed.
      named(words.high, ...edge, { id: 'custom.fillBelowTo', value: words.low }, { id: 'custom.fillOpacity', value: 20 }),
      named(words.low, ...edge, { id: 'custom.fillOpacity', value: 0 }),
      named(words.realised, { id: 'custom.lineWidth', value: 3 }, { id: 'custom.showPoints', value: 'always' }, { id: 'custom.pointSize', value: 7 }),
    ],
  }); // prettier-ignore
}

export function waterfallPanel({ extent, language }: Of): Panel {
  const words = WORDS[language];
  const text = {
    sv: {
      title: 'Avvikelse: estimat → uppmätt',
      description: 'Vad som ligger mellan estimatet och det justerade utfallet hittills i år: volym (andra antal till estimerat belopp per enhet), pris (annat belopp per enhet) och justering (dödvikt, andel och användbar tid). Nyttor utan estimat är inte med.',
    },
    en: {
      title: 'Variance: estimate → realised',
      description: 'What lies between the estimate and the adjusted amount so far this year: volume (other quantities at the estimated amount per unit), price (another amount per unit) and adjustment (deadweight, attribution, redeployable share). Benefits without an estimate take no part.',
    },
  }[language]; // prettier-ignore
  return horizontalBars({
    ...text, noValue: words.noValue, size, unit: 'from-data', x: words.step, custom: { axisLabel: words.axisNote },
    targets: [waterfall(extent, language), unitAndColor(extent, language), waterfallAxis(extent, language)],
    transformations: [settingsFrom('unit', ['unit', 'decimals'], NUMBERS), settingsFrom('min', ['min'], NUMBERS)],
    overrides: [
      named(words.base, { id: 'color', value: { mode: 'fixed', fixedColor: 'transparent' } }, { id: 'custom.fillOpacity', value: 0 }, UNSEEN),
      named(words.total, fixedColor(LINE_COLOR)),
      named(words.increase, fixedColor(STATUS_COLORS.good)),
      named(words.decrease, fixedColor(STATUS_COLORS.act)),
    ],
  }); // prettier-ignore
}
