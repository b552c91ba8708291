import { setTimeout as sleep } from 'node:timers/promises';
import { freshLogUrl } from '../../../../test/support/event-store.js';
import { EventLogUnavailable } from '../errors.js';
import { NO_STREAM } from '../event-log.js';
import { collect, freshStream } from '../testing/contract/store.js';
import { type EventStoreStore, eventStoreStore } from '../testing/eventstore-store.js';
import { Load } from '../testing/load.js';
import { EVENTSTORE_COMMAND, OwnEventStore } from '../testing/own-eventstore.js';
import { proposals } from '../testing/proposed.js';
import { EventStoreEventLog } from './eventstore-event-log.js';

/** Milliseconds that the server is away. */
const AWAY = 30_000;
/** Milliseconds: a log that gives up soon enough for calls to fail while the server is away. */
const PATIENCE = { deadline: 2_000, attempt: 1_000, poll: 1_000 };

/** Every call fails by itself with one error; that of a call which never did would be the test's own time limit. */
async function expectAllRefused(log: EventStoreEventLog): Promise<void> {
  const stream = freshStream();
  const calls = [
    log.append(stream, NO_STREAM, proposals(1)),
    log.head(),
    collect(log.readStream(stream)),
    collect(log.readAll({ backwards: true })),
  ];
  await Promise.all(calls.map((call) => expect(call).rejects.toBeInstanceOf(EventLogUnavailable)));
}

describe('an EventStoreDB over a line with faults', () => {
  let store: EventStoreStore;
  let load: Load | undefined;
  beforeEach(async () => {
    store = await eventStoreStore();
  });
  afterEach(async () => {
    await store.line.reopen().catch(() => undefined);
    store.line.restore();
    await load?.stop();
    await store.close();
  });

  const underLoad = async (): Promise<Load> => {
    const [writer, reader] = [await store.another(PATIENCE), await store.another(PATIENCE)];
    load = new Load(writer, reader, await store.log.head());
    await load.goesOn();
    return load;
  };

  it('which is cut again and again in the middle of appends and subscriptions: nothing is lost, nothing comes twice', async () => {
    const working = await underLoad();
    for (let cuts = 0; cuts < 40; cuts++) {
      store.line.cut();
      await working.goesOn(1 + (cuts % 7) * 20);
    }
    await working.expectAllOnce();
  });

  it('which is away for 30 s: calls are refused, then all goes on behind the last event', async () => {
    const working = await underLoad();
    await store.line.close();
    await Promise.all([expectAllRefused(await store.another(PATIENCE)), sleep(AWAY)]);
    expect(working.refused).toBeGreaterThan(0);
    await store.line.reopen();
    await working.goesOn();
    await working.expectAllOnce();
  });

  it('which swallows everything for a while: calls are refused, then all goes on behind the last event', async () => {
    const working = await underLoad();
    for (const milliseconds of [3_000, 500, 6_000]) {
      store.line.silence();
      await sleep(milliseconds);
      store.line.restore();
      await working.goesOn();
    }
    expect(working.refused).toBeGreaterThan(0);
    await working.expectAllOnce();
  });

  it('which dies without a word: another connection takes its place', async () => {
    const working = await underLoad();
    store.line.deafen();
    await working.goesOn();
    await working.expectAllOnce();
  });
});

(EVENTSTORE_COMMAND ? describe : describe.skip)('an EventStoreDB of which the process fails', () => {
  let server: OwnEventStore | undefined;
  let load: Load | undefined;
  const logs: EventStoreEventLog[] = [];
  beforeAll(async () => {
    server = await OwnEventStore.start(EVENTSTORE_COMMAND as string);
  });
  afterEach(async () => {
    await load?.stop();
    for (const log of logs.splice(0)) await log.close();
  });
  afterAll(() => server?.remove());

  const underLoad = async (own: OwnEventStore): Promise<Load> => {
    const url = freshLogUrl(own.url);
    logs.push(new EventStoreEventLog(url, PATIENCE), new EventStoreEventLog(url, PATIENCE));
    const [writer, reader] = logs as [EventStoreEventLog, EventStoreEventLog];
    load = new Load(writer, reader, await writer.head());
    await load.goesOn();
    return load;
  };

  it.each([
    ['killed', 'SIGKILL', 4],
    ['told to stop', 'SIGTERM', 2],
  ] as const)('and which is %s under load, and started again with its data: nothing acknowledged is lost', async (_how, signal, times) => {
    const own = server as OwnEventStore;
    const working = await underLoad(own);
    for (let round = 0; round < times; round++) {
      await own.end(signal);
      await expectAllRefused(logs[0] as EventStoreEventLog);
      await own.startAgain();
      await working.goesOn();
    }
    expect(working.refused).toBeGreaterThan(0);
    await working.expectAllOnce();
  });

  it('and which stands still for 30 s: calls are refused, then all goes on behind the last event', async () => {
    const own = server as OwnEventStore;
    const working = await underLoad(own);
    own.signal('SIGSTOP');
    try {
      await Promise.all([expectAllRefused(logs[0] as EventStoreEventLog), sleep(AWAY)]);
    } finally {
      own.signal('SIGCONT');
    }
    expect(working.refused).toBeGreaterThan(0);
    await working.goesOn();
    await working.expectAllOnce();
  });
});
