import { aggregate, IssuedBy, ignored, type Outcome, on, reject, THE_PLATFORM } from '@concord/kernel';
import { type AccessRecorded, accessEvents } from './access.events.js';

/** Records an access. The platform alone does it; no input of the API. */
@IssuedBy(THE_PLATFORM)
export class RecordAccess {
  accessId!: string;
  access!: AccessRecorded['data'];
}

export interface AccessState {
  readonly recorded: boolean;
  readonly reader: string;
}

/** What was recorded once is never recorded anew. */
const record = ({ accessId, access }: RecordAccess, { recorded }: AccessState): Outcome<AccessRecorded> =>
  recorded
    ? reject('ACCESS_EXISTS', 'This access is recorded already', { field: 'accessId', value: accessId })
    : [{ type: 'audit.access.AccessRecorded', data: access }];

/**
 * That somebody read what not everybody may read. Each access is an object of its own, so that readers wait for nobody. Its raw
 * form is for operators: it names objects of many parties, and each sees of it what is its own (`accesses`).
 */
export const access = aggregate<AccessState, AccessRecorded>({
  name: 'audit.access',
  events: accessEvents,
  initialState: { recorded: false, reader: '' },
  evolve: (state, event) =>
    event.type === 'audit.access.AccessRecorded' ? { recorded: true, reader: event.data.reader.party } : ignored(state, event as never),
  disclosedTo: (_, reader) => reader?.kind === 'OPERATOR',
  decisions: [on(RecordAccess, 'accessId', record)],
});
