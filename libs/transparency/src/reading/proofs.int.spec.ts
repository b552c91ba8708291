import { setTimeout as pause } from 'node:timers/promises';
import { proposals } from '@concord/event-log/testing';
import {
  type Policy,
  parseCheckpoint,
  parseNote,
  parseVkey,
  type StreamProofFile,
  verifyCheckpoint,
  verifyConsistency,
  verifyStreamProofFile,
  verifyTlogProof,
} from '@concord/proof';
import { entryOf } from '../entry.js';
import type { Notary } from '../notary/notary.js';
import { Notarised, quiet } from '../testing/notarised.js';
import { TestWitness } from '../testing/witness.js';
import { Cosignatures } from '../witness/cosignatures.js';
import { Proofs } from './proofs.js';

const STREAMS = 40;
const EVENTS = 13;
const NAME = 'testing.sample/7';

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
};

describe('Proofs', () => {
  let ground: Notarised;
  let proofs: Proofs;
  let notary: Notary;
  let policy: Policy;
  let witness: TestWitness;

  beforeAll(async () => {
    ground = await Notarised.open();
    let key = '';
    witness = await TestWitness.start('witness.example', () => key);
    proofs = new Proofs(ground.reader, ground.pool, ground.log);
    const cosignatures = new Cosignatures(ground.reader, [witness.witness], quiet);
    notary = ground.notary(
      (signal) =>
        void ground.reader.keys().then(([first = '']) => {
          key = first;
          cosignatures.collect(signal);
        }),
    );
    notary.start();
    for (let stream = 0; stream < STREAMS; stream++) {
      await ground.append(`testing.sample/${stream}`, proposals(EVENTS));
      if (stream % 10 === 0) await ground.until((stream + 1) * EVENTS);
    }
    await ground.until(STREAMS * EVENTS);
    policy = { log: [parseVkey(key)], witnesses: [parseVkey(witness.witness.vkey)] };
    while (!(await ground.reader.checkpoint())?.note.includes('witness.example')) await pause(50);
  });
  afterAll(async () => {
    await notary.stop();
    await witness.close();
    await ground.close();
  });

  it('of events verify against the checkpoint that the log and its witness have signed, and for no other event', async () => {
    for (const [index, event] of (await ground.events()).entries()) {
      if (index % 9 > 0 && index < STREAMS * EVENTS - 3) continue;
      const made = await proofs.ofEvent(event.id);
      expect(made?.index).toBe(index);
      expect(verifyTlogProof(made?.proof ?? '', entryOf(event), policy)).toMatchObject({ index, size: STREAMS * EVENTS });
      const other = entryOf({ ...event, data: { number: -1 } });
      expect(() => verifyTlogProof(made?.proof ?? '', other, policy)).toThrow('root');
    }
    expect(await proofs.ofEvent('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  });

  it('of a stream hold everything about it, and whatever is left out, changed or added is seen', async () => {
    const file = (await proofs.ofStream(NAME)) as StreamProofFile;
    const proven = verifyStreamProofFile(JSON.stringify(file), policy);
    expect(proven.entries.map((entry) => (JSON.parse(entry ?? '') as { revision: number }).revision)).toEqual([...Array(EVENTS).keys()]);
    const [first, second] = file.entries as [{ entry: string }, { entry: string }];
    const changed: Record<string, readonly unknown[]> = {
      'without the last': file.entries.slice(0, -1),
      'without the first': file.entries.slice(1),
      'with one twice': [...file.entries, second],
      'with two swapped': [second, first, ...file.entries.slice(2)],
      'with another number': [{ entry: first.entry.replace('"number":0', '"number":9') }, ...file.entries.slice(1)],
    };
    for (const entries of Object.values(changed)) {
      expect(() => verifyStreamProofFile(JSON.stringify({ ...file, entries }), policy)).toThrow(/events of the stream/);
    }
    expect(refusal(() => verifyStreamProofFile(JSON.stringify({ ...file, value: null, entries: [] }), policy))).toContain('is in the map');
  });

  it('of a stream that is not there say that there is nothing about it', async () => {
    const file = (await proofs.ofStream('testing.sample/nobody')) as StreamProofFile;
    expect(verifyStreamProofFile(JSON.stringify(file), policy).entries).toEqual([]);
    const invented = { ...file, entries: [{ entry: '{"revision":0,"stream":"testing.sample/nobody"}' }] };
    expect(refusal(() => verifyStreamProofFile(JSON.stringify(invented), policy))).toContain('is not in the map');
  });

  it('of a stream are complete also where the holder may not see all of it', async () => {
    const file = (await proofs.ofStream(NAME, ({ revision }) => revision % 2 === 0)) as StreamProofFile;
    const { entries } = verifyStreamProofFile(JSON.stringify(file), policy);
    expect(entries.map((entry) => entry === null)).toEqual(Array.from({ length: EVENTS }, (_, revision) => revision % 2 === 1));
  });

  it('show each checkpoint to be the beginning of each later one', async () => {
    const { rows } = await ground.pool.query<{ note: string }>('SELECT note FROM concord_transparency.checkpoint ORDER BY size');
    const checkpoints = rows.map(({ note }) => parseCheckpoint(parseNote(note).text));
    expect(checkpoints.length).toBeGreaterThan(4);
    for (const [at, older] of checkpoints.entries()) {
      for (const newer of checkpoints.slice(at)) {
        const proof = (await proofs.consistency(older.size, newer.size)).map((hash) => Buffer.from(hash, 'base64'));
        verifyConsistency({ size1: older.size, root1: older.root, size2: newer.size, root2: newer.root, proof });
      }
    }
  });

  it('are signed by the witness as soon as it is back', async () => {
    witness.isDown = true;
    await ground.append('testing.sample/later', proposals(2));
    await ground.until(STREAMS * EVENTS + 2);
    const alone = (await ground.reader.checkpoint())?.note ?? '';
    expect(refusal(() => verifyCheckpoint(alone, policy))).toContain('cosigned by 0 of the 1');
    witness.isDown = false;
    while (!(await ground.reader.checkpoint())?.note.includes('witness.example')) await pause(100);
    expect(verifyCheckpoint((await ground.reader.checkpoint())?.note ?? '', policy).cosignedBy).toHaveLength(1);
  });
});
