import { comparePositions, type Position, START } from '@concord/kernel';
import { NO_STREAM } from '../../event-log.js';
import { proposals, proposed } from '../proposed.js';
import { collect, freshStream, idsOf, type Store } from './store.js';

export function readContract(store: Store): void {
  it('reads nothing from a stream that does not exist', async () => {
    expect(await collect(store().log.readStream(freshStream()))).toEqual([]);
  });

  it('reads a stream from a revision, and up to a position', async () => {
    const { log } = store();
    const stream = freshStream();
    const events = proposals(2_500);
    await log.append(stream, NO_STREAM, events.slice(0, 1_200));
    const { position } = await log.append(stream, 1_199, events.slice(1_200, 1_300));
    await log.append(stream, 1_299, events.slice(1_300));
    expect(idsOf(await collect(log.readStream(stream)))).toEqual(idsOf(events));
    expect(idsOf(await collect(log.readStream(stream, { from: 1_100 })))).toEqual(idsOf(events.slice(1_100)));
    expect(idsOf(await collect(log.readStream(stream, { from: 10, until: position })))).toEqual(idsOf(events.slice(10, 1_300)));
    expect(await collect(log.readStream(stream, { from: 2_500 }))).toEqual([]);
    await expect(collect(log.readStream(stream, { from: -1 }))).rejects.toBeInstanceOf(RangeError);
  });

  it('reads all streams in the order of the log: a range of it, some types of it, and backwards', async () => {
    const { log } = store();
    const before = await log.head();
    const [a, b] = [freshStream(), freshStream()];
    const [taken, lost] = [proposals(1_500), proposals(1_500, { type: 'testing.sample.SampleLost' })];
    await log.append(a, NO_STREAM, taken.slice(0, 1_000));
    const { position: middle } = await log.append(b, NO_STREAM, lost);
    await log.append(a, 999, taken.slice(1_000));
    const all = [...taken.slice(0, 1_000), ...lost, ...taken.slice(1_000)];

    const read = await collect(log.readAll({ after: before }));
    expect(idsOf(read)).toEqual(idsOf(all));
    expect(read.every(({ position }, index) => index === 0 || comparePositions(read[index - 1]!.position, position) < 0)).toBe(true);
    expect(idsOf(await collect(log.readAll({ after: middle })))).toEqual(idsOf(all.slice(2_500)));
    expect(idsOf(await collect(log.readAll({ after: before, until: middle })))).toEqual(idsOf(all.slice(0, 2_500)));
    expect(idsOf(await collect(log.readAll({ after: before, types: ['testing.sample.SampleTaken'] })))).toEqual(idsOf(taken));
    expect(await collect(log.readAll({ after: before, types: [] }))).toEqual([]);
    expect(await collect(log.readAll({ after: middle, until: before }))).toEqual([]);

    expect(idsOf(await collect(log.readAll({ after: before, backwards: true })))).toEqual(idsOf(all.toReversed()));
    const lastLost = await collect(log.readAll({ after: before, until: middle, types: ['testing.sample.SampleLost'], backwards: true }));
    expect(idsOf(lastLost)).toEqual(idsOf(lost.toReversed()));
  });

  it('reads all streams only up to the head at the time of the call', async () => {
    const { log } = store();
    const stream = freshStream();
    const { position } = await log.append(stream, NO_STREAM, proposals(3));
    const reading = log.readAll({ after: START });
    let revision = 2;
    let last: Position = START;
    for await (const event of reading) {
      if (event.stream === stream) revision = (await log.append(stream, revision, [proposed()])).revision;
      last = event.position;
    }
    expect(last).toBe(position);
  });

  it('stops reading with an error when it is aborted, so that a part is not taken for the whole', async () => {
    const { log } = store();
    const stream = freshStream();
    await log.append(stream, NO_STREAM, proposals(3));
    const abort = new AbortController();
    const read: number[] = [];
    const reading = (async () => {
      for await (const { revision } of log.readStream(stream, { signal: abort.signal })) {
        read.push(revision);
        if (revision === 1) abort.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(read).toEqual([0, 1]);
    await expect(collect(log.readAll({ signal: AbortSignal.abort() }))).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses a position that is none', async () => {
    await expect(collect(store().log.readAll({ after: '-1' as Position }))).rejects.toBeInstanceOf(RangeError);
  });
}
