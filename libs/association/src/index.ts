/** What other contexts may know of associations: their events, and what became of a ballot. */
export * from './ballot/ballot.events.js';
export * from './ballot/ballot-outcome.js';
export { type Choice, type Count, type Criterion, type StrippedVote, type Tally, tally } from './ballot/iso-rule.js';
export * from './breach/breach.events.js';
export * from './bulletin/bulletin.events.js';
export * from './committee/committee.events.js';
export * from './pledge/pledge.events.js';
export * from './standard/standard.events.js';
