import type { ProposedEvent, RecordedEvent } from '@concord/kernel';
import { EventIdReused, WrongExpectedRevision } from '../errors.js';
import type { AppendResult } from '../event-log.js';
import { toPosition } from '../positions.js';
import { storable } from '../storable.js';
import type { Place } from './ids.js';
import type { Outgoing } from './protocol.js';
import { repeats, standingAt } from './standing.js';
import { untilDecided } from './until-decided.js';
import type { WritingParts } from './writing-parts.js';

interface Request {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly proposed: readonly ProposedEvent[];
  readonly outgoing: readonly Outgoing[];
}

/** Decides appends as the port promises: what the server leaves open is settled by reading what stands there. */
export class Appender {
  constructor(private readonly parts: WritingParts) {}

  async append(stream: string, expectedRevision: number, proposed: readonly ProposedEvent[]): Promise<AppendResult> {
    const outgoing = storable(stream, expectedRevision, proposed);
    const request = { stream, expectedRevision, proposed, outgoing };
    const ids = proposed.map(({ id }) => id);
    const [first] = ids as [(typeof ids)[number]];
    return this.parts.ids.alone(ids, () => untilDecided(this.parts.patience.deadline, first, () => this.decide(request)));
  }

  private async decide(request: Request): Promise<AppendResult> {
    const { stream, expectedRevision, proposed, outgoing } = request;
    await this.parts.births.birth();
    const places = placesOf(request);
    const standing = await this.parts.claims.takeAll(proposed, places);
    if (standing.some((place) => place !== undefined)) return this.recall(request, standing);

    const answer = await this.parts.appends.send(
      this.parts.namespace.nameOf(stream),
      expectedRevision,
      outgoing,
      this.parts.patience.attempt,
    );
    if ('actual' in answer) return this.afterMove(request, answer.actual);
    for (const [index, { id }] of proposed.entries()) this.parts.ids.learn(id, places[index] as Place);
    return { stream, revision: answer.revision, position: toPosition(answer.place), replayed: false };
  }

  /** The stream is elsewhere: perhaps because an earlier attempt at this very append brought it there. */
  private async afterMove(request: Request, actual: number): Promise<AppendResult> {
    const { stream, expectedRevision, proposed } = request;
    const there = Math.min(proposed.length, actual - expectedRevision);
    const found = there > 0 ? await standingAt(this.parts.engine, stream, expectedRevision + 1, there) : [];
    if (found.length < there) throw new Error(`${stream} is said to be at revision ${actual}, but cannot be read so far yet`);
    const ids = new Set(proposed.map(({ id }) => id));
    if (found.some(({ id }) => ids.has(id))) return this.replay(request, found);
    await this.parts.claims.giveBackAll(proposed, placesOf(request));
    throw new WrongExpectedRevision(stream, expectedRevision, actual);
  }

  /** Some ids are in the log: all of them, at the places that the append asks for, or it is none that was answered before. */
  private async recall(request: Request, standing: readonly (Place | undefined)[]): Promise<AppendResult> {
    const { stream, expectedRevision, proposed } = request;
    for (const [index, place] of standing.entries()) {
      if (!place || (place.stream === stream && place.revision === expectedRevision + 1 + index)) continue;
      throw new EventIdReused(proposed[index]?.id ?? '', place.stream);
    }
    return this.replay(request, await standingAt(this.parts.engine, stream, expectedRevision + 1, proposed.length));
  }

  /** @throws EventIdReused unless the events that stand there are those of the request */
  private replay({ stream, proposed }: Request, found: readonly RecordedEvent[]): AppendResult {
    for (const [index, event] of proposed.entries()) {
      const recorded = found[index];
      if (!recorded || !repeats(event, recorded)) throw new EventIdReused(known(proposed, found) ?? event.id, stream);
    }
    for (const event of found) this.parts.ids.learn(event.id, event);
    const last = found.at(-1) as RecordedEvent;
    return { stream, revision: last.revision, position: last.position, replayed: true };
  }
}

const placesOf = ({ stream, expectedRevision, proposed }: Request): readonly Place[] =>
  proposed.map((_, index) => ({ stream, revision: expectedRevision + 1 + index }));

/** The first of the ids that is in the log. */
function known(proposed: readonly ProposedEvent[], found: readonly RecordedEvent[]): string | undefined {
  const ids = new Set(found.map(({ id }) => id));
  return proposed.find(({ id }) => ids.has(id))?.id;
}
