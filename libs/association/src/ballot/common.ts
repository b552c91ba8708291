import { type Actor, type Load, type Rejection, reject } from '@concord/kernel';
import { type Draft, draftBefore } from '../standard/drafts.js';
import { standard } from '../standard/standard.js';
import type { BallotEvent, VoidReason } from './ballot.events.js';
import type { BallotState } from './ballot-state.js';

/** The drafts of the standard that is voted on. */
export async function draftsOf({ standardId }: BallotState, load: Load): Promise<readonly Draft[]> {
  return standardId ? (await load(standard, standardId)).drafts : [];
}

export const known = ({ status }: BallotState, ballotId: string): Rejection | undefined =>
  status === 'UNKNOWN' ? reject('BALLOT_NOT_FOUND', 'There is no ballot with this id', { field: 'ballotId', value: ballotId }) : undefined;

export const ballotVoid = (ballotId: string): Rejection =>
  reject('BALLOT_VOID', 'The ballot is void: its text was changed, another ballot was open before it, or the key of its votes is lost', {
    field: 'ballotId',
    value: ballotId,
  });

export const noMandate = ({ party, person }: Actor): Rejection =>
  reject('NO_MANDATE', `${party} has given mandates for this committee, and ${person} holds none that is valid now`);

/** Whether another text came while votes were accepted; what comes at the deadline or later is too late to void anything. */
export const textChanged = ({ contentHash, closesAt }: BallotState, drafts: readonly Draft[]): boolean =>
  draftBefore(drafts, closesAt)?.contentHash !== contentHash;

export const voided = ({ standardId }: BallotState, reason: VoidReason): readonly BallotEvent[] => [
  { type: 'association.ballot.BallotVoided', data: { standardId, reason } },
];
