import { comparePositions, type Instant, newId, type RecordedEvent, START } from '@concord/kernel';
import { EventIdReused, RecordedTooEarly, UnstorableEvent, WrongExpectedRevision } from '../../errors.js';
import type { EventLog } from '../../event-log.js';
import { type Proposal, proposed } from '../proposed.js';
import { collect, freshStream, idsOf, type LogUnderTest, type Store } from './store.js';

/** Long ago, as the events of another log are, and later with each call. */
let year = 1_970;
const later = (): Instant => `${++year}-01-02T03:04:05.678Z` as Instant;

/** An event as another log has it; its position there says nothing here. */
const recorded = (stream: string, revision: number, recordedAt: Instant, proposal: Proposal = {}): RecordedEvent => ({
  ...proposed(proposal),
  stream,
  revision,
  recordedAt,
  position: START,
});

const withoutPosition = ({ position, ...event }: RecordedEvent): Omit<RecordedEvent, 'position'> => event;

const tailOf = async (log: EventLog, after: typeof START): Promise<object[]> =>
  (await collect(log.readAll({ after }))).map(withoutPosition);

export function copyContract(setUp: () => Promise<LogUnderTest>): void {
  let opened: LogUnderTest;
  // A log that takes over another one has nothing of its own.
  beforeAll(async () => {
    opened = await setUp();
  });
  afterAll(() => opened.close());
  const store: Store = () => opened;

  it('keeps the order, and of each event everything but its position', async () => {
    const { log, another } = store();
    const before = await log.head();
    const [a, b] = [freshStream(), freshStream()];
    const data = { text: '质量 \\u0000 "\n\t😀', nested: [{ a: null }, [1.5, -2e30], {}, true] };
    const metadata = { causationId: newId(), jurisdiction: 'US', commandId: 'another', occurredAt: '2020-02-02T02:02:02.222Z' as Instant };
    const [first, second] = [later(), later()];
    const events = [
      recorded(a, 0, first, { schemaVersion: 7, data, metadata }),
      recorded(b, 0, first),
      recorded(a, 1, second, { type: 'testing.sample.SampleLost' }),
    ];
    await log.restore(events.slice(0, 2));
    await log.restore(events.slice(2));
    expect(await tailOf(await another(), before)).toEqual(events.map(withoutPosition));
    const positions = (await collect(log.readAll({ after: before }))).map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted(comparePositions));
    expect(await collect(log.readStream(a))).toMatchObject([{ revision: 0 }, { revision: 1 }]);
  });

  it('passes over what is there already, alone or before what is new', async () => {
    const { log } = store();
    const before = await log.head();
    const stream = freshStream();
    const at = later();
    const events = Array.from({ length: 4 }, (_, revision) => recorded(stream, revision, at, { data: { b: revision, a: 1 } }));
    await log.restore(events.slice(0, 3));
    await log.restore(events.slice(0, 3));
    await log.restore(events);
    await log.restore([]);
    expect(await tailOf(log, before)).toEqual(events.map(withoutPosition));
  });

  it.each([
    ['leaves one out', 3],
    ['is that of another event', 0],
  ])('refuses an event whose revision %s', async (_what, revision) => {
    const { log } = store();
    const [stream, at] = [freshStream(), later()];
    await log.restore([recorded(stream, 0, at), recorded(stream, 1, at)]);
    await expect(log.restore([recorded(stream, revision, at)])).rejects.toMatchObject({
      constructor: WrongExpectedRevision,
      stream,
      expected: revision - 1,
      actual: 1,
    });
    expect(await collect(log.readStream(stream))).toHaveLength(2);
  });

  it('refuses a stream that does not begin at its beginning', async () => {
    const { log } = store();
    const stream = freshStream();
    await expect(log.restore([recorded(stream, 1, later())])).rejects.toMatchObject({ constructor: WrongExpectedRevision, actual: -1 });
    expect(await collect(log.readStream(stream))).toEqual([]);
  });

  it.each([
    ['other data', { data: { number: 7 } }],
    ['another type', { type: 'testing.sample.SampleLost' }],
    ['another schema version', { schemaVersion: 2 }],
    ['another moment of decision', { metadata: { occurredAt: '2026-11-20T09:00:00.001Z' as Instant } }],
  ])('refuses an event that is there with %s', async (_difference, difference) => {
    const { log } = store();
    const [stream, at] = [freshStream(), later()];
    const event = recorded(stream, 0, at);
    await log.restore([event]);
    const other = recorded(stream, 0, at, { id: event.id, ...difference });
    await expect(log.restore([other])).rejects.toMatchObject({ constructor: EventIdReused, id: event.id, stream });
    expect(await collect(log.readStream(stream))).toHaveLength(1);
  });

  it('refuses an event that is there at another place, or was recorded at another moment', async () => {
    const { log } = store();
    const [stream, other, at] = [freshStream(), freshStream(), later()];
    const event = recorded(stream, 0, at);
    await log.restore([event]);
    for (const moved of [
      { ...event, stream: other },
      { ...event, revision: 1 },
      { ...event, recordedAt: later() },
    ]) {
      await expect(log.restore([moved])).rejects.toMatchObject({ constructor: EventIdReused, id: event.id, stream });
    }
    expect(await collect(log.readStream(other))).toEqual([]);
  });

  it('refuses an event that was recorded before the last one of this log', async () => {
    const { log } = store();
    const [early, late] = [later(), later()];
    await log.restore([recorded(freshStream(), 0, late)]);
    const [stream, another] = [freshStream(), freshStream()];
    await expect(log.restore([recorded(stream, 0, early)])).rejects.toMatchObject({
      constructor: RecordedTooEarly,
      recordedAt: early,
      last: late,
    });
    const latest = later();
    await expect(log.restore([recorded(stream, 0, latest), recorded(another, 0, late)])).rejects.toMatchObject({ last: latest });
    expect(await collect(log.readStream(another))).toEqual([]);
  });

  it('refuses what cannot be stored, as an append does', async () => {
    const { log } = store();
    const [stream, at] = [freshStream(), later()];
    const broken = recorded(stream, 0, at, { data: { text: '\0' } });
    await expect(log.restore([broken])).rejects.toMatchObject({ constructor: UnstorableEvent, path: 'data.text' });
    const twice = recorded(stream, 0, at);
    await expect(log.restore([twice, twice])).rejects.toBeInstanceOf(EventIdReused);
    expect(await collect(log.readStream(stream))).toEqual([]);
  });

  it('takes the same events once when they come many times at once', async () => {
    const { log, another } = store();
    const before = await log.head();
    const logs = [log, await another()];
    const [stream, at] = [freshStream(), later()];
    const events = Array.from({ length: 50 }, (_, revision) => recorded(stream, revision, at));
    await Promise.all(Array.from({ length: 8 }, (_, caller) => logs[caller % 2]!.restore(events)));
    expect(await tailOf(log, before)).toEqual(events.map(withoutPosition));
  });

  it('is told to those who follow; appends go on behind it, and then there is nothing more to take over', async () => {
    const { log } = store();
    const stream = freshStream();
    const at = later();
    const followed = log.subscribe({ after: await log.head() })[Symbol.asyncIterator]();
    await followed.next();
    const event = recorded(stream, 0, at);
    await log.restore([event]);
    expect(idsOf((await followed.next()).value.events)).toEqual([event.id]);
    await followed.return?.();
    await log.append(stream, 0, [proposed()]);
    const [restored, appended] = await collect(log.readStream(stream));
    expect(appended!.recordedAt > restored!.recordedAt).toBe(true);
    await expect(log.restore([recorded(freshStream(), 0, at)])).rejects.toMatchObject({ last: appended!.recordedAt });
  });
}
