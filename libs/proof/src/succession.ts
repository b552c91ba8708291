import { verifyNote } from './note.js';
import { refuse } from './refused.js';
import { parseVkey, type Vkey } from './vkey.js';

/** The type of the event by which a log says that another key signs from then on. */
export const KEY_SUCCEEDED = 'transparency.notary.KeySucceeded';

/** The data of that event. */
export interface Succession {
  /** The text of the key that ends. */
  readonly retired: string;
  readonly successor: string;
  /** A signed note of the retired key. */
  readonly note: string;
}

/** What the retired key signs. */
export const successionText = (origin: string, successor: string): string => `concord key succession\n${origin}\n${successor}\n`;

/** The key that signs next. @throws ProofRefused when the key that ends has not said so, or the successor goes by another name */
export function verifySuccession({ successor, note }: Succession, origin: string, retired: Vkey): Vkey {
  const { text } = verifyNote(note, [retired]);
  const expected = successionText(origin, successor);
  if (text !== expected)
    refuse(`The note of the key ${retired.id} says ${JSON.stringify(text)}, and must say ${JSON.stringify(expected)}.`);
  const next = parseVkey(successor);
  if (next.name !== origin || next.type !== retired.type)
    refuse(`The successor of the key ${retired.id} is ${successor}, and must be a key of ${origin}.`);
  return next;
}
