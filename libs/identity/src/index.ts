export * from './mandates.js';
export * from './party/party.events.js';
export { type PartyFacts, partyFacts, partyName } from './party/party.facts.js';
export * from './tokens/index.js';
