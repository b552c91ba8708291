import { type Note, parseNote, verifyNote } from './note.js';
import { refuse } from './refused.js';
import { fromDecimal, hashFromBase64, linesOf, shown } from './text.js';
import { COSIGNATURE, type Vkey } from './vkey.js';

const STREAMS = 'streams ';

/** What a log says of itself at one size (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The name of the log. */
  readonly origin: string;
  /** How many leaves it has. */
  readonly size: number;
  readonly root: Buffer;
  /** The root of the map of streams, where the log has one. */
  readonly streams?: Buffer | undefined;
}

function checkOrigin(origin: string): void {
  if (linesOf(`${origin}\n`, 'origin').length !== 1 || origin === '')
    refuse(`The origin is ${shown(origin)}, and must be one line that is not empty.`);
}

/** The text of a checkpoint, to be signed. */
export function formatCheckpoint({ origin, size, root, streams }: Checkpoint): string {
  checkOrigin(origin);
  fromDecimal(String(size), 'size');
  const extension = streams ? `${STREAMS}${streams.toString('base64')}\n` : '';
  return `${origin}\n${size}\n${root.toString('base64')}\n${extension}`;
}

/** Reads the text of a checkpoint, without its signatures. Extension lines that it does not know count for nothing. @throws ProofRefused */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size, root, ...extensions] = linesOf(text, 'checkpoint');
  checkOrigin(origin);
  if (size === undefined || root === undefined) return refuse('The checkpoint has fewer than three lines: origin, size and root.');
  if (extensions.includes('')) refuse('The checkpoint has an empty line among its extension lines.');
  const maps = extensions.filter((line) => line.startsWith(STREAMS));
  if (maps.length > 1) refuse(`The checkpoint has ${maps.length} lines that begin with "${STREAMS}", and may have one.`);
  return {
    origin,
    size: fromDecimal(size, 'size of the checkpoint'),
    root: hashFromBase64(root, 'root of the checkpoint'),
    streams: maps[0] === undefined ? undefined : hashFromBase64(maps[0].slice(STREAMS.length), 'root of the map of streams'),
  };
}

/** Whom somebody who checks a log trusts. */
export interface Policy {
  /** Keys of the log, each under its origin as the name. One of them has to have signed. */
  readonly log: readonly Vkey[];
  readonly witnesses?: readonly Vkey[];
  /** How many of the witnesses have to have signed; all, unless told. */
  readonly quorum?: number;
}

export interface VerifiedCheckpoint extends Checkpoint {
  readonly text: string;
  readonly signedBy: readonly Vkey[];
  readonly cosignedBy: readonly Vkey[];
}

/** Those of the witnesses that signed. @throws ProofRefused when they are too few, or a signature is wrong */
export function verifyQuorum(note: Note, { witnesses = [], quorum = witnesses.length }: Omit<Policy, 'log'>): readonly Vkey[] {
  const known = witnesses.filter((witness) => note.signatures.some(({ name, id }) => name === witness.name && id === witness.id));
  if (known.length < quorum) {
    const names = known.map(({ name }) => name).join(', ') || 'none';
    refuse(
      `The checkpoint is cosigned by ${known.length} of the ${witnesses.length} known witnesses (${names}), and must be by ${quorum}.`,
    );
  }
  return known.length === 0 ? [] : verifyNote(note, known).signedBy;
}

/** A checkpoint that its log has signed and enough witnesses have cosigned. @throws ProofRefused when they have not */
export function verifyCheckpoint(text: string, policy: Policy): VerifiedCheckpoint {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  const keys = policy.log.filter(({ name, type }) => name === checkpoint.origin && type !== COSIGNATURE);
  if (keys.length === 0) {
    const known = policy.log.map(({ name }) => name).join(', ') || 'none';
    refuse(`The checkpoint is of the log ${shown(checkpoint.origin)}, and the keys that are trusted are of ${known}.`);
  }
  const { signedBy } = verifyNote(note, keys);
  return { ...checkpoint, text: note.text, signedBy, cosignedBy: verifyQuorum(note, policy) };
}
