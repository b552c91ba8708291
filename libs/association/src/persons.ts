import type { Actor } from '@concord/kernel';

/**
 * Whether a reader may see the persons that a party has named in the affairs of an association: the id of a person is personal,
 * so only the party itself, the association and auditors do.
 * @param party whose persons they are; left out: those of every party
 */
export const seesPersons = (association: string, reader: Actor | null, party?: string): boolean =>
  reader !== null && (reader.kind === 'AUDITOR' || reader.party === association || reader.party === party);
