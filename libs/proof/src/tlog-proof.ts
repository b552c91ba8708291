import { type Policy, parseCheckpoint, type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { leafHash, verifyInclusion } from './merkle.js';
import { parseNote } from './note.js';
import { refuse } from './refused.js';
import { fromBase64, fromDecimal, hashFromBase64, linesOf, shown } from './text.js';

const HEADER = 'c2sp.org/tlog-proof@v1';

/** A proof that goes from hand to hand (C2SP tlog-proof): whoever has it and the entry asks nobody else. */
export interface TlogProof {
  /** Nothing that is signed. */
  readonly extra?: Buffer | undefined;
  readonly index: number;
  /** From the sibling of the leaf up. */
  readonly hashes: readonly Buffer[];
  /** With its signatures. */
  readonly checkpoint: string;
}

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** Reads a proof and believes nothing. @throws ProofRefused when it is none */
export function parseTlogProof(text: string): TlogProof {
  const lines = linesOf(text, 'proof');
  const blank = lines.indexOf('');
  if (lines[0] !== HEADER) refuse(`The proof begins with ${shown(lines[0] ?? '')}, and must begin with "${HEADER}".`);
  if (blank < 0) refuse('The proof has no blank line before its checkpoint.');
  const [, ...head] = lines.slice(0, blank);
  const extra = head[0]?.startsWith('extra ')
    ? fromBase64(head.shift()?.slice('extra '.length) ?? '', 'extra data of the proof')
    : undefined;
  const index = head.shift();
  if (!index?.startsWith('index ')) return refuse(`The proof has ${shown(index ?? '')} where "index " and a number must stand.`);
  const checkpoint = `${lines.slice(blank + 1).join('\n')}\n`;
  parseCheckpoint(parseNote(checkpoint).text);
  return {
    extra,
    index: fromDecimal(index.slice('index '.length), 'index of the proof'),
    hashes: head.map((line, at) => hashFromBase64(line, `hash ${at} of the proof`)),
    checkpoint,
  };
}

/** That an entry is in the log at an index, and who vouches for it. @throws ProofRefused when that does not follow */
export function verifyTlogProof(text: string, entry: Uint8Array, policy: Policy): VerifiedCheckpoint & { readonly index: number } {
  const { index, hashes, checkpoint } = parseTlogProof(text);
  const verified = verifyCheckpoint(checkpoint, policy);
  verifyInclusion({ index, size: verified.size, leaf: leafHash(entry), root: verified.root, proof: hashes });
  return { ...verified, index };
}
