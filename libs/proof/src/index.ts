export * from './bucket-tree.js';
export * from './bundle.js';
export * from './checkpoint.js';
export * from './dossier-proofs.js';
export * from './frontier.js';
export {
  type Consistency,
  EMPTY_ROOT,
  type Inclusion,
  leafHash,
  nodeHash,
  rootOf,
  rootOfPacked,
  verifyConsistency,
  verifyInclusion,
} from './merkle.js';
export * from './note.js';
export { ProofRefused } from './refused.js';
export * from './stream-proof.js';
export * from './stream-proof-file.js';
export * from './streams.js';
export * from './succession.js';
export { Tile } from './tile.js';
export * from './tile-path.js';
export * from './tiles.js';
export * from './tlog-proof.js';
export * from './verify/index.js';
export { COSIGNATURE, ED25519, type KeyType, parseVkey, type Vkey, vkeyOf } from './vkey.js';
