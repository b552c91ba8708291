import { type EventLog, NO_STREAM } from '../event-log.js';
import { collect, freshStream } from '../testing/contract/store.js';
import { type PostgresStore, postgresStore } from '../testing/postgres-store.js';
import { proposals, proposed } from '../testing/proposed.js';
import { compareLogs } from './compare-logs.js';
import { copyLog } from './copy-log.js';
import { NoCopy } from './no-copy.js';

const STREAMS = 7;
const EVENTS = 3_000;

let from: PostgresStore;
let to: PostgresStore;

beforeAll(async () => {
  from = await postgresStore();
  const streams = Array.from({ length: STREAMS }, freshStream);
  const ends = streams.map(() => NO_STREAM);
  for (let made = 0, turn = 0; made < EVENTS; turn++) {
    const events = proposals(1 + (turn % 60), { data: { made, text: '质量 "\n"' } });
    const { revision } = await from.log.append(streams[turn % STREAMS]!, ends[turn % STREAMS]!, events);
    ends[turn % STREAMS] = revision;
    made += events.length;
    // Not every log counts its positions one by one.
    if (turn % 20 === 0) await leap(from);
  }
});
afterAll(() => from.close());

beforeEach(async () => {
  to = await postgresStore();
});
afterEach(() => to.close());

/** Puts an event far behind the last one, so that the positions of a copy are others. */
async function leap({ superuser }: PostgresStore): Promise<void> {
  await superuser.query(
    `INSERT INTO concord_log.event
     SELECT position + 1000, gen_random_uuid(), stream || '/leap/' || position, 0, type, schema_version, data, metadata, recorded_at
     FROM concord_log.event ORDER BY position DESC LIMIT 1`,
  );
}

/** Changes what is recorded, as only somebody can who takes the lock off the door. */
async function tamper({ superuser }: PostgresStore, statement: string): Promise<void> {
  await superuser.query(
    `ALTER TABLE concord_log.event DISABLE TRIGGER event_is_immutable; ${statement};
     ALTER TABLE concord_log.event ENABLE ALWAYS TRIGGER event_is_immutable`,
  );
}

test('a copy holds the same events in the same order, at positions of its own, and is found to be the same', async () => {
  const all = await collect(from.log.readAll());
  const seen: number[] = [];
  expect(await copyLog(from.log, to.log, { onProgress: ({ copied }) => void seen.push(copied) })).toBe(all.length);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(all.length);

  const copied = await collect(to.log.readAll());
  expect(copied.map(({ position, ...event }) => event)).toEqual(all.map(({ position, ...event }) => event));
  expect(copied.map(({ position }) => position)).toEqual(copied.map((_, index) => String(index + 1)));
  expect(all.at(-1)?.position).not.toBe(copied.at(-1)?.position);

  const compared = await compareLogs(from.log, to.log);
  expect(compared).toMatchObject({ difference: undefined, moved: false, from: { count: all.length } });
  expect(compared.to).toEqual(compared.from);
  expect(await to.log.identity()).not.toBe(await from.log.identity());
});

test('a copy that was stopped anywhere goes on where it was, and has nothing to do when it is done', async () => {
  const total = (await collect(from.log.readAll())).length;
  let copied = 0;
  for (let stops = 1; copied < total; stops++) {
    const stopping = new AbortController();
    const onProgress = ({ copied: now }: { readonly copied: number }): void => {
      if (now >= 500 * (stops % 3)) stopping.abort();
    };
    await copyLog(from.log, to.log, { signal: stopping.signal, onProgress }).catch((error: Error) => {
      expect(error.name).toBe('AbortError');
    });
    copied = (await collect(to.log.readAll())).length;
  }
  expect(await copyLog(from.log, to.log)).toBe(0);
  expect((await compareLogs(from.log, to.log)).difference).toBeUndefined();
});

test('what comes while the copy is made is copied, too; what comes while it is compared is told', async () => {
  const source = await postgresStore();
  const stream = freshStream();
  await source.log.append(stream, NO_STREAM, proposals(1_200));
  let grown = 0;
  const grow = async (): Promise<void> => {
    await source.log.append(stream, 1_199 + grown, [proposed()]);
    grown++;
  };
  const growing: Promise<void>[] = [];
  const onProgress = (): void => {
    if (growing.length === 0) growing.push(grow());
  };
  await copyLog(source.log, to.log, { onProgress });
  await Promise.all(growing);
  await copyLog(source.log, to.log);
  expect(await collect(to.log.readStream(stream))).toHaveLength(1_201);

  const slow: EventLog = Object.create(to.log, {
    readAll: {
      value: async function* () {
        await grow();
        yield* to.log.readAll();
      },
    },
  });
  expect(await compareLogs(source.log, slow)).toMatchObject({ difference: undefined, moved: true, from: { count: 1_201 } });
  expect((await compareLogs(source.log, to.log)).difference).toMatchObject({ ordinal: 1_202, field: 'event', to: undefined });
  await source.close();
});

test('a log that has grown on its own, or holds another history, is no target', async () => {
  await copyLog(from.log, to.log);
  await to.log.append(freshStream(), NO_STREAM, [proposed()]);
  const before = await to.log.head();
  await expect(copyLog(from.log, to.log)).rejects.toBeInstanceOf(NoCopy);
  expect(await to.log.head()).toBe(before);

  const empty = await postgresStore();
  await expect(copyLog(empty.log, to.log)).rejects.toBeInstanceOf(NoCopy);
  await empty.close();
});

test.each([
  ['data', `SET data = '{"forged": true}'`, '{"forged":true}'],
  ['metadata', `SET metadata = jsonb_set(metadata::jsonb, '{actor}', '"person/b"')::json`, 'person/b'],
  ['type', `SET type = 'testing.sample.SampleLost'`, '"testing.sample.SampleLost"'],
  ['schemaVersion', 'SET schema_version = 9', '9'],
  ['recordedAt', `SET recorded_at = '2020-01-01T00:00:00Z'`, '"2020-01-01T00:00:00.000Z"'],
  ['id', `SET id = '00000000-0000-4000-8000-000000000000'`, '"00000000-0000-4000-8000-000000000000"'],
  ['stream', `SET stream = 'testing.sample/forged'`, '"testing.sample/forged"'],
])('the comparison finds a %s that was changed in the copy', async (field, change, found) => {
  await copyLog(from.log, to.log);
  await tamper(to, `UPDATE concord_log.event ${change} WHERE position = 1234`);
  const compared = await compareLogs(from.log, to.log);
  expect(compared.difference).toMatchObject({ ordinal: 1_234, field });
  expect(compared.difference?.to).toContain(found);
  expect(compared.difference?.from).not.toContain(found);
  expect(compared.to.digest).not.toBe(compared.from.digest);
  expect(compared.to.count).toBe(compared.from.count);
});

test('the comparison finds an event that is missing, in the middle or at the end, and one too many', async () => {
  const count = await copyLog(from.log, to.log);
  await tamper(to, `DELETE FROM concord_log.event WHERE position = ${count}`);
  expect(await compareLogs(from.log, to.log)).toMatchObject({
    difference: { ordinal: count, field: 'event', to: undefined },
    to: { count: count - 1 },
  });
  await tamper(to, 'DELETE FROM concord_log.event WHERE position = 77');
  expect((await compareLogs(from.log, to.log)).difference).toMatchObject({ ordinal: 77 });

  const other = await postgresStore();
  await copyLog(from.log, other.log);
  await other.log.append(freshStream(), NO_STREAM, [proposed()]);
  expect((await compareLogs(from.log, other.log)).difference).toMatchObject({ ordinal: count + 1, field: 'event', from: undefined });
  await other.close();
});
