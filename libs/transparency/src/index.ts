export { entryOf } from './entry.js';
export { WITNESSES } from './notary/desk.js';
export { Succession } from './notary/succession.js';
export { type NotaryEvent, notaryEvents } from './notary-key/notary-key.events.js';
export type { SignedCheckpoint } from './reading/newest.js';
export { type EventProof, Proofs } from './reading/proofs.js';
export { NoTreeYet, TreeReader } from './reading/tree-reader.js';
export { type Witness, witnessesFrom } from './witness/witnesses.js';
