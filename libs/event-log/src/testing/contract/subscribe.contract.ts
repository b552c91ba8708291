import { type Position, START } from '@concord/kernel';
import { NO_STREAM } from '../../event-log.js';
import { proposals, proposed } from '../proposed.js';
import { collect, type Followed, follow, freshStream, idsOf, type Store, sideBySide, untilCaughtUp } from './store.js';

const seenAtLeast =
  (count: number) =>
  (seen: Followed): boolean =>
    seen.events.length >= count;

export function subscribeContract(store: Store): void {
  it('gives what is in the log and then what comes, and says when it has caught up', async () => {
    const { log, another } = store();
    const writer = await another();
    const after = await log.head();
    const stream = freshStream();
    const events = proposals(2_600);
    const { position } = await writer.append(stream, NO_STREAM, events.slice(0, 2_500));
    const live = follow(log, { after }, (seen, latest) => {
      if (latest.caughtUp && seen.events.length === 2_500) void writer.append(stream, 2_499, events.slice(2_500));
      return seen.events.length === 2_600;
    });
    const { events: seen, batches } = await live;
    expect(idsOf(seen)).toEqual(idsOf(events));
    expect(batches.find(({ caughtUp }) => caughtUp)?.position).toBe(position);
    expect(batches.at(-1)?.caughtUp).toBe(true);
    for (const batch of batches) expect(batch.position).toBe(batch.events.at(-1)?.position ?? batch.position);
  });

  it('has seen everything that was in the log when it first says that it has caught up', async () => {
    const { log, another } = store();
    const reader = await another();
    await follow(reader, { after: await log.head() }, untilCaughtUp);
    for (let round = 0; round < 20; round++) {
      const after = await log.head();
      const { position } = await log.append(freshStream(), NO_STREAM, proposals(3));
      const { batches } = await follow(reader, { after }, untilCaughtUp);
      expect(Number(batches.at(-1)?.position)).toBeGreaterThanOrEqual(Number(position));
    }
  });

  it('says that it has caught up when there is nothing to read', async () => {
    const { log } = store();
    const after = await log.head();
    const { batches } = await follow(log, { after }, untilCaughtUp);
    expect(batches).toEqual([{ events: [], position: after, caughtUp: true }]);
  });

  it('resumes behind any position without loss or repetition', async () => {
    const { log } = store();
    let after = await log.head();
    const events = proposals(50);
    await log.append(freshStream(), NO_STREAM, events);
    const seen: string[] = [];
    for (let round = 0; seen.length < 50; round++) {
      const { batches } = await follow(log, { after, batchSize: 1 + (round % 7) }, seenAtLeast(1));
      seen.push(...batches.flatMap((batch) => idsOf(batch.events)));
      after = batches.at(-1)!.position;
    }
    expect(seen).toEqual(idsOf(events));
  });

  it('holds no more events in a batch than asked for', async () => {
    const { log } = store();
    const after = await log.head();
    await log.append(freshStream(), NO_STREAM, proposals(100));
    const { batches } = await follow(log, { after, batchSize: 30 }, untilCaughtUp);
    expect(batches.map(({ events }) => events.length)).toEqual([30, 30, 30, 10]);
    await expect(collect(log.subscribe({ batchSize: 0 }))).rejects.toBeInstanceOf(RangeError);
  });

  it('tells how far it has read past events of other types, behind the head and at it', async () => {
    const { log, another } = store();
    const writer = await another();
    const after = await log.head();
    const stream = freshStream();
    const [wanted, other] = [proposed({ type: 'testing.sample.SampleLost' }), proposals(3_000)];
    await writer.append(stream, NO_STREAM, [...other.slice(0, 2_500), wanted, ...other.slice(2_500)]);
    const caughtUpAt = await writer.head();
    let goal: Position | undefined;
    const { events, batches } = await follow(log, { after, types: [wanted.type] }, (_seen, { position, caughtUp }) => {
      if (caughtUp && goal === undefined) {
        goal = START;
        expect(position).toBe(caughtUpAt);
        void writer.append(stream, 3_000, proposals(5)).then((result) => {
          goal = result.position;
        });
      }
      if (goal === START) return Number(position) > Number(caughtUpAt);
      return position === goal;
    });
    expect(idsOf(events)).toEqual([wanted.id]);
    expect(batches.at(-1)?.events).toEqual([]);
  });

  it('ends when it is aborted: while it waits, while its batch is at work, and before it began', async () => {
    const { log } = store();
    const after = await log.head();
    const [waiting, working] = [new AbortController(), new AbortController()];
    const atWork = (async () => {
      for await (const _batch of log.subscribe({ signal: working.signal })) working.abort();
    })();
    const idle = (async () => {
      for await (const { caughtUp } of log.subscribe({ after, signal: waiting.signal })) if (caughtUp) setImmediate(() => waiting.abort());
    })();
    await Promise.all([atWork, idle]);
    expect(await collect(log.subscribe({ signal: AbortSignal.abort() }))).toEqual([]);
  });

  it('ends when the log is closed', async () => {
    const log = await store().another();
    const ended = collect(log.subscribe({ after: await log.head() }));
    await follow(log, { after: await log.head() }, untilCaughtUp);
    await log.close();
    expect(await ended).toHaveLength(1);
  });

  it('outlives its connections, again and again, without loss or repetition, and so do appends', async () => {
    const { log, another, breakConnections } = store();
    if (!breakConnections) return;
    const reader = await another();
    const after = await log.head();
    const COUNT = 600;
    const live = follow(reader, { after }, seenAtLeast(COUNT));
    const typed = follow(reader, { after, types: ['testing.sample.SampleTaken'], batchSize: 5 }, seenAtLeast(COUNT));
    const ids: string[] = [];
    await sideBySide(4, COUNT, async (task) => {
      if (task % 150 === 75) await breakConnections();
      const event = proposed();
      await log.append(freshStream(), NO_STREAM, [event]);
      ids.push(event.id);
    });
    const recorded = idsOf(await collect(log.readAll({ after })));
    expect(recorded.toSorted()).toEqual(ids.toSorted());
    expect(idsOf((await live).events)).toEqual(recorded);
    expect(idsOf((await typed).events)).toEqual(recorded);
  });
}
