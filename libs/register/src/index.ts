export { decideApply, type Change } from './decide-apply.js';
export { endOf, type Period } from './dated-periods.js';
export { datedEntriesOf, holdsEver, type DatedEntry } from './dated-entries.js';
export * from './documents.js';
export * from './entry-history.js';
export { amountUnit } from './formula-parameters.js';
export type { RegisterFault } from './register-fault.js';
export * from './register-state.js';
