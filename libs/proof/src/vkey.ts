import { createPublicKey, type KeyObject } from 'node:crypto';
import { refuse } from './refused.js';
import { sha256 } from './sha256.js';
import { fromBase64, shown } from './text.js';

/** How a key signs: the note itself, or the note with the time at which it was seen (C2SP signed-note and tlog-cosignature). */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export type KeyType = typeof ED25519 | typeof COSIGNATURE;

const KEY_SIZE = 32;
/** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410, 4). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that signatures are checked with. */
export interface Vkey {
  readonly name: string;
  /** The first four bytes of a hash of all the rest, as eight hexadecimal digits. */
  readonly id: string;
  readonly type: KeyType;
  readonly publicKey: KeyObject;
  /** `name+id+base64`: by it, people hand the key on. */
  readonly text: string;
}

/** Throws when the name of a key is empty, or has a space or a plus. */
export function checkKeyName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const isName = name.isWellFormed() && /^[^\s+\u0000-\u001f\u007f\u0085]+$/u.test(name);
  if (!isName) refuse(`The name of the key is ${shown(name)}, and must be one word without a plus.`);
}

const idOf = (name: string, material: Uint8Array): string =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), material])).toString('hex', 0, 4);

/** The text of a key. @throws ProofRefused when the name is none, or the key is not of Ed25519 */
export function vkeyOf(name: string, publicKey: KeyObject, type: KeyType = ED25519): string {
  checkKeyName(name);
  if (publicKey.asymmetricKeyType !== 'ed25519')
    refuse(`The key ${name} is of the kind ${publicKey.asymmetricKeyType}, and must be of Ed25519.`);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  const material = Buffer.concat([Buffer.of(type), raw]);
  return `${name}+${idOf(name, material)}+${material.toString('base64')}`;
}

/** @throws ProofRefused when the text is not that of a key, or its id does not follow from the rest */
export function parseVkey(text: string): Vkey {
  const [, name = '', id = '', base64 = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? [];
  if (id === '') refuse(`The key is ${shown(text)}, and must be a name, eight hexadecimal digits and base64, with a plus between them.`);
  checkKeyName(name);
  const material = fromBase64(base64, `key ${name}`);
  const type = material[0];
  if (type !== ED25519 && type !== COSIGNATURE) {
    return refuse(`The key ${name} is of the type ${type}, and must be of type 1 (Ed25519) or 4 (cosignatures with Ed25519).`);
  }
  if (material.length !== 1 + KEY_SIZE) refuse(`The key ${name} has ${material.length - 1} bytes, and must have ${KEY_SIZE}.`);
  const expected = idOf(name, material);
  if (id !== expected) refuse(`The id of the key ${name} is ${id}, and must be ${expected}, which follows from its name and bytes.`);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, material.subarray(1)]), format: 'der', type: 'spki' });
  return { name, id, type, publicKey, text };
}
