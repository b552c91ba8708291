import { WrongExpectedRevision } from '@concord/event-log';
import type { Measurement } from '../harness/measurement.js';
import { type Course, type Race, raced } from '../harness/racing.js';
import type { BenchDatabase } from './database.js';
import type { Emmett, EmmettStore } from './emmett.js';
import { emmettEvent, revisionAt, versionAt } from './emmett-events.js';

const SIXTY_FOUR: Race = { callers: 64, appends: 32 };
/** Milliseconds, for each side what it is fastest with: shorter, and it is busy with those who lose; longer, and it waits for them. */
const STEP_BACK = { ours: 6, emmett: 40 };

const ourCourse = ({ log }: BenchDatabase): Course => ({
  stepBack: STEP_BACK.ours,
  async attempt(stream, revision, event) {
    try {
      return { appended: true, revision: (await log.append(stream, revision, [event])).revision };
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      return { appended: false, revision: error.actual };
    }
  },
  async length(stream) {
    let length = 0;
    for await (const _ of log.readStream(stream)) length++;
    return length;
  },
});

/** Its conflict does not tell the version, so the caller reads on from the last event that he knows. */
const emmettCourse = ({ isExpectedVersionConflictError }: Emmett, store: EmmettStore): Course => ({
  stepBack: STEP_BACK.emmett,
  async attempt(stream, revision, event) {
    try {
      const options = { expectedStreamVersion: versionAt(revision) };
      const { nextExpectedStreamVersion } = await store.appendToStream(stream, [emmettEvent(event)], options);
      return { appended: true, revision: revisionAt(nextExpectedStreamVersion) };
    } catch (error) {
      if (!isExpectedVersionConflictError(error)) throw error;
      const { currentStreamVersion } = await store.readStream(stream, { from: versionAt(revision) });
      return { appended: false, revision: revisionAt(currentStreamVersion) };
    }
  },
  length: async (stream) => (await store.readStream(stream, {})).events.length,
});

/** 64 callers who append to one stream, and try again when another was faster. */
export const hotStream = (database: () => BenchDatabase, emmett: () => Emmett, seed: number): Measurement => ({
  name: 'append-64-hot',
  goal: 5,
  unit: 'events/s',
  better: 'higher',
  ours: () => raced(SIXTY_FOUR, ourCourse(database()), seed),
  async yardstick() {
    const store = emmett().getPostgreSQLEventStore(database().url);
    try {
      await store.schema.migrate();
      return await raced(SIXTY_FOUR, emmettCourse(emmett(), store), seed);
    } finally {
      await store.close();
    }
  },
});
