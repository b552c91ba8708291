/** A machine under load takes several times as long for one act as for the one before. */
const TIMES = 10;

/**
 * A term for acts of a test, in milliseconds: as long as they need on this machine, told from what it took to prepare them.
 * @param atLeast what they need anywhere
 * @param began when preparing began, by `performance.now()`: as much was done since as is to be done within the term
 */
export const termFor = (atLeast: number, began: number): number => Math.max(atLeast, TIMES * (performance.now() - began));
