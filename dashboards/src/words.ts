import type { Language } from './languages.js';

/** Names of columns and series, as tables, legends and tooltips show them; in every language by type. */
const SV = {
  month: 'Månad', realised: 'Uppmätt', estimated: 'Estimerat', low: 'Lågt', high: 'Högt', adjusted: 'Justerat', confirmed: 'Bekräftat', harvested: 'Hemtaget',
  rate: 'Hemtagningsgrad', forecast: 'Prognos helår', plan: 'Estimat helår', forecastOfPlan: 'Prognos / estimat', type: 'Nyttotyp', unit: 'Enhet',
  realisedLast: 'Uppmätt senaste månad', realisedSoFar: 'Uppmätt hittills', estimatedSoFar: 'Estimerat hittills', initiative: 'Initiativ', benefit: 'Nytta',
  department: 'Förvaltning', deviation: 'Avvikelse', note: 'Anmärkning', state: 'Läge', total: 'Summa', increase: 'Ökning', decrease: 'Minskning', base: 'Bas', step: 'Steg',
  estimateStep: 'Estimat', volumeStep: 'Volym', priceStep: 'Pris', adjustmentStep: 'Justering', realisedStep: 'Uppmätt, justerat', netPerMonth: 'Netto per månad',
  cumulativeNet: 'Ackumulerat netto', paidBack: 'Återbetalt', adoption: 'Digital andel', breakEven: 'Brytpunkt', asReported: 'Som rapporterat', data: 'Data',
  figure: 'Siffrans id', explain: 'Så räknades siffran', command: 'Kommando', complete: 'komplett', incomplete: 'data saknas', noValue: 'inget värde än',
  reading: 'Siffror till och med', silent: 'tyst källa', incompleteMark: '* = data saknas', axisNote: 'axeln börjar inte alltid vid 0', forecastSeasonal: 'Prognos helår (säsong)',
  harvestedInBudget: 'Hemtaget i budget', volumeVariance: 'Avvikelse volym', priceVariance: 'Avvikelse pris', adjustmentVariance: 'Justering', noEstimate: 'utan estimat', counted: 'Räknad användning', plannedUsage: 'Estimerad användning',
} as const; // prettier-ignore
type Words = Readonly<Record<keyof typeof SV, string>>;

const EN: Words = {
  month: 'Month', realised: 'Realised', estimated: 'Estimated', low: 'Low', high: 'High', adjusted: 'Adjusted', confirmed: 'Confirmed', harvested: 'Harvested',
  rate: 'Realisation rate', forecast: 'Forecast full year', plan: 'Estimate full year', forecastOfPlan: 'Forecast / estimate', type: 'Type', unit: 'Unit',
  realisedLast: 'Realised latest month', realisedSoFar: 'Realised to date', estimatedSoFar: 'Estimated to date', initiative: 'Initiative', benefit: 'Benefit',
  department: 'Department', deviation: 'Deviation', note: 'Note', state: 'State', total: 'Total', increase: 'Increase', decrease: 'Decrease', base: 'Base', step: 'Step',
  estimateStep: 'Estimate', volumeStep: 'Volume', priceStep: 'Price', adjustmentStep: 'Adjustment', realisedStep: 'Realised, adjusted', netPerMonth: 'Net per month',
  cumulativeNet: 'Cumulative net', paidBack: 'Paid back', adoption: 'Digital share', breakEven: 'Break-even', asReported: 'As reported', data: 'Data',
  figure: 'Figure id', explain: 'How this figure was made', command: 'Command', complete: 'complete', incomplete: 'incomplete', noValue: 'no value yet',
  reading: 'Figures up to', silent: 'silent source', incompleteMark: '* = data incomplete', axisNote: 'axis need not start at 0', forecastSeasonal: 'Full-year forecast (seasonal)',
  harvestedInBudget: 'Harvested in budget', volumeVariance: 'Volume variance', priceVariance: 'Price variance', adjustmentVariance: 'Adjustment', noEstimate: 'no estimate', counted: 'Counted usage', plannedUsage: 'Estimated usage',
}; // prettier-ignore

export const WORDS: Readonly<Record<Language, Words>> = { sv: SV, en: EN };
