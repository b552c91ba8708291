import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { refuse } from './refused.js';
import { fromBase64, linesOf, shown } from './text.js';
import { COSIGNATURE, checkKeyName, ED25519, type KeyType, parseVkey, type Vkey, vkeyOf } from './vkey.js';

/** Lines with signatures that a note may have (C2SP signed-note asks for 16 at least). */
const MOST_SIGNATURES = 64;
const ID_SIZE = 4;
const TIME_SIZE = 8;
const SIGNATURE_SIZE = 64;
const DASH = '— ';

/** Whoever signs: the name under which the key is known, and the key, of Ed25519. */
export interface Signer {
  readonly name: string;
  readonly privateKey: KeyObject;
}

export interface NoteSignature {
  readonly name: string;
  /** Of the key, as eight hexadecimal digits. */
  readonly id: string;
  readonly signature: Buffer;
  /** As it stands in the note, without its line feed. */
  readonly line: string;
}

/** A text, each of whose lines ends with a line feed, and the signatures below it. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifiedNote {
  readonly text: string;
  readonly signedBy: readonly Vkey[];
  /** Of cosignatures, by the text of the key: when they were made, in seconds since 1970. */
  readonly times: ReadonlyMap<string, number>;
}

function lineOf({ name, privateKey }: Signer, type: KeyType, signature: Buffer): string {
  const { id } = parseVkey(vkeyOf(name, createPublicKey(privateKey), type));
  return `${DASH}${name} ${Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')}\n`;
}

/** The line with which a key signs a text. */
export function signatureLine(text: string, signer: Signer): string {
  linesOf(text, 'text of the note');
  return lineOf(signer, ED25519, sign(null, Buffer.from(text), signer.privateKey));
}

/** A note with one signature. @throws ProofRefused when the text does not end with a line feed, or has another control character */
export const signNote = (text: string, signer: Signer): string => `${text}\n${signatureLine(text, signer)}`;

/** What a witness signs: that it saw this checkpoint, at this time, as the largest of its log (C2SP tlog-cosignature). */
const cosigned = (checkpoint: string, unixSeconds: number): Buffer => Buffer.from(`cosignature/v1\ntime ${unixSeconds}\n${checkpoint}`);

/** The line with which a witness signs the text of a checkpoint. The time is in seconds since 1970. */
export function cosign(checkpoint: string, signer: Signer, unixSeconds: number): string {
  linesOf(checkpoint, 'checkpoint');
  if (!Number.isSafeInteger(unixSeconds) || unixSeconds < 0) {
    refuse(`The time of the cosignature is ${unixSeconds}, and must be a whole number of seconds from 0.`);
  }
  const time = Buffer.alloc(TIME_SIZE);
  time.writeBigUInt64BE(BigInt(unixSeconds));
  return lineOf(signer, COSIGNATURE, Buffer.concat([time, sign(null, cosigned(checkpoint, unixSeconds), signer.privateKey)]));
}

/** Reads a line with a signature; the line feed at its end may be left out. @throws ProofRefused */
export function parseSignatureLine(text: string): NoteSignature {
  const line = text.replace(/\n$/, '');
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (base64 === '') refuse(`A line of signatures is ${shown(line)}, and must be "— ", the name of the key, a space and base64.`);
  checkKeyName(name);
  const bytes = fromBase64(base64, `signature of ${name}`);
  if (bytes.length <= ID_SIZE) refuse(`The signature of ${name} has ${bytes.length} bytes, and must have more than ${ID_SIZE}.`);
  return { name, id: bytes.toString('hex', 0, ID_SIZE), signature: bytes.subarray(ID_SIZE), line };
}

/** Reads a note and believes nothing. @throws ProofRefused when it is none (C2SP signed-note) */
export function parseNote(note: string): Note {
  const lines = linesOf(note, 'note');
  const blank = lines.lastIndexOf('');
  if (blank < 1) refuse('The note has no blank line between its text and its signatures.');
  const signatures = lines.slice(blank + 1).map(parseSignatureLine);
  if (signatures.length === 0) refuse('The note has no signature.');
  if (signatures.length > MOST_SIGNATURES) refuse(`The note has ${signatures.length} signatures, and may have ${MOST_SIGNATURES}.`);
  const keys = signatures.map(({ name, id }) => `${name}, key ${id}`);
  const twice = keys.find((key, at) => keys.indexOf(key) < at);
  if (twice !== undefined) refuse(`The note is signed twice by ${twice}.`);
  return { text: `${lines.slice(0, blank).join('\n')}\n`, signatures };
}

export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(({ line }) => `${line}\n`).join('')}`;

/** When a witness signed, in seconds since 1970. @throws ProofRefused when it did not sign this text */
export function verifyCosignature(checkpoint: string, { signature, name }: NoteSignature, vkey: Vkey): number {
  if (signature.length !== TIME_SIZE + SIGNATURE_SIZE) {
    refuse(`The cosignature of ${name} has ${signature.length} bytes, and must have ${TIME_SIZE + SIGNATURE_SIZE}.`);
  }
  const time = Number(signature.readBigUInt64BE());
  if (!Number.isSafeInteger(time)) refuse(`The time of the cosignature of ${name} is ${time}, which is beyond 2^53 - 1 seconds.`);
  const isSigned = verify(null, cosigned(checkpoint, time), vkey.publicKey, signature.subarray(TIME_SIZE));
  if (!isSigned) refuse(`The cosignature of ${name}, key ${vkey.id}, is not of this checkpoint.`);
  return time;
}

/** @throws ProofRefused when the key did not sign this text */
function verifySignature(text: string, { signature, name }: NoteSignature, vkey: Vkey): void {
  if (!verify(null, Buffer.from(text), vkey.publicKey, signature)) refuse(`The signature of ${name}, key ${vkey.id}, is not of this text.`);
}

/**
 * What is signed, and by which of these keys. Signatures of other keys count for nothing; a wrong one of these spoils the note.
 * @throws ProofRefused when none of the keys has signed, or one is wrong
 */
export function verifyNote(note: string | Note, vkeys: readonly Vkey[]): VerifiedNote {
  const { text, signatures } = typeof note === 'string' ? parseNote(note) : note;
  const times = new Map<string, number>();
  const signedBy = vkeys.filter((vkey) => {
    const found = signatures.find(({ name, id }) => name === vkey.name && id === vkey.id);
    if (!found) return false;
    if (vkey.type === COSIGNATURE) times.set(vkey.text, verifyCosignature(text, found, vkey));
    else verifySignature(text, found, vkey);
    return true;
  });
  if (signedBy.length === 0) {
    const has = signatures.map(({ name, id }) => `${name}, key ${id}`).join('; ');
    refuse(`The note is signed by none of the keys ${vkeys.map(({ name, id }) => `${name}, key ${id}`).join('; ')}; it is by ${has}.`);
  }
  return { text, signedBy, times };
}
