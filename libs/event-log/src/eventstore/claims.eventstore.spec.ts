import { once } from 'node:events';
import { derivedId, newId } from '@concord/kernel';
import { runTypeScript, type TestProcess } from '../../../../test/support/processes.js';
import { EventIdReused, EventLogUnavailable } from '../errors.js';
import { NO_STREAM } from '../event-log.js';
import { collect, freshStream, idsOf } from '../testing/contract/store.js';
import { type EventStoreStore, eventStoreStore, serverUrl } from '../testing/eventstore-store.js';
import { proposals, proposed } from '../testing/proposed.js';
import { parseAddress } from './address.js';

/** Milliseconds: a log that gives up soon, for faults that do not pass. */
const IMPATIENT = { deadline: 1_500, attempt: 1_000 };

/** The line can tell requests apart where it can read them. */
const whereReadable = parseAddress(serverUrl()).tls ? it.skip : it;

describe('an id that can come again, in EventStoreDB', () => {
  let store: EventStoreStore;
  const opened: EventStoreStore[] = [];
  const anotherStore = async (): Promise<EventStoreStore> => {
    const one = await eventStoreStore();
    opened.push(one);
    return one;
  };

  beforeAll(async () => {
    store = await anotherStore();
  });
  afterAll(async () => {
    for (const one of opened) await one.close();
  });

  const inProcess = async (url: string, stream: string, id: string): Promise<string> => {
    const child: TestProcess = runTypeScript('libs/event-log/src/testing/append-process.ts', [url, stream, id]);
    const ended = once(child.child, 'exit');
    const answer = await child.line();
    expect(await ended).toEqual([0, null]);
    return answer;
  };

  it('stands once, whichever log and process it comes through; and the process ends by itself', async () => {
    const [id, stream] = [derivedId(newId()), freshStream()];
    const event = proposed({ id });
    expect(await inProcess(store.url, stream, id)).toBe('appended');
    expect(await inProcess(store.url, stream, id)).toBe('replayed');
    expect(await inProcess(store.url, freshStream(), id)).toBe('EventIdReused');
    const [one, other] = [await store.another(), await store.another()];
    await expect(one.append(freshStream(), NO_STREAM, [proposed(), event])).rejects.toBeInstanceOf(EventIdReused);
    await expect(other.append(stream, 0, [event])).rejects.toBeInstanceOf(EventIdReused);
    expect(await other.append(stream, NO_STREAM, [event])).toMatchObject({ replayed: true });
  });

  it('stands once when it comes through many logs to many streams at the same time', async () => {
    const logs = await Promise.all(Array.from({ length: 6 }, () => store.another({ deadline: 1_000, attempt: 1_000 })));
    for (let round = 0; round < 10; round++) {
      const event = proposed({ id: derivedId(newId()) });
      const after = await store.log.head();
      const answers = await Promise.allSettled(logs.map((log) => log.append(freshStream(), NO_STREAM, [event])));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(idsOf(await collect(store.log.readAll({ after })))).toEqual([event.id]);
    }
  });

  /** Leaves a claim to the id, for the first event of the stream, and no event. */
  const claimOnly = async (from: EventStoreStore, stream: string, id: string): Promise<void> => {
    const log = await from.another(IMPATIENT);
    await log.identity();
    from.line.loseAnswersTo(`claim/${id}`, Number.POSITIVE_INFINITY);
    await expect(log.append(stream, NO_STREAM, [proposed({ id: id as never })])).rejects.toBeInstanceOf(EventLogUnavailable);
    from.line.loseAnswersTo('', 0);
    expect(await collect(from.log.readAll())).toEqual([]);
  };

  whereReadable(
    'and was claimed for an append that never came is free for the same append, and for others when that is stale',
    async () => {
      const one = await anotherStore();
      const [id, stream] = [derivedId(newId()), freshStream()];
      await claimOnly(one, stream, id);
      const event = proposed({ id });
      const hurried = await one.another(IMPATIENT);
      const answer = await hurried.append(freshStream(), NO_STREAM, [event]).catch((error) => error);
      expect(answer).toBeInstanceOf(EventLogUnavailable);
      expect(await collect(one.log.readAll())).toEqual([]);
      expect(await one.log.append(stream, NO_STREAM, [event])).toMatchObject({ revision: 0 });

      const two = await anotherStore();
      await claimOnly(two, stream, id);
      const unhurried = await two.another({ stale: 0 });
      expect(await unhurried.append(freshStream(), NO_STREAM, [event])).toMatchObject({ revision: 0, replayed: false });
    },
  );

  whereReadable('and was claimed for a place that another event has taken since is free at once', async () => {
    const one = await anotherStore();
    const [id, stream] = [derivedId(newId()), freshStream()];
    await claimOnly(one, stream, id);
    await one.log.append(stream, NO_STREAM, proposals(1));
    const log = await one.another(IMPATIENT);
    expect(await log.append(freshStream(), NO_STREAM, [proposed({ id })])).toMatchObject({ replayed: false });
  });

  it('is free again when its append was refused', async () => {
    const [id, stream] = [derivedId(newId()), freshStream()];
    await expect(store.log.append(stream, 5, [proposed({ id })])).rejects.toMatchObject({ actual: NO_STREAM });
    const other = await store.another(IMPATIENT);
    expect(await other.append(freshStream(), NO_STREAM, [proposed({ id })])).toMatchObject({ replayed: false });
  });
});
