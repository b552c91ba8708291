/** What other contexts may know of trade: its events, and what follows from those of a transaction. */
export * from './transaction/recorded-facts.js';
export * from './transaction/transaction.events.js';
export * from './transaction/transaction.facts.js';
export { demandsAnything, requirementsInForce, wordless } from './transaction/watched-norm.js';
