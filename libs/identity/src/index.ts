export { type Identified, identify, tokenNeeded } from './identify.js';
export * from './mandates.js';
export * from './party/party.events.js';
export { type PartyFacts, partyFacts, partyName } from './party/party.facts.js';
export { DEFAULT_PUBLIC_ACTS_PER_HOUR, PUBLIC_ACTS_PER_HOUR, PublicQuota } from './public-quota.js';
export * from './tokens/index.js';
