import { type Policy, type VerifiedCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { leafHash } from './merkle.js';
import { refuse } from './refused.js';
import { verifyComplete, verifyStreamProof } from './stream-proof.js';
import { streamValue } from './streams.js';
import { fromBase64, hashFromBase64, shown } from './text.js';

/** The format of the file in which somebody gets everything about a stream. */
export const STREAM_PROOF_FORMAT = 'concord stream proof v1';

/** An entry of a stream: the bytes that were hashed, as text, or their leaf hash where the holder may not see them. */
export type ProvenEntry = { readonly entry: string } | { readonly leaf: string };

/** Everything about a stream, or that there is nothing, as JSON; hashes in base64. */
export interface StreamProofFile {
  readonly format: typeof STREAM_PROOF_FORMAT;
  readonly stream: string;
  /** The signed checkpoint that commits to all that follows. */
  readonly checkpoint: string;
  /** What stands in the map for the stream; null where there is nothing about it. */
  readonly value: { readonly length: number; readonly lastIndex: number; readonly head: string } | null;
  /** All entries of the bucket, 64 bytes each, ascending. */
  readonly bucket: readonly string[];
  /** From the bucket up. */
  readonly siblings: readonly string[];
  /** Oldest first. */
  readonly entries: readonly ProvenEntry[];
}

export interface ProvenStream {
  readonly checkpoint: VerifiedCheckpoint;
  readonly stream: string;
  /** All events of the stream, oldest first; null for one that is withheld from the holder of the file. */
  readonly entries: readonly (string | null)[];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isValue = (value: unknown): boolean =>
  value === null || (isRecord(value) && [value.length, value.lastIndex].every(Number.isSafeInteger) && isText(value.head));
const isEntry = (value: unknown): boolean => isRecord(value) && (isText(value.entry) || isText(value.leaf));

/** Reads the file and believes nothing. @throws ProofRefused when it is none */
export function parseStreamProofFile(text: string): StreamProofFile {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return refuse('The proof is no JSON.');
  }
  if (!isRecord(file) || file.format !== STREAM_PROOF_FORMAT) {
    return refuse(
      `The format of the proof is ${shown(String(isRecord(file) ? file.format : file))}, and must be "${STREAM_PROOF_FORMAT}".`,
    );
  }
  const checks: readonly (readonly [string, boolean])[] = [
    ['stream', isText(file.stream)],
    ['checkpoint', isText(file.checkpoint)],
    ['value', isValue(file.value)],
    ['bucket', areTexts(file.bucket)],
    ['siblings', areTexts(file.siblings)],
    ['entries', Array.isArray(file.entries) && file.entries.every(isEntry)],
  ];
  const wrong = checks.find(([, isGood]) => !isGood);
  if (wrong) refuse(`The member ${wrong[0]} of the proof is missing or of another kind than the format says.`);
  return file as unknown as StreamProofFile;
}

const leafOf = (proven: ProvenEntry, at: number): Buffer =>
  'entry' in proven ? leafHash(Buffer.from(proven.entry)) : hashFromBase64(proven.leaf, `leaf of entry ${at}`);

/** What an entry says of the place it claims. The chain binds its bytes; this binds them to the stream that the proof is about. */
function checkPlace(proven: ProvenEntry, at: number, stream: string): void {
  if (!('entry' in proven)) return;
  const { stream: claimed, revision } = JSON.parse(proven.entry) as { readonly stream?: unknown; readonly revision?: unknown };
  if (claimed !== stream || revision !== at) refuse(`Entry ${at} says it is revision ${String(revision)} of ${String(claimed)}.`);
}

/**
 * That these are all events of the stream up to the checkpoint, or that it has none.
 * @throws ProofRefused when that does not follow
 */
export function verifyStreamProofFile(text: string, policy: Policy): ProvenStream {
  const { stream, checkpoint: note, value, bucket, siblings, entries } = parseStreamProofFile(text);
  const checkpoint = verifyCheckpoint(note, policy);
  if (!checkpoint.streams) return refuse('The checkpoint says nothing of streams.');
  const state = verifyStreamProof(
    {
      stream,
      entries: bucket.map((entry, at) => fromBase64(entry, `entry ${at} of the bucket`)),
      siblings: siblings.map((hash, at) => hashFromBase64(hash, `sibling ${at}`)),
      value: value ? streamValue({ ...value, head: hashFromBase64(value.head, 'head of the stream') }) : undefined,
    },
    checkpoint.streams,
  );
  if (!state && entries.length > 0) refuse(`There are ${entries.length} events of the stream ${stream}, which is not in the map.`);
  if (state) verifyComplete(stream, state, entries.map(leafOf));
  for (const [at, proven] of entries.entries()) checkPlace(proven, at, stream);
  return { checkpoint, stream, entries: entries.map((proven) => ('entry' in proven ? proven.entry : null)) };
}
