import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { KEY_BYTES } from './cipher.js';
import { SecretsKeyUnusable } from './errors.js';
import { codeOf, keepOnce, readIfThere } from './kept-file.js';

/** Where the key lies under which all other keys are kept. */
export interface MasterKey {
  /** What a person knows it by. */
  readonly name: string;
  /**
   * @param first whether nothing has been kept under any key yet; only then may one be made
   * @throws SecretsKeyUnusable
   */
  read(first: boolean): Promise<Buffer>;
}

/** The 32 bytes that base64 or base64url say; undefined where they are no key. */
export function keyFrom(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function parsed(name: string, text: string): Buffer {
  const key = keyFrom(text);
  if (!key) throw new SecretsKeyUnusable(`${name} is no key: it must be ${KEY_BYTES} bytes in base64`);
  return key;
}

/** A key that the operator states. */
export const statedKey = (name: string, text: string): MasterKey => ({ name, read: async () => parsed(name, text) });

/** A key in the file `secrets.key` of a folder, made by whoever needs it first. */
export function keptKey(folder: string): MasterKey {
  const path = join(folder, 'secrets.key');
  const textOf = async (first: boolean): Promise<string | undefined> => {
    try {
      return (await readIfThere(path)) ?? (first ? await keepOnce(path, `${randomBytes(KEY_BYTES).toString('base64')}\n`) : undefined);
    } catch (error) {
      throw new SecretsKeyUnusable(`${path}, the key of the secrets in the database, can be neither read nor made (${codeOf(error)})`, {
        cause: error,
      });
    }
  };
  return {
    name: `the key in ${path}`,
    async read(first) {
      const text = await textOf(first);
      if (text !== undefined) return parsed(path, text.trim());
      throw new SecretsKeyUnusable(
        `${path}, the key of the secrets in the database, is gone. Put it back; how to go on without: docs/operations.md`,
      );
    },
  };
}
