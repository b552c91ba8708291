import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, newId, type Position, START } from '@concord/kernel';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventIdReused, EventLogUnavailable, UnstorableEvent } from '../errors.js';
import { NO_STREAM } from '../event-log.js';
import { collect, follow, freshStream, idsOf, sideBySide, untilCaughtUp } from '../testing/contract/store.js';
import { type EventStoreStore, eventStoreStore, serverUrl } from '../testing/eventstore-store.js';
import { untilAppended } from '../testing/load.js';
import { proposals, proposed } from '../testing/proposed.js';
import { parseAddress } from './address.js';
import { EventStoreEventLog } from './eventstore-event-log.js';
import { Inflow } from './inflow.js';

/** Milliseconds: a log that gives up soon, for faults that do not pass. */
const IMPATIENT = { deadline: 1_500, attempt: 1_000 };

const { tls } = parseAddress(serverUrl());
/** The line can tell requests apart where it can read them. */
const whereReadable = tls ? it.skip : it;

describe('what the client of EventStoreDB leaves to the adapter', () => {
  let store: EventStoreStore;
  let client: EventStoreDBClient;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    store = await eventStoreStore();
    client = EventStoreDBClient.connectionString(parseAddress(serverUrl()).clientUrl);
  });
  afterAll(async () => {
    await store.close();
    await client.dispose();
    for (const one of opened) await one.close();
  });

  const anotherStore = async (): Promise<EventStoreStore> => {
    const one = await eventStoreStore();
    opened.push(one);
    return one;
  };
  const logAt = (url: string): EventStoreEventLog => {
    const log = new EventStoreEventLog(url, IMPATIENT);
    opened.push(log);
    return log;
  };
  const nameOf = ({ url }: EventStoreStore): string => parseAddress(url).logName;

  /** Appends events of another application. */
  const appendForeign = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1_000) {
      const events = Array.from({ length: 1_000 }, () => jsonEvent({ type: 'Foreign', data: {} }));
      await client.appendToStream(`foreign-${newId()}`, events);
    }
  };

  describe('subscriptions', () => {
    it('are opened anew when their connection is lost: the client never does', async () => {
      const reader = await store.another();
      const after = await store.log.head();
      const seen: string[] = [];
      const stopping = new AbortController();
      const [event, ...more] = proposals(6);
      for await (const { events, caughtUp } of reader.subscribe({ after, signal: stopping.signal })) {
        seen.push(...idsOf(events));
        if (seen.length === 6) stopping.abort();
        if (!caughtUp) continue;
        store.line.cut();
        const next = [event, ...more][seen.length];
        if (next) void store.log.append(freshStream(), NO_STREAM, [next]);
      }
      expect(seen).toEqual(idsOf([event!, ...more]));
    });

    it('are opened anew when they end without an error', async () => {
      const writer = await store.another();
      const after = await writer.head();
      const reader = await store.another();
      const events = proposals(5);
      const followed = follow(reader, { after }, (seen, { caughtUp }) => {
        const next = events[seen.events.length];
        if (caughtUp && next) {
          // biome-ignore lint/complexity/useLiteralKeys: it is private
          void reader['connection'].client.dispose().then(() => writer.append(freshStream(), NO_STREAM, [next]));
        }
        return !next;
      });
      expect(idsOf((await followed).events)).toEqual(idsOf(events));
    });

    it('have ended when the server ends them, when they are destroyed, and when they fail after their last event', async () => {
      const ending = new Inflow<string>(Readable.from(['a', 'b']), Number.POSITIVE_INFINITY);
      expect([await ending.take(1), await ending.take(9), await ending.take(9)]).toEqual([['a'], ['b'], undefined]);
      const waiting = new Readable({ objectMode: true, read: () => undefined });
      const destroyed = new Inflow<string>(waiting, Number.POSITIVE_INFINITY).take(1);
      waiting.destroy();
      expect(await destroyed).toBeUndefined();
      const failing = new Readable({ objectMode: true, read: () => undefined });
      const failed = new Inflow<string>(failing, Number.POSITIVE_INFINITY);
      failing.push('a');
      expect(await failed.take(1)).toEqual(['a']);
      // The client's streams tell of an error, and go on living.
      failing.emit('error', new Error('a fault'));
      await expect(failed.take(1)).rejects.toThrow('a fault');
    });

    it('outlive a connection that dies without a word, and so do appends', async () => {
      const deaf = await anotherStore();
      const reader = await deaf.another({ ...IMPATIENT, poll: 200 });
      const after = await deaf.log.head();
      const [before, behind] = proposals(2);
      const { events } = await follow(reader, { after }, (seen, { caughtUp }) => {
        if (!caughtUp || seen.events.length > 1) return seen.events.length > 1;
        if (seen.events.length === 1) deaf.line.deafen();
        const next = seen.events.length === 0 ? before! : behind!;
        void untilAppended(() => deaf.log.append('testing.sample/deaf', seen.events.length - 1, [next]));
        return false;
      });
      expect(idsOf(events)).toEqual([before!.id, behind!.id]);
    });

    whereReadable('look through the events of others in few steps', async () => {
      const quiet = await anotherStore();
      const reader = await quiet.another({ poll: 600_000 });
      const after = await reader.head();
      const event = proposed();
      const writer = new EventStoreEventLog(serverUrl() + quiet.url.slice(quiet.url.indexOf('&log=')));
      opened.push(writer);
      let answeredBefore = 0;
      const { events } = await follow(reader, { after }, (seen, { caughtUp }) => {
        if (!caughtUp || seen.events.length > 0) return seen.events.length > 0;
        void (async () => {
          await quiet.line.close();
          await appendForeign(20_000);
          await writer.append(freshStream(), NO_STREAM, [event]);
          answeredBefore = quiet.line.answered;
          await quiet.line.reopen();
        })();
        return false;
      });
      expect(idsOf(events)).toEqual([event.id]);
      // A step of the server's own choice is 32 events, and each is answered for.
      expect(quiet.line.answered - answeredBefore).toBeLessThan(10_000);
    });
  });

  it('leaves with the server what nobody takes, and keeps the order for whoever takes slowly', async () => {
    const heavy = await anotherStore();
    const stream = freshStream();
    const [EVENTS, SIZE] = [8_000, 5_000];
    for (let revision = NO_STREAM; revision < EVENTS - 1; revision += 200) {
      await heavy.log.append(stream, revision, proposals(200, { data: { text: 'x'.repeat(SIZE) } }));
    }
    const { line } = heavy;
    const before = line.answered;
    const slow = heavy.log.readAll()[Symbol.asyncIterator]();
    let revision = (await slow.next()).value?.revision;
    for (let answered = -1; answered !== line.answered; ) {
      answered = line.answered;
      await sleep(500);
    }
    expect(line.answered - before).toBeLessThan((EVENTS * SIZE) / 2);
    // A second one stops in the middle: it must not keep the log from being closed.
    await heavy.log.readAll()[Symbol.asyncIterator]().next();
    for (let next = await slow.next(); !next.done; next = await slow.next()) expect(next.value.revision).toBe(++revision!);
    expect(revision).toBe(EVENTS - 1);
    await heavy.log.close();
  });

  it('gives its connection back when it is closed', async () => {
    const { line, log } = await anotherStore();
    await log.append(freshStream(), NO_STREAM, proposals(1));
    expect(line.connections).toBeGreaterThan(0);
    await log.close();
    while (line.connections > 0) await sleep(10);
  });

  describe('an append', () => {
    it('is given up when nobody answers, and decided by the same append again', async () => {
      const silent = await anotherStore();
      const log = await silent.another(IMPATIENT);
      const [stream, events] = [freshStream(), proposals(2)];
      await log.append(freshStream(), NO_STREAM, proposals(1));
      silent.line.silence();
      await expect(log.append(stream, NO_STREAM, events)).rejects.toBeInstanceOf(EventLogUnavailable);
      silent.line.restore();
      expect(await silent.log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 1 });
      expect(await log.append(stream, NO_STREAM, events)).toMatchObject({ revision: 1, replayed: true });
      expect(idsOf(await collect(log.readAll({ after: START })))).toHaveLength(3);
    });

    it('with a BigInt is refused and not left hanging, and the next one goes through', async () => {
      const broken = proposed({ data: { amount: 1n } });
      await expect(store.log.append(freshStream(), NO_STREAM, [broken])).rejects.toBeInstanceOf(UnstorableEvent);
      expect(await store.log.append(freshStream(), NO_STREAM, proposals(1))).toMatchObject({ replayed: false });
    });

    it('is one of many large ones that wait for the line, and Node warns of nobody who listens', async () => {
      const warnings: string[] = [];
      const heard = ({ message }: Error) => warnings.push(message);
      process.on('warning', heard);
      const large = 'x'.repeat(200_000);
      await sideBySide(40, 80, async () => {
        await store.log.append(freshStream(), NO_STREAM, [proposed({ data: { large } }), proposed({ data: { large } })]);
      });
      process.off('warning', heard);
      expect(warnings).toEqual([]);
    });

    it('hears nothing of the fall of a connection that is another log’s', async () => {
      const [falling, standing] = [await anotherStore(), await anotherStore()];
      const replayed = { falling: 0, standing: 0 };
      await sideBySide(16, 1_600, async (task, caller) => {
        if (task % 100 === 50) falling.line.cut();
        const which = caller % 2 === 0 ? 'falling' : 'standing';
        const { log } = which === 'falling' ? falling : standing;
        const answer = await log.append(freshStream(), NO_STREAM, proposals(1));
        if (answer.replayed) replayed[which]++;
      });
      expect(replayed.standing).toBe(0);
      const count = (await collect(falling.log.readAll())).length + (await collect(standing.log.readAll())).length;
      expect(count).toBe(1_600);
    });

    whereReadable('is known to the server by another id in every attempt, and to the log by ours', async () => {
      const { line, log } = await anotherStore();
      const [stream, event] = [freshStream(), proposed()];
      await log.identity();
      line.loseAnswersTo(stream, 1);
      expect(await log.append(stream, NO_STREAM, [event])).toMatchObject({ revision: 0, replayed: true });
      expect(line.lost).toBe(1);
      const again = await log.append(freshStream(), NO_STREAM, [event]).catch((error) => error);
      expect(again).toBeInstanceOf(EventIdReused);
      const recorded = await collect(log.readAll());
      expect(idsOf(recorded)).toEqual([event.id]);
    });
  });

  describe('a server that cannot be reached', () => {
    const closed = 'esdb://127.0.0.1:1?tls=false';
    const noCluster = 'esdb://127.0.0.1:1,127.0.0.1:2?tls=false&maxDiscoverAttempts=2';

    it.each([
      ['one server', closed],
      ['a cluster of which no node is found', noCluster],
    ])('is one error, whatever is asked: %s', async (_case, url) => {
      const log = logAt(url);
      const unavailable = expect.objectContaining({ constructor: EventLogUnavailable, cause: expect.any(Error) });
      const asked = [
        log.append(freshStream(), NO_STREAM, proposals(1)),
        collect(log.readStream(freshStream())),
        collect(log.readAll()),
        log.head(),
        log.identity(),
      ];
      for (const answer of await Promise.allSettled(asked)) expect(answer).toEqual({ status: 'rejected', reason: unavailable });
    });

    it('is one error for a log that has been at work, too', async () => {
      const gone = await anotherStore();
      const log = await gone.another(IMPATIENT);
      const stream = freshStream();
      await log.append(stream, NO_STREAM, proposals(1));
      await gone.line.close();
      const asked = [
        log.append(stream, 0, proposals(1)),
        log.append(stream, 0, [proposed({ id: derivedId(newId()) })]),
        log.head(),
        collect(log.readStream(stream)),
        collect(log.readAll()),
      ];
      for (const answer of await Promise.allSettled(asked)) expect(answer).toMatchObject({ reason: expect.any(EventLogUnavailable) });
      await gone.line.reopen();
      expect(await log.append(stream, 0, proposals(1))).toMatchObject({ revision: 1 });
    });
  });

  // Without TLS the server asks nobody who they are.
  (tls ? describe : describe.skip)('a user who may not read all', () => {
    const forEver = { deadline: Number.POSITIVE_INFINITY };
    const denied = { status: 'rejected', reason: expect.any(EventLogUnavailable) };

    it.each([
      ['who has no name', ''],
      ['who has a wrong password', 'admin:wrong@'],
    ])('is told so, and not kept waiting while it is tried for ever: one %s', async (_case, user) => {
      const log = new EventStoreEventLog(store.url.replace(/\/\/[^@/]*@/, `//${user}`), forEver);
      opened.push(log);
      const asked = [log.head(), collect(log.readAll()), collect(log.subscribe())];
      for (const answer of await Promise.allSettled(asked)) expect(answer).toEqual(denied);
    });
  });

  it('shows neither the events of others nor those of another log in the same server', async () => {
    const [one, other] = [await anotherStore(), await anotherStore()];
    const stream = freshStream();
    const [mine, theirs] = [proposed(), proposed()];
    await one.log.append(stream, NO_STREAM, [mine]);
    await appendForeign(1_000);
    // What looks like the log's, and was not written by it.
    await client.appendToStream(`${nameOf(one)}-${freshStream()}`, [jsonEvent({ type: 'Foreign', data: {} })]);
    const alike = logAt(one.url.replace(nameOf(one), `${nameOf(one)}x`));
    await alike.append(stream, NO_STREAM, proposals(1));
    await other.log.append(stream, NO_STREAM, [theirs]);
    expect(idsOf(await collect(one.log.readAll()))).toEqual([mine.id]);
    expect(idsOf(await collect(one.log.readAll({ backwards: true })))).toEqual([mine.id]);
    expect(idsOf(await collect(other.log.readStream(stream)))).toEqual([theirs.id]);
    const last = proposed();
    const followed = follow(one.log, {}, (seen, { caughtUp }) => {
      if (caughtUp && seen.events.length === 1) {
        void other.log.append(stream, 0, proposals(1)).then(() => one.log.append(stream, 0, [last]));
      }
      return seen.events.length === 2;
    });
    expect(idsOf((await followed).events)).toEqual([mine.id, last.id]);
    expect(await one.log.identity()).not.toBe(await other.log.identity());
  });

  it('reads on from any number, also where no event stands', async () => {
    const { log, another } = await anotherStore();
    for (let round = 0; round < 4; round++) await log.append(freshStream(), NO_STREAM, proposals(3));
    const all = await collect(log.readAll());
    const places = all.map(({ position }) => Number(position));
    const [first, , middle] = places as [number, number, number];
    const numbers = [1, first - 1, middle - 100, middle - 1, middle + 1, middle + 7, places.at(-1)! - 1, places.at(-1)! + 1, 2 ** 52];
    const reader = await another(IMPATIENT);
    for (const number of numbers) {
      const at = String(number) as Position;
      const behind = idsOf(all.filter(({ position }) => Number(position) > number));
      const before = idsOf(all.filter(({ position }) => Number(position) <= number));
      expect(idsOf(await collect(reader.readAll({ after: at })))).toEqual(behind);
      expect(idsOf(await collect(reader.readAll({ until: at })))).toEqual(before);
      expect(idsOf(await collect(reader.readAll({ until: at, backwards: true })))).toEqual(before.toReversed());
      expect(idsOf(await collect(reader.readAll({ after: at, backwards: true })))).toEqual(behind.toReversed());
      if (behind.length > 0) expect(idsOf((await follow(await another(), { after: at }, untilCaughtUp)).events)).toEqual(behind);
    }
  });
});
