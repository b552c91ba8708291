import { refuse } from './refused.js';
import { HASH_SIZE } from './sha256.js';

/** Long texts are cut: a sentence is read by a person. */
export const shown = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Base64 as there is exactly one for some bytes (RFC 4648, 4): padded, and the bits that fill it up are zero. @throws ProofRefused */
export function fromBase64(text: string, name: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text)
    refuse(`The ${name} is ${shown(text)}, and must be base64 (RFC 4648, section 4) in its only form.`);
  return bytes;
}

/** @throws ProofRefused when it is not the base64 of 32 bytes */
export function hashFromBase64(text: string, name: string): Buffer {
  const bytes = fromBase64(text, name);
  if (bytes.length !== HASH_SIZE) refuse(`The ${name} is ${shown(text)}, which is ${bytes.length} bytes, and must be ${HASH_SIZE}.`);
  return bytes;
}

/** A whole number from 0, in decimal digits without a leading zero. @throws ProofRefused */
export function fromDecimal(text: string, name: string): number {
  const number = Number(text);
  if (!/^(0|[1-9][0-9]*)$/.test(text) || !Number.isSafeInteger(number)) {
    refuse(`The ${name} is ${shown(text)}, and must be a whole number from 0 to 2^53 - 1 in decimal digits without a leading zero.`);
  }
  return number;
}

/**
 * The lines of a text in which each ends with a line feed, and no other control character stands.
 * @throws ProofRefused when one does, or the last line does not end
 */
export function linesOf(text: string, name: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const control = /[\u0000-\u0009\u000b-\u001f]/.exec(text)?.[0];
  if (control !== undefined) {
    refuse(
      `The ${name} has the control character U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}, and may have none but line feeds.`,
    );
  }
  if (!text.isWellFormed()) refuse(`The ${name} is not well-formed Unicode.`);
  if (!text.endsWith('\n')) refuse(`The ${name} ends without a line feed.`);
  return text.slice(0, -1).split('\n');
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws ProofRefused when the bytes are not UTF-8 */
export function fromUtf8(bytes: Uint8Array, name: string): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    return refuse(`The ${name} is not UTF-8.`);
  }
}
