import type { Actor } from './actor.js';
import type { Class } from './decider.js';

/**
 * Keys of their own for what the log holds and not everybody may read: a ballot while it is open, a person's data. The log keeps
 * what was sealed; the keys lie beside it, and a copy of the log comes without them. A key that is published opens its secrets to everyone, one that is destroyed to nobody.
 */
export interface Secrets {
  /**
   * Encrypts under the key of the subject, which is made at its first use. The same text sealed twice is not the same, and its
   * length shows in steps of 256 bytes alone.
   * @param subject what the key belongs to, such as `ballot/small-parts-dis`; stored for ever
   * @param place what the text is bound to: sealed for one place it opens in no other
   * @throws SecretDestroyed when the key of the subject was destroyed
   */
  seal(subject: string, place: string, text: string): Promise<string>;
  /** The text, or null when there is no key (any more). @throws SecretBroken when it was sealed for another place, or changed */
  open(subject: string, place: string, sealed: string): Promise<string | null>;
  /**
   * A keyed digest: the same text gives the same one, and whoever lacks the key cannot try texts, not even with what `reveal`
   * gives. 43 characters of base64url.
   * @throws SecretDestroyed when the key of the subject was destroyed
   */
  digest(subject: string, text: string): Promise<string>;
  /** The key that opens what was sealed, in base64url, to be published: see `openSealed`. Null when there is none (any more). */
  reveal(subject: string): Promise<string | null>;
  /**
   * Destroys the key for ever, whether it was used or not: what it sealed opens no more, and nothing more is sealed. Other
   * processes remember a key for up to 30 seconds; what they seal in that time opens no more, either.
   */
  destroy(subject: string): Promise<void>;
}

type SubjectOf<Command> = (command: Command, actor: Actor) => string | undefined;

const subjects = new WeakMap<Class, SubjectOf<never>>();

/**
 * Declares that the body of a command is not for everyone: its digest, which the log keeps, is a keyed one and tells nobody
 * what it was.
 * @param subjectOf whose key it is, or undefined for a body that everyone may know; when that key is destroyed the digest says
 *   nothing to anybody any more
 */
export const Confidential =
  <Command extends object>(subjectOf: SubjectOf<Command>) =>
  (command: Class<Command>): void => {
    subjects.set(command, subjectOf);
  };

/** Whose key digests the command; undefined where it is not confidential. */
export const confidentialSubjectOf = (type: Class, command: object, actor: Actor): string | undefined =>
  subjects.get(type)?.(command as never, actor);
