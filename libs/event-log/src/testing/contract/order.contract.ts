import { comparePositions, type RecordedEvent, START } from '@concord/kernel';
import { type EventLog, NO_STREAM } from '../../event-log.js';
import { proposed } from '../proposed.js';
import { collect, follow, freshStream, idsOf, positionsOf, type Store, sideBySide } from './store.js';

const APPENDS = 3_000;
const CALLERS = 16;
/** Told apart from what other tests put into the same log. */
const LAST = 'testing.order.AllDone';

const isLast = ({ type }: RecordedEvent): boolean => type === LAST;

/** A reader that pages through the log while it grows, and trusts that nothing appears behind it. */
async function pageThrough(log: EventLog, from: string): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  let after = from as typeof START;
  while (!seen.some(isLast)) {
    for await (const event of log.readAll({ after })) {
      seen.push(event);
      after = event.position;
    }
  }
  return seen;
}

export function orderContract(store: Store): void {
  it('shows every event exactly once and in order to those who read and follow while 16 callers append 3,000 times', async () => {
    const { log, another } = store();
    const logs = [log, await another()] as const;
    const after = await log.head();
    const done = ({ events }: { readonly events: RecordedEvent[] }): boolean => events.some(isLast);
    const watching = Promise.all([
      ...logs.map(async (each) => (await follow(each, { after }, done)).events),
      ...logs.map(async (each) => (await follow(each, { after, batchSize: 7 }, done)).events),
      pageThrough(logs[1], after),
    ]);

    const appended: string[] = [];
    const streams = Array.from({ length: CALLERS }, freshStream);
    const revisions = streams.map(() => NO_STREAM);
    await sideBySide(CALLERS, APPENDS, async (task, caller) => {
      const event = proposed({ data: { task } });
      const stream = streams[caller]!;
      const result = await logs[caller % 2]!.append(stream, revisions[caller]!, [event]);
      revisions[caller] = result.revision;
      appended.push(event.id);
    });
    const last = proposed({ type: LAST });
    await log.append(freshStream(), NO_STREAM, [last]);

    const replayed = await collect(logs[1].readAll({ after }));
    expect(idsOf(replayed).toSorted()).toEqual([...appended, last.id].toSorted());
    for (const seen of await watching) expect(idsOf(seen)).toEqual(idsOf(replayed));
    const positions = positionsOf(replayed);
    expect(positions).toEqual(positions.toSorted(comparePositions));
    expect(revisions.reduce((sum, revision) => sum + revision + 1, 0)).toBe(APPENDS);
  });
}
