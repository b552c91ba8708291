import type { Class } from './decider.js';

/**
 * Keys of their own for what the log holds and not everybody may read: a ballot while it is open, a person's data. The log keeps
 * what was sealed; the keys lie beside it. A key that is published opens its secrets to everyone, one that is destroyed to nobody.
 */
export interface Secrets {
  /**
   * Encrypts under the key of the subject, which is made at its first use. The same text sealed twice is not the same.
   * @param subject what the key belongs to, such as `ballot/small-parts-dis`; stored for ever
   * @param place what the text is bound to: sealed for one place it opens in no other
   * @throws SecretDestroyed when the key of the subject was destroyed
   */
  seal(subject: string, place: string, text: string): Promise<string>;
  /** The text, or null when the key was destroyed. @throws SecretBroken when it was sealed for another place, or changed */
  open(subject: string, place: string, sealed: string): Promise<string | null>;
  /** A keyed digest: the same text gives the same one, and whoever lacks the key cannot try texts. 43 characters of base64url. */
  digest(subject: string, text: string): Promise<string>;
  /** The key itself, in base64url, to be published: see `openSealed`. Null when it was destroyed. */
  reveal(subject: string): Promise<string | null>;
  /** Destroys the key for ever: what it sealed opens no more. */
  destroy(subject: string): Promise<void>;
}

const subjects = new WeakMap<Class, (command: never) => string>();

/**
 * Declares that the body of a command is not for everyone: its digest, which the log keeps, is a keyed one and tells nobody
 * what it was.
 * @param subjectOf whose key it is; when that key is destroyed the digest says nothing to anybody any more
 */
export const Confidential =
  <Command extends object>(subjectOf: (command: Command) => string) =>
  (command: Class<Command>): void => {
    subjects.set(command, subjectOf);
  };

/** Whose key digests the command; undefined where it is not confidential. */
export const confidentialSubjectOf = (type: Class, command: object): string | undefined => subjects.get(type)?.(command as never);
