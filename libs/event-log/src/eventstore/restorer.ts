import type { Instant, RecordedEvent } from '@concord/kernel';
import { EventIdReused, RecordedTooEarly, WrongExpectedRevision } from '../errors.js';
import { storable } from '../storable.js';
import { equals, standingAt } from './standing.js';
import { untilDecided } from './until-decided.js';
import type { WritingParts } from './writing-parts.js';

/** Events that follow each other in one stream and are appended at once, at most. */
const MOST = 500;

type Group = readonly [RecordedEvent, ...RecordedEvent[]];

/** Takes over what another log has recorded, one group after the other, so that its order is kept. */
export class Restorer {
  constructor(private readonly parts: WritingParts) {}

  async restore(events: readonly RecordedEvent[]): Promise<void> {
    const groups = groupsOf(events);
    // What is wrong with any of them is said before the first is taken.
    for (const group of groups) storable(group[0].stream, group[0].revision - 1, group);
    const twice = duplicateIn(events);
    if (twice) throw new EventIdReused(twice.id, twice.stream);
    let last = groups.length > 0 ? await this.lastInstant() : undefined;
    for (const group of groups) {
      const ids = group.map(({ id }) => id);
      const before = last;
      await this.parts.ids.alone(ids, () => untilDecided(this.parts.patience.deadline, group[0].id, () => this.take(group, before)));
      last = group.at(-1)?.recordedAt;
    }
  }

  /** @param look whether some of the group may be in the log already */
  private async take(group: Group, last: Instant | undefined, look = this.mayStand(group, last)): Promise<void> {
    const rest = look ? await this.withoutStanding(group) : group;
    const [next] = rest;
    if (!next) return;
    if (last !== undefined && next.recordedAt < last) throw new RecordedTooEarly(next.id, next.recordedAt, last);
    const standing = await this.parts.claims.takeAll(rest, rest);
    for (const [index, place] of standing.entries()) if (place) throw new EventIdReused(rest[index]?.id ?? '', place.stream);

    const outgoing = storable(next.stream, next.revision - 1, rest).map((event, index) => ({
      ...event,
      recordedAt: rest[index]?.recordedAt as Instant,
    }));
    const answer = await this.parts.appends.send(
      this.parts.namespace.nameOf(next.stream),
      next.revision - 1,
      outgoing,
      this.parts.patience.attempt,
    );
    if ('place' in answer) for (const event of rest) this.parts.ids.learn(event.id, event);
    else if (answer.actual < next.revision) throw new WrongExpectedRevision(next.stream, next.revision - 1, answer.actual);
    else await this.take(group, last, true);
  }

  private mayStand(group: Group, last: Instant | undefined): boolean {
    return (last !== undefined && group[0].recordedAt < last) || group.some(({ id }) => this.parts.ids.placeOf(id) !== undefined);
  }

  /** The events of the group that are not in the log yet. */
  private async withoutStanding(group: Group): Promise<readonly RecordedEvent[]> {
    const [{ stream, revision }] = group;
    const found = await standingAt(this.parts.engine, stream, revision, group.length);
    for (const [index, recorded] of found.entries()) {
      const event = group[index] as RecordedEvent;
      if (equals(event, recorded)) continue;
      if (event.id === recorded.id) throw new EventIdReused(event.id, stream);
      throw new WrongExpectedRevision(stream, event.revision - 1, await this.revisionOf(stream, recorded.revision));
    }
    return group.slice(found.length);
  }

  private async revisionOf(stream: string, from: number): Promise<number> {
    let last = from;
    for await (const events of this.parts.engine.stream(stream, from, Number.MAX_SAFE_INTEGER)) last = events.at(-1)?.revision ?? last;
    return last;
  }

  private async lastInstant(): Promise<Instant | undefined> {
    const head = await this.parts.engine.head();
    if (head === 0) return undefined;
    for await (const { events } of this.parts.engine.walk({ after: head - 1, until: head }, { most: 1, backwards: true })) {
      if (events[0]) return events[0].recordedAt;
    }
    return undefined;
  }
}

/** Runs of events that follow each other in one stream. */
function groupsOf(events: readonly RecordedEvent[]): readonly Group[] {
  const groups: [RecordedEvent, ...RecordedEvent[]][] = [];
  for (const event of events) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before?.stream === event.stream && before.revision + 1 === event.revision && group.length < MOST) group.push(event);
    else groups.push([event]);
  }
  return groups;
}

function duplicateIn(events: readonly RecordedEvent[]): RecordedEvent | undefined {
  const ids = new Set<string>();
  return events.find(({ id }) => ids.size === ids.add(id).size);
}
