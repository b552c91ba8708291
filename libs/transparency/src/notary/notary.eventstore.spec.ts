import { setTimeout as pause } from 'node:timers/promises';
import { copyLog, NO_STREAM, type OpenedLog, openEventLog, parseEventStoreAddress } from '@concord/event-log';
import { proposals, proposed } from '@concord/event-log/testing';
import { derivedId, newId } from '@concord/kernel';
import { parseVkey, type StreamProofFile, verifyNote, verifyStreamProofFile, verifyTlogProof } from '@concord/proof';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EVENTSTORE_URL, freshLogUrl } from '../../../../test/support/event-store.js';
import { runTypeScript, type TestProcess } from '../../../../test/support/processes.js';
import { entryOf } from '../entry.js';
import { Proofs } from '../reading/proofs.js';
import { TreeReader } from '../reading/tree-reader.js';
import { computed, Notarised, quiet, saidBy } from '../testing/notarised.js';
import { Notary } from './notary.js';

const PROGRAM = 'libs/transparency/src/testing/notary-process.ts';

describe('A notary of a log in EventStoreDB', () => {
  let url: string;
  let ground: Notarised;
  /** Reaches the server past the platform, as its administrator would. */
  let administrator: EventStoreDBClient;
  let alike: OpenedLog;
  const processes: TestProcess[] = [];

  const nameIn = (stream: string): string => `${parseEventStoreAddress(url).logName}-${stream}`;

  beforeEach(async () => {
    url = freshLogUrl(EVENTSTORE_URL ?? '');
    ground = await Notarised.open(url);
    const { clientUrl, logName } = parseEventStoreAddress(url);
    administrator = EventStoreDBClient.connectionString(clientUrl);
    alike = await openEventLog(url.replace(logName, `${logName}x`));
  });
  afterEach(async () => {
    for (const process of processes.splice(0)) await process.kill();
    await ground.close();
    await alike.close();
    await administrator.dispose();
  });

  /** What else is written into the server meanwhile: by other applications, for another log, beside this one, and about its streams. */
  async function neighboursWrite(): Promise<void> {
    await administrator.appendToStream(`foreign-${newId()}`, [jsonEvent({ type: 'Foreign', data: {} })]);
    await administrator.appendToStream(nameIn(`testing.foreign/${newId()}`), [jsonEvent({ type: 'Foreign', data: {} })]);
    await alike.log.append(`testing.sample/${newId()}`, NO_STREAM, proposals(2));
    await administrator.setStreamMetadata(nameIn(`testing.sample/${newId()}`), { title: 'about a stream' });
    // For an id that can come again, the adapter itself keeps a record.
    await ground.append(`testing.sample/${newId()}`, [proposed({ id: derivedId(newId()) })]);
  }

  /** So many events, of which neighboursWrite appends some. */
  async function write(rounds: number): Promise<number> {
    for (let round = 0; round < rounds; round++) {
      await ground.append(`testing.sample/${newId()}`, proposals(12));
      await neighboursWrite();
    }
    return rounds * 13;
  }

  /** A notary in a process of its own. Its lines tell that it has signed. */
  const begin = (): TestProcess => {
    const child = runTypeScript(PROGRAM, [ground.database.url, ground.secretsKey, url]);
    processes.push(child);
    return child;
  };

  it('signs all events in the order of the log, and nothing else of what the server holds', async () => {
    const notary = ground.notary();
    notary.start();
    expect(saidBy(await ground.until(0))).toEqual({ size: 0, ...computed([]) });
    const written = await write(30);
    const note = await ground.until(written);
    await notary.stop();
    const events = await ground.events();
    expect(events).toHaveLength(written);
    expect(saidBy(note)).toEqual({ size: written, ...computed(events) });
    expect(verifyNote(note, (await ground.reader.keys()).map(parseVkey)).signedBy).toHaveLength(1);
  });

  it('makes the tree that any other makes of this log, whenever it comes', async () => {
    const first = ground.notary();
    first.start();
    const written = await write(20);
    const note = await ground.until(written);
    await first.stop();
    const later = await Notarised.open(url);
    const second = later.notary();
    second.start();
    expect(saidBy(await later.until(written))).toEqual(saidBy(note));
    await second.stop();
    await later.close();
  });

  it('goes on with the same tree after it was killed at any moment', async () => {
    let written = 0;
    for (let round = 0; round < 4; round++) {
      const child = begin();
      await child.line();
      written += await write(6);
      await pause(90 * round);
      await child.kill('SIGKILL');
    }
    const notary = ground.notary();
    notary.start();
    const note = await ground.until(written);
    await notary.stop();
    const events = await ground.events();
    expect(saidBy(note)).toEqual({ size: written, ...computed(events) });
    // Whatever was signed before is a beginning of it.
    const { rows } = await ground.pool.query<{ size: string; note: string }>(
      'SELECT size::text, note FROM concord_transparency.checkpoint',
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { size, note } of rows) expect(saidBy(note)).toEqual({ size: Number(size), ...computed(events.slice(0, Number(size))) });
  });

  it('makes one tree with others that work at the same time and take over from one another, also in another process', async () => {
    const others = [ground.notary(), ground.notary()];
    for (const notary of others) notary.start();
    await ground.until(0);
    const child = begin();
    let written = 0;
    for (const notary of others) {
      written += await write(6);
      await notary.stop();
    }
    written += await write(6);
    const note = await ground.until(written);
    await child.line();
    expect(saidBy(note)).toEqual({ size: written, ...computed(await ground.events()) });
    const { rows } = await ground.pool.query('SELECT count(*)::int AS trees FROM concord_transparency.tree');
    expect(rows).toEqual([{ trees: 1 }]);
  });

  it('begins another tree for a log that has moved into EventStoreDB, with another key, and leaves the old one as it was', async () => {
    const home = await Notarised.open();
    const before = home.notary();
    before.start();
    for (let n = 0; n < 5; n++) await home.append(`testing.sample/${n}`, proposals(60));
    const old = await home.until(300);
    await before.stop();
    await copyLog(home.log, ground.log);
    const { pool, keys } = home;
    const after = new Notary({ pool, keys, log: ground.log, runtimeLog: quiet, signed: () => undefined });
    const reader = new TreeReader(pool, ground.log);
    after.start();
    while (((await reader.checkpoint())?.size ?? 0) < 300) await pause(50);
    await after.stop();
    const events = await ground.events();
    expect(events.map(({ id }) => id)).toEqual((await home.events()).map(({ id }) => id));
    expect(saidBy((await reader.checkpoint())?.note ?? '')).toEqual({ size: 300, ...computed(events) });
    expect([await home.until(300), saidBy(old)]).toEqual([old, { size: 300, ...computed(await home.events()) }]);
    expect(await reader.keys()).not.toEqual(await home.reader.keys());
    await home.close();
  });

  describe('proves', () => {
    const NAME = 'testing.sample/proven';
    const EVENTS = 13;
    let proofs: Proofs;
    let file: StreamProofFile;
    const policy = async () => ({ log: (await ground.reader.keys()).map(parseVkey), witnesses: [] });

    beforeEach(async () => {
      proofs = new Proofs(ground.reader, ground.pool, ground.log);
      const notary = ground.notary();
      notary.start();
      const more = await write(4);
      await ground.append(NAME, proposals(EVENTS));
      await ground.until(more + EVENTS);
      await notary.stop();
      file = (await proofs.ofStream(NAME)) as StreamProofFile;
    });

    it('that each event is in the log, at its place', async () => {
      const [events, trusted] = [await ground.events(), await policy()];
      const made = await proofs.ofEvents(events.map(({ id }) => id));
      for (const [index, event] of events.entries()) {
        const proof = made.get(event.id)?.proof ?? '';
        expect(verifyTlogProof(proof, entryOf(event), trusted)).toMatchObject({ index, size: events.length });
        expect(() => verifyTlogProof(proof, entryOf({ ...event, data: { number: -1 } }), trusted)).toThrow('root');
      }
    });

    it('everything about a stream, and that there is nothing about another, or only what others have put there', async () => {
      const { entries } = verifyStreamProofFile(JSON.stringify(file), await policy());
      expect(entries.map((entry) => (JSON.parse(entry ?? '') as { revision: number }).revision)).toEqual([...Array(EVENTS).keys()]);
      for (const stream of ['testing.sample/nobody', 'testing.foreign/1']) {
        await administrator.appendToStream(nameIn('testing.foreign/1'), [jsonEvent({ type: 'Foreign', data: {} })]);
        const nothing = (await proofs.ofStream(stream)) as StreamProofFile;
        expect(verifyStreamProofFile(JSON.stringify(nothing), await policy())).toMatchObject({ entries: [] });
      }
    });

    it.each([
      ['deleted', () => administrator.deleteStream(nameIn(NAME))],
      ['cut off at its beginning', () => administrator.setStreamMetadata(nameIn(NAME), { truncateBefore: 4 })],
      ['cut down to its last events', () => administrator.setStreamMetadata(nameIn(NAME), { maxCount: 3 })],
    ])('that something is missing from a stream that the administrator of the server has %s', async (_how, tamper) => {
      await tamper();
      const [left, trusted] = [(await proofs.ofStream(NAME)) as StreamProofFile, await policy()];
      expect(left.entries.length).toBeLessThan(EVENTS);
      expect(() => verifyStreamProofFile(JSON.stringify(left), trusted)).toThrow(/events of the stream/);
      // The whole log is as it was.
      const events = await ground.events();
      expect(saidBy(left.checkpoint)).toEqual({ size: events.length, ...computed(events) });
    });
  });
});
