import { comparePositions, type Instant } from '@concord/kernel';
import { EventIdReused, WrongExpectedRevision } from '../../errors.js';
import { type AppendResult, NO_STREAM } from '../../event-log.js';
import { proposals, proposed } from '../proposed.js';
import { collect, freshStream, idsOf, type Store } from './store.js';

export function appendContract(store: Store): void {
  it('numbers the events of a stream from 0 without a gap, in the order they were given, and keeps them as they were', async () => {
    const { log } = store();
    const stream = freshStream();
    const events = proposals(5).map((event, number) => ({
      ...event,
      schemaVersion: number + 1,
      data: { number, text: '质量 \\u0000 "\n\t😀', nested: [{ a: null }, [1.5, -2e30], {}, true], left: undefined },
    }));
    const first = await log.append(stream, NO_STREAM, events.slice(0, 2));
    const second = await log.append(stream, 1, events.slice(2));
    expect(first).toMatchObject({ stream, revision: 1, replayed: false });
    expect(second).toMatchObject({ stream, revision: 4, replayed: false });

    const recorded = await collect(log.readStream(stream));
    expect(recorded.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    expect(recorded.map(({ recordedAt, revision, position, ...event }) => event)).toEqual(
      events.map(({ data: { left, ...data }, ...event }) => ({ ...event, data, stream })),
    );
    expect(recorded[1]?.position).toBe(first.position);
    expect(recorded[4]?.position).toBe(second.position);
    expect(await log.head()).toBe(second.position);
    for (const [index, event] of recorded.slice(1).entries()) {
      expect(comparePositions(event.position, recorded[index]!.position)).toBeGreaterThan(0);
      expect(event.recordedAt >= recorded[index]!.recordedAt).toBe(true);
    }
    expect(new Date(recorded[0]!.recordedAt).toISOString()).toBe(recorded[0]!.recordedAt);
  });

  it('lets exactly one of many racing appends at one revision win, and tells the others the actual revision', async () => {
    const { log, another } = store();
    const logs = [log, await another()];
    const stream = freshStream();
    await log.append(stream, NO_STREAM, [proposed()]);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, racer) => logs[racer % 2]!.append(stream, 0, proposals(3))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as WrongExpectedRevision] : []));
    expect(refusals).toHaveLength(19);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(WrongExpectedRevision);
      expect(refusal).toMatchObject({ stream, expected: 0, actual: 3 });
    }
    expect(await collect(log.readStream(stream))).toHaveLength(4);
  });

  it('refuses an expected revision that the stream has passed, or has not reached', async () => {
    const { log } = store();
    const stream = freshStream();
    await expect(log.append(stream, 3, [proposed()])).rejects.toMatchObject({ constructor: WrongExpectedRevision, actual: NO_STREAM });
    await log.append(stream, NO_STREAM, proposals(2));
    await expect(log.append(stream, NO_STREAM, [proposed()])).rejects.toMatchObject({ constructor: WrongExpectedRevision, actual: 1 });
    await expect(log.append(stream, 2, [proposed()])).rejects.toMatchObject({ constructor: WrongExpectedRevision, actual: 1 });
    await expect(log.append(stream, -2, [proposed()])).rejects.toBeInstanceOf(RangeError);
  });

  it('takes appends that follow each other on one stream without waiting for the answers, or refuses what came too early', async () => {
    const { log } = store();
    const stream = freshStream();
    const outcomes = await Promise.allSettled([NO_STREAM, 0, 1, 2].map((revision) => log.append(stream, revision, [proposed()])));
    const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(outcomes[0]?.status).toBe('fulfilled');
    expect(await collect(log.readStream(stream))).toHaveLength(taken);
  });

  it('answers the same append again as it did the first time, even when the stream has moved on', async () => {
    const { log, another } = store();
    const stream = freshStream();
    const events = proposals(3);
    const first = await log.append(stream, NO_STREAM, events);
    await log.append(stream, 2, [proposed()]);
    expect(await log.append(stream, NO_STREAM, events)).toEqual({ ...first, replayed: true });
    expect(await (await another()).append(stream, NO_STREAM, events)).toEqual({ ...first, replayed: true });
    expect(await collect(log.readStream(stream))).toHaveLength(4);
  });

  it('recognises the same append decided again at a later moment, by another request, for another cause', async () => {
    const { log } = store();
    const stream = freshStream();
    const event = proposed({ data: { b: 1, a: 2 } });
    const first = await log.append(stream, NO_STREAM, [event]);
    const again = { occurredAt: '2026-11-20T09:00:07.000Z' as Instant, correlationId: 'another', causationId: event.id };
    const retried = { ...event, data: { a: 2, b: 1 }, metadata: { ...event.metadata, ...again } };
    expect(await log.append(stream, NO_STREAM, [retried])).toEqual({ ...first, replayed: true });
  });

  it('records the same append once when it comes many times at once', async () => {
    const { log, another } = store();
    const logs = [log, await another()];
    const stream = freshStream();
    const events = proposals(2);
    const results: AppendResult[] = await Promise.all(
      Array.from({ length: 10 }, (_, caller) => logs[caller % 2]!.append(stream, NO_STREAM, events)),
    );
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(results.map(({ revision, position }) => `${revision} ${position}`)).size).toBe(1);
    expect(idsOf(await collect(log.readStream(stream)))).toEqual(idsOf(events));
  });

  it.each([
    ['other data', { data: { number: 7 } }],
    ['another type', { type: 'testing.sample.SampleLost' }],
    ['another schema version', { schemaVersion: 2 }],
    ['another actor', { metadata: { actor: 'person/b' } }],
  ])('refuses an event id that is in the log with %s', async (_difference, difference) => {
    const { log } = store();
    const stream = freshStream();
    const event = proposed();
    await log.append(stream, NO_STREAM, [event]);
    const reused = proposed({ id: event.id, ...difference });
    for (const revision of [NO_STREAM, 0]) {
      await expect(log.append(stream, revision, [reused])).rejects.toMatchObject({ constructor: EventIdReused, id: event.id, stream });
    }
    expect(await collect(log.readStream(stream))).toHaveLength(1);
  });

  it('refuses an event id that is in the log in another stream, or at another revision', async () => {
    const { log } = store();
    const [stream, other] = [freshStream(), freshStream()];
    const event = proposed();
    await log.append(stream, NO_STREAM, [event]);
    await expect(log.append(other, NO_STREAM, [event])).rejects.toMatchObject({ constructor: EventIdReused, id: event.id, stream });
    await expect(log.append(stream, 0, [event])).rejects.toBeInstanceOf(EventIdReused);
    expect(await collect(log.readStream(other))).toEqual([]);
  });

  it('appends all events or none', async () => {
    const { log } = store();
    const stream = freshStream();
    const events = proposals(4);
    await log.append(stream, NO_STREAM, events.slice(0, 2));
    const head = await log.head();
    const [known, twice] = [events[1]!, proposed()];
    for (const mixed of [events.slice(0, 3), events.slice(1), [proposed(), known, proposed()], [twice, proposed(), twice]]) {
      for (const revision of [NO_STREAM, 0, 1]) {
        await expect(log.append(stream, revision, mixed)).rejects.toBeInstanceOf(EventIdReused);
      }
    }
    expect(await log.head()).toBe(head);
    expect(idsOf(await collect(log.readStream(stream)))).toEqual(idsOf(events.slice(0, 2)));
  });

  it('refuses an append of nothing', async () => {
    const { log } = store();
    await expect(log.append(freshStream(), NO_STREAM, [])).rejects.toBeInstanceOf(RangeError);
  });

  it('takes 5,000 events in one append', async () => {
    const { log } = store();
    const stream = freshStream();
    const events = proposals(5_000);
    expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 4_999 });
    expect(idsOf(await collect(log.readStream(stream)))).toEqual(idsOf(events));
  });
}
