import type { Instant } from '@concord/kernel';
import type { BallotEvent } from '../ballot/ballot.events.js';
import type { Section } from '../standard/standard.events.js';

/** The first line of defence against reading something else as a record. Raised when the form changes. */
export const RECORD_FORMAT = 'concord-ballot-record/1';

/** An event of the ballot, as it was recorded and in the shape of today. */
export type RecordedAct = BallotEvent & {
  readonly revision: number;
  readonly occurredAt: Instant;
  /** The party that acted; the platform, where the ballot acted by itself. */
  readonly by: string;
};

/** All that is needed to count a closed ballot again, without the platform that held it. */
export interface BallotRecord {
  readonly format: typeof RECORD_FORMAT;
  readonly ballotId: string;
  /** The text that was voted on; its hash is in the opening. */
  readonly text: readonly Section[];
  /** Everything that happened in the ballot, oldest first. */
  readonly acts: readonly RecordedAct[];
}
