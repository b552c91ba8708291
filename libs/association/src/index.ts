/** What other contexts may know of associations: their events, and what became of a ballot; and how anybody counts one again. */
export * from './appeal/appeal.events.js';
export * from './ballot/ballot.events.js';
export * from './ballot/ballot-outcome.js';
export type { CarriedVote, PublishedVote, Vote, VoteContent } from './ballot/vote.js';
export * from './breach/breach.events.js';
export * from './bulletin/bulletin.events.js';
export * from './calendar/calendar.events.js';
export * from './committee/committee.events.js';
export * from './draft-comment/draft-comment.events.js';
export * from './pledge/pledge.events.js';
export type { BallotRecord } from './record/ballot-record.js';
export type { Difference } from './record/difference.js';
export { NoBallotRecord, parseRecord } from './record/parse-record.js';
export { type Recount, recount } from './record/recount.js';
export type { BallotRule, Choice } from './rule/rule.js';
export type { CountedVote, Criterion, RollEntry, Tally } from './rule/tally.js';
export * from './standard/procedure.js';
export * from './standard/standard.events.js';
