import type { Actor } from './actor.js';
import type { Upcast } from './event.js';

/** A text under the key of the person to whom it belongs: it ends with that key, and what proves the event stays good. */
export interface Sealed {
  readonly sealed: string;
}

/** What belongs to a person, in an event: decided as text, and recorded sealed. Events from before persons had keys hold the text. */
export type PersonalText = string | Sealed;

/** Which texts of an event belong to a person. They are sealed on their way into the log. */
export interface PersonalTexts {
  /** Where in the data they are: names of members with dots between, `*` for every item of a list. Null is not sealed. */
  readonly at: readonly string[];
  /**
   * The party that the person is, or that stands for a person; null where nothing is to be sealed.
   * @param state the object before the command
   * @param id the object's
   */
  of(data: never, state: never, id: string): string | null;
}

/** Whose key seals what belongs to the person that a party is. Stored for ever. */
export const keyOfPerson = (party: string): string => `person/${party}`;

/** Of a command whose words belong to whoever issues it: see `Confidential`. */
export const keyOfActor = (_: object, { party }: Actor): string => keyOfPerson(party);

/** The version before sealed nothing; its texts are read as they were written. */
export const asWritten: Upcast = (data: object) => data;
