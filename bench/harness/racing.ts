import { setTimeout as pause } from 'node:timers/promises';
import { newId, type ProposedEvent } from '@concord/kernel';
import { perSecond } from './measurement.js';
import { Random } from './random.js';
import { sampleEvents } from './sample-events.js';

/** Callers who all append to one stream, at the same time. */
export interface Race {
  readonly callers: number;
  /** Of each caller, one event after the other. */
  readonly appends: number;
}

export interface Attempt {
  readonly appended: boolean;
  /** At which the stream is, as far as the caller has learnt. */
  readonly revision: number;
}

/** A log in which a race can be held. */
export interface Course {
  /** Milliseconds that a caller who lost waits at most, by chance: a crowd that comes back at once only loses again. */
  readonly stepBack: number;
  /** Appends an event to a stream whose revision the caller believes to know, -1 for a stream that is not there. */
  attempt(stream: string, revision: number, event: ProposedEvent): Promise<Attempt>;
  /** How many events the stream has. */
  length(stream: string): Promise<number>;
}

async function contend(course: Course, stream: string, events: readonly ProposedEvent[]): Promise<void> {
  let revision = -1;
  for (const event of events) {
    let attempt = await course.attempt(stream, revision, event);
    while (!attempt.appended) {
      await pause(Math.random() * course.stepBack);
      attempt = await course.attempt(stream, attempt.revision, event);
    }
    revision = attempt.revision;
  }
}

/**
 * Events in a second, until every caller has appended all of his.
 * @throws Error when the stream does not hold as many as were appended
 */
export async function raced({ callers, appends }: Race, course: Course, seed: number): Promise<number> {
  const random = new Random(seed);
  const stream = `bench.sample/${newId()}`;
  const shares = Array.from({ length: callers }, () => sampleEvents(random, appends));
  const events = callers * appends;
  const speed = await perSecond(events, async () => {
    await Promise.all(shares.map((share) => contend(course, stream, share)));
  });
  const length = await course.length(stream);
  if (length !== events) throw new Error(`The stream has ${length} events of ${events} that were appended`);
  return speed;
}
