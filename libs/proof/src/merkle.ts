import { refuse } from './refused.js';
import { copyHash, HASH_SIZE, sha256, sha256Into } from './sha256.js';

/** The hash of the tree without leaves: SHA-256 of nothing (RFC 6962, 2.1). */
export const EMPTY_ROOT: Buffer = sha256('');

const LEAF = 0x00;
/** Begins what a node is the hash of. */
export const NODE = 0x01;
/** Bytes that a node is the hash of. */
export const NODE_SIZE = 1 + 2 * HASH_SIZE;

/** Bytes up to which a leaf is hashed from memory that is used again. */
const USUAL_LEAF = 4_096;
const leafScratch = new Uint8Array(USUAL_LEAF);
/** By length, views of the beginning of `leafScratch`: they are made once, and not for each entry. */
const leafViews: Uint8Array[] = new Array(USUAL_LEAF + 1);
const nodeScratch = Buffer.alloc(NODE_SIZE, NODE);

function leafView(length: number): Uint8Array {
  if (length > USUAL_LEAF) return new Uint8Array(length);
  leafViews[length] ??= leafScratch.subarray(0, length);
  return leafViews[length];
}

/** SHA-256 of 0x00 and the entry, written to a place (RFC 6962, 2.1). */
export function leafHashInto(entry: Uint8Array, target: Buffer, at = 0): void {
  const view = leafView(entry.length + 1);
  view[0] = LEAF;
  view.set(entry, 1);
  sha256Into(view, target, at);
}

export function leafHash(entry: Uint8Array): Buffer {
  const hash = Buffer.allocUnsafe(HASH_SIZE);
  leafHashInto(entry, hash);
  return hash;
}

/** The hash of a node, written to a place; the children are given by the places at which they begin, and one may be overwritten. */
export function nodeHashInto(left: Buffer, leftAt: number, right: Buffer, rightAt: number, target: Buffer, at: number): void {
  copyHash(left, leftAt, nodeScratch, 1);
  copyHash(right, rightAt, nodeScratch, 1 + HASH_SIZE);
  sha256Into(nodeScratch, target, at);
}

/** SHA-256 of 0x01 and both children (RFC 6962, 2.1). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  const hash = Buffer.allocUnsafe(HASH_SIZE);
  nodeHashInto(left, 0, right, 0, hash, 0);
  return hash;
}

/** The root over leaf hashes that stand behind one another in one buffer. */
export function rootOfPacked(hashes: Buffer): Buffer {
  let width = hashes.length / HASH_SIZE;
  if (width === 0) return EMPTY_ROOT;
  const level = Buffer.from(hashes);
  while (width > 1) {
    const pairs = Math.floor(width / 2);
    for (let pair = 0; pair < pairs; pair++) {
      nodeHashInto(level, 2 * pair * HASH_SIZE, level, (2 * pair + 1) * HASH_SIZE, level, pair * HASH_SIZE);
    }
    // A last one without a partner rises as it is: the largest power of two stands left of it at each level.
    if (width % 2 === 1) copyHash(level, (width - 1) * HASH_SIZE, level, pairs * HASH_SIZE);
    width = pairs + (width % 2);
  }
  return Buffer.from(level.subarray(0, HASH_SIZE));
}

/** The root of the tree with these leaf hashes, in this order. */
export const rootOf = (hashes: readonly Buffer[]): Buffer => rootOfPacked(Buffer.concat(hashes));

const half = (count: number): number => Math.floor(count / 2);
const isOdd = (count: number): boolean => count % 2 === 1;

function checkNumber(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) refuse(`The ${name} is ${value}, and must be a whole number from 0 to 2^53 - 1.`);
}

function checkHash(name: string, hash: Uint8Array): void {
  if (hash.length !== HASH_SIZE) refuse(`The ${name} has ${hash.length} bytes, and must have ${HASH_SIZE}.`);
}

const checkHashes = (proof: readonly Uint8Array[]): void => proof.forEach((hash, at) => void checkHash(`hash ${at} of the proof`, hash));

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  /** The hash of the leaf. */
  readonly leaf: Buffer;
  readonly root: Buffer;
  /** From the sibling of the leaf up. */
  readonly proof: readonly Buffer[];
}

/** The root that follows from a leaf and its proof (RFC 9162, 2.1.3.2). @throws ProofRefused when the proof cannot be of this index and size */
function rootFromInclusion({ index, size, leaf, proof }: Omit<Inclusion, 'root'>): Buffer {
  let [left, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) refuse(`The proof has ${proof.length} hashes, which is too many for index ${index} in a tree of ${size}.`);
    if (isOdd(left) || left === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(left) && left !== 0) [left, last] = [half(left), half(last)];
    } else hash = nodeHash(hash, sibling);
    [left, last] = [half(left), half(last)];
  }
  if (last !== 0) refuse(`The proof has ${proof.length} hashes, which is too few for index ${index} in a tree of ${size}.`);
  return hash;
}

/** That a leaf stands at an index of a tree. @throws ProofRefused when it does not follow */
export function verifyInclusion(inclusion: Inclusion): void {
  const { index, size, leaf, root, proof } = inclusion;
  checkNumber('index', index);
  checkNumber('size of the tree', size);
  checkHash('hash of the leaf', leaf);
  checkHash('root', root);
  checkHashes(proof);
  if (index >= size) refuse(`The index is ${index}, and the tree has ${size} leaves.`);
  const found = rootFromInclusion(inclusion);
  if (!found.equals(root))
    refuse(`The root that follows from the proof is ${found.toString('base64')}, and must be ${root.toString('base64')}.`);
}

export interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Buffer;
  readonly root2: Buffer;
  readonly proof: readonly Buffer[];
}

function checkSame({ size1, root1, root2, proof }: Consistency): void {
  if (proof.length > 0) refuse(`The proof has ${proof.length} hashes, and must have none between trees of the same size ${size1}.`);
  if (!root1.equals(root2)) {
    refuse(`Two trees of the same size ${size1} have the roots ${root1.toString('base64')} and ${root2.toString('base64')}.`);
  }
}

/** Both roots as they follow from the proof (RFC 9162, 2.1.4.2). */
function rootsFromConsistency({ size1, size2, root1, proof }: Consistency): readonly [Buffer, Buffer] {
  let [left, last] = [size1 - 1, size2 - 1];
  while (isOdd(left)) [left, last] = [half(left), half(last)];
  // The smaller tree is whole in the larger one where its size is a power of two, and its root is then left out.
  const [seed, ...rest] = left === 0 ? [root1, ...proof] : proof;
  if (!seed) return refuse(`The proof is empty, which it cannot be between trees of ${size1} and ${size2}.`);
  let [first, second] = [seed, seed];
  for (const hash of rest) {
    if (last === 0) refuse(`The proof has ${proof.length} hashes, which is too many between trees of ${size1} and ${size2}.`);
    if (isOdd(left) || left === last) {
      [first, second] = [nodeHash(hash, first), nodeHash(hash, second)];
      while (!isOdd(left) && left !== 0) [left, last] = [half(left), half(last)];
    } else second = nodeHash(second, hash);
    [left, last] = [half(left), half(last)];
  }
  if (last !== 0) refuse(`The proof has ${proof.length} hashes, which is too few between trees of ${size1} and ${size2}.`);
  return [first, second];
}

function checkGrown(consistency: Consistency): void {
  const { size1, size2, root1, root2 } = consistency;
  const [found1, found2] = rootsFromConsistency(consistency);
  for (const [found, root, size] of [[found1, root1, size1] as const, [found2, root2, size2] as const]) {
    if (found.equals(root)) continue;
    refuse(
      `The root of ${size} leaves that follows from the proof is ${found.toString('base64')}, and must be ${root.toString('base64')}.`,
    );
  }
}

function checkFromNothing({ root1, proof }: Consistency): void {
  if (proof.length > 0) refuse(`The proof has ${proof.length} hashes, and must have none from the empty tree.`);
  if (!root1.equals(EMPTY_ROOT)) {
    refuse(`The root of the empty tree is ${root1.toString('base64')}, and must be ${EMPTY_ROOT.toString('base64')}.`);
  }
}

/** That the larger tree begins with all leaves of the smaller one. @throws ProofRefused when it does not follow */
export function verifyConsistency(consistency: Consistency): void {
  const { size1, size2, root1, root2, proof } = consistency;
  checkNumber('size of the first tree', size1);
  checkNumber('size of the second tree', size2);
  checkHash('root of the first tree', root1);
  checkHash('root of the second tree', root2);
  checkHashes(proof);
  if (size1 > size2) refuse(`The first tree has ${size1} leaves, which is more than the ${size2} of the second.`);
  if (size1 === size2) checkSame(consistency);
  else if (size1 === 0) checkFromNothing(consistency);
  else checkGrown(consistency);
}
