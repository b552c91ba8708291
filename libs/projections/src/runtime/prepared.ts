import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/** A statement that each connection plans once. Its name follows from its text, of which there are few. */
export function prepared(text: string): { readonly name: string; readonly text: string } {
  let name = names.get(text);
  if (name === undefined) {
    name = `concord_projection.${createHash('sha256').update(text).digest('base64url')}`;
    names.set(text, name);
  }
  return { name, text };
}
