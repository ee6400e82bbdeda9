/**
 * Why a member of a business case is null. NO_GO_LIVE: year 1 has no beginning. NET_UNDEFINED: no single type carries the costs. NO_ESTIMATE, NO_BASELINE: the
 * benefits that carry them have none. NO_AMOUNT: an amount is not known in the initiative's currency. NO_COST: nothing to divide by. NO_BREAK_EVEN: a unit
 * gives nothing, whatever its number. NOT_PAID_BACK: not within the years, or not yet.
 */
export type CaseReason = 'NO_GO_LIVE' | 'NET_UNDEFINED' | 'NO_ESTIMATE' | 'NO_BASELINE' | 'NO_AMOUNT' | 'NO_COST' | 'NO_BREAK_EVEN' | 'NOT_PAID_BACK';
