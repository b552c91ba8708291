import { objectOf, pick } from '@concord/kernel';
import { processManager } from '@concord/projections';
import { DestroyPersonalKey } from './party.commands.js';
import { type PersonalDataErased, partyEvents } from './party.events.js';

/** Once it is recorded that a person is to be forgotten, the key goes: see `DestroyPersonalKey`. */
export const personalKeys = processManager<PersonalDataErased>({
  name: 'identity.personal-keys',
  version: 1,
  tables: [],
  reactsTo: pick(partyEvents, 'identity.party.PersonalDataErased'),
  react: (event) => [Object.assign(new DestroyPersonalKey(), { partyId: objectOf(event) })],
});
