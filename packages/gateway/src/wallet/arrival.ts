/**
 * Age of a payment, in milliseconds, below which a wallet that does not know it may still get it: for as long as its code
 * could be valid, and a little longer. Until then "no such order" is no end.
 */
export const MAY_YET_ARRIVE_MS = 120_000;
