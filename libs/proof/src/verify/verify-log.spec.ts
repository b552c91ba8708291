import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash } from '../merkle.js';
import { cosign, signNote } from '../note.js';
import { entryOf, MemoryLog, type ServedLog, testSigner, writeExport, writeLogFolder } from '../testing/index.js';
import { entriesPath, tilePath } from '../tile-path.js';
import { DirectorySource } from './directory-source.js';
import { ExportSource } from './export-source.js';
import type { Finding } from './finding.js';
import { type Verification, type VerifyOptions, verifyLog } from './verify-log.js';

const folder = mkdtempSync(join(tmpdir(), 'concord-proof-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = 1_300;
const log = MemoryLog.of(SIZE, 30);
const served: ServedLog = { entries: log.entries, hashes: log.hashes, checkpoint: log.checkpoint() };

const temporary = join(folder, 'temporary');
mkdirSync(temporary);

let number = 0;
const verify = (what: ServedLog, options: Partial<VerifyOptions> = {}): Promise<Verification> =>
  verifyLog(new DirectorySource(writeLogFolder(join(folder, `log-${number++}`), what)), { key: log.signer.vkey, temporary, ...options });

const told = ({ findings }: Verification): readonly (readonly [string, number | undefined])[] =>
  findings.map(({ check, index }) => [check, index]);
const findingOf = ({ findings }: Verification, check: string): Finding => findings.find((finding) => finding.check === check)!;

/** The log with the entries that the change makes, while tiles and checkpoint stay. */
const withEntries = (change: (entries: Buffer[]) => void): ServedLog => {
  const entries = [...log.entries];
  change(entries);
  return { ...served, entries };
};
const changedEntry = (index: number, change: object): Buffer => entryOf({ ...log.events[index]!, ...change });

describe('a log that is as it must be', () => {
  test('is right, in a folder and as an export', async () => {
    const file = writeExport(join(folder, 'log.jsonl'), served);
    for (const verification of [await verify(served), await verifyLog(new ExportSource(file), { key: log.signer.vkey })]) {
      expect(verification).toMatchObject({
        isRight: true,
        findings: [],
        more: 0,
        size: SIZE,
        streams: 30,
        origin: 'concord/test',
        keptSize: null,
      });
    }
  });

  test.each([0, 1, 255, 256, 257, 512])('is right with %d events', async (size) => {
    const small = MemoryLog.of(size, 3, new MemoryLog(log.signer));
    expect(await verify({ ...small, checkpoint: small.checkpoint() })).toMatchObject({ isRight: true, size });
  });

  test('is right where partial tiles are gone because full ones are there', async () => {
    const before = MemoryLog.of(300, 30, new MemoryLog(log.signer));
    expect(before.entries[299]).toEqual(log.entries[299]);
    const path = writeLogFolder(join(folder, 'grown'), served);
    writeFileSync(join(path, 'checkpoint'), before.checkpoint());
    // Above the leaves, the tile of the earlier checkpoint is not full yet, and stays.
    writeFileSync(join(path, tilePath(1, 0, 1)), readFileSync(join(path, tilePath(1, 0, 5))).subarray(0, 32));
    const { findings } = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(findings).toEqual([]);
  });

  test('tells how far it is, and leaves nothing behind', async () => {
    const phases = new Set<string>();
    await verify(served, { onProgress: ({ phase, done, total }) => done === total && phases.add(phase) });
    expect([...phases]).toEqual(['entries', 'streams']);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('ends when it is asked to, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(verify(served, { signal: controller.signal, onProgress })).rejects.toThrow('aborted');
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('what was changed in the entries, while tiles and checkpoint are what they were', () => {
  test('one byte: the event is named, and the root differs', async () => {
    const found = await verify(
      withEntries((entries) => {
        entries[700] = Buffer.from(entries[700]!.toString().replace('what happened', 'what happenee'));
      }),
    );
    expect(told(found)).toEqual([
      ['leaf', 700],
      ['root', undefined],
    ]);
    const { id: eventId, stream, revision, position } = log.events[700]!;
    expect(findingOf(found, 'leaf')).toMatchObject({
      eventId,
      stream,
      revision,
      position,
      expected: `leaf hash ${log.hashes[700]!.toString('base64')}`,
    });
    expect(findingOf(found, 'root').expected).toBe(found.root);
  });

  test('one byte of JSON that is none afterwards: the index is named', async () => {
    const found = await verify(
      withEntries((entries) => {
        entries[0] = Buffer.from(entries[0]!.toString().replace('{', '('));
      }),
    );
    expect(told(found).slice(0, 2)).toEqual([
      ['leaf', 0],
      ['root', undefined],
    ]);
  });

  test('an event is deleted: only that one is missing', async () => {
    const found = await verify(withEntries((entries) => entries.splice(300, 1)));
    expect(told(found)).toEqual([
      ['leaf', 300],
      ['root', undefined],
      ['revision', expect.any(Number)],
    ]);
    expect(findingOf(found, 'leaf')).toMatchObject({ found: 'no entry of this hash: it is missing' });
    const { stream, revision } = log.events[300]!;
    const next = log.events.find((event) => event.stream === stream && event.revision === revision + 1)!;
    expect(findingOf(found, 'revision')).toMatchObject({
      stream,
      eventId: next.id,
      expected: `revision ${revision}`,
      found: `revision ${revision + 1}`,
    });
  });

  test('three events in a row are deleted: they are told together', async () => {
    const found = await verify(withEntries((entries) => entries.splice(254, 3)));
    expect(found.findings[0]).toMatchObject({ check: 'leaf', index: 254, count: 3 });
    expect(told(found).filter(([check]) => check !== 'revision')).toEqual([
      ['leaf', 254],
      ['root', undefined],
    ]);
  });

  test('an event is deleted and its bundle is short: only that one is missing', async () => {
    const path = writeLogFolder(
      join(folder, 'short'),
      withEntries((entries) => entries.splice(300, 1)),
    );
    const whole = writeLogFolder(join(folder, 'whole'), served);
    for (const n of [2, 3, 4]) {
      const name = join('tile/entries', `00${n}`);
      if (n < 4) writeFileSync(join(path, name), readFileSync(join(whole, name)));
    }
    const short = new (class extends DirectorySource {
      override async entries(n: number, width: number) {
        const entries = await new DirectorySource(whole).entries(n, width);
        return n === 1 ? entries?.filter((_, at) => at !== 300 - 256) : entries;
      }
    })(path);
    const found = await verifyLog(short, { key: log.signer.vkey });
    expect(told(found)).toEqual([
      ['leaf', 300],
      ['root', undefined],
      ['revision', expect.any(Number)],
    ]);
  });

  test('an event is inserted: it is the one that does not belong, and the last one has no place', async () => {
    const intruder = changedEntry(299, { id: '00000000-0000-7000-8000-000000000000' });
    const found = await verify(withEntries((entries) => entries.splice(300, 0, intruder)));
    expect(told(found)).toEqual([
      ['leaf', 300],
      ['leaf', SIZE - 1],
      ['root', undefined],
    ]);
    expect(found.findings[0]).toMatchObject({
      eventId: '00000000-0000-7000-8000-000000000000',
      expected: 'no entry before that of this index',
    });
  });

  test('two neighbours are swapped: they are told as that', async () => {
    const found = await verify(
      withEntries((entries) => {
        [entries[800], entries[801]] = [entries[801]!, entries[800]!];
      }),
    );
    expect(told(found).slice(0, 2)).toEqual([
      ['leaf', 800],
      ['position', 801],
    ]);
    expect(findingOf(found, 'leaf').found).toBe("the entries of index 800 and 801 in each other's place");
    expect(told(found)).toContainEqual(['root', undefined]);
  });

  test('a whole stream is removed: each of its events is missing, and no other', async () => {
    const gone = log.events.flatMap(({ stream }, index) => (stream === 'test/7' ? [index] : []));
    const found = await verify({ ...served, entries: log.entries.filter((_, index) => !gone.includes(index)) });
    expect(told(found)).toEqual([...gone.map((index) => ['leaf', index] as const), ['root', undefined]]);
  });

  test('the tail is cut off: what is missing is told at once', async () => {
    const found = await verify({ ...served, entries: log.entries.slice(0, 1_150) });
    expect(found.findings[0]).toMatchObject({ check: 'leaf', index: 1_150, count: 150 });
    expect(told(found)).toEqual([
      ['leaf', 1_150],
      ['root', undefined],
    ]);
  });

  test('two bundles are gone: their entries are missing, and those behind them are not', async () => {
    const path = writeLogFolder(join(folder, 'bundles'), served);
    for (const n of [1, 2]) rmSync(join(path, entriesPath(n)));
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(found.findings[0]).toMatchObject({ check: 'leaf', index: 256, count: 512 });
    expect(told(found).filter(([check]) => check !== 'revision')).toEqual([
      ['leaf', 256],
      ['root', undefined],
    ]);
  });

  test('a bundle that breaks off is told with the reason', async () => {
    const path = writeLogFolder(join(folder, 'broken'), served);
    writeFileSync(join(path, entriesPath(1)), 'xyz');
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(found.findings[0]).toMatchObject({
      check: 'entry',
      index: 256,
      count: 256,
      found: expect.stringContaining('in the midst of its entry 0'),
    });
  });

  test('everything is another: findings are counted beyond a hundred, and a run is one', async () => {
    const other = MemoryLog.of(SIZE, 29);
    const found = await verify({
      ...served,
      entries: other.entries.map((entry) => Buffer.from(entry.toString().replace('happened', 'happend'))),
    });
    expect(found.findings[0]).toMatchObject({ check: 'leaf', index: 0, count: SIZE });
    expect(found.isRight).toBe(false);
  });
});

describe('what was changed in the tiles, while entries and checkpoint are what they were', () => {
  test.each([
    ['of a leaf', 0, 2, 5, ['leaf', 2 * 256 + 5]],
    ['above the leaves', 1, 0, 3, ['tile', 3 * 256]],
  ] as const)('a hash %s: it is named, and the root follows from the entries', async (_where, level, n, at, first) => {
    const path = writeLogFolder(join(folder, `tile-${level}`), served);
    const name = join(path, tilePath(level, n, level === 0 ? 256 : 5));
    const tile = readFileSync(name);
    tile[at * 32 + 7]! ^= 1;
    writeFileSync(name, tile);
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(told(found)[0]).toEqual(first);
    expect(told(found)).not.toContainEqual(['root', undefined]);
  });

  test('a tile that is gone or too short: it is named', async () => {
    const path = writeLogFolder(join(folder, 'gone'), served);
    rmSync(join(path, tilePath(0, 1)));
    writeFileSync(join(path, tilePath(0, 2)), 'x');
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(found.findings).toMatchObject([
      { check: 'tile', index: 256, found: 'nothing there' },
      { check: 'tile', index: 512, found: 'The tile tile/0/002 has 1 bytes, and must have 8192.' },
    ]);
  });
});

describe('what was changed everywhere, but without the key', () => {
  const forged = new MemoryLog(testSigner('concord/test'));
  for (const [index, event] of log.events.entries()) {
    forged.append(event.stream, { ...event, ...(index === 900 && { data: { note: 'nothing happened' } }) });
  }

  test('the tree does not give the root that was signed', async () => {
    const found = await verify({ ...forged, checkpoint: served.checkpoint });
    expect(told(found)).toEqual([
      ['root', undefined],
      ['streams', undefined],
    ]);
  });

  test('a checkpoint with a signature of another key is not one of the log', async () => {
    const found = await verify({ ...forged, checkpoint: forged.checkpoint() });
    expect(told(found)).toEqual([['signature', undefined]]);
  });

  test('a checkpoint with the old signature under the new text is refused', async () => {
    const signatures = served.checkpoint.slice(served.checkpoint.indexOf('\n\n'));
    const found = await verify({ ...forged, checkpoint: forged.checkpointText() + signatures.slice(1) });
    expect(findingOf(found, 'signature').found).toContain('is not of this text');
  });

  test('with the stolen key it is found by whoever kept a checkpoint', async () => {
    const stolen = new MemoryLog(log.signer);
    for (const event of forged.events) stolen.append(event.stream, event);
    const what = { ...stolen, checkpoint: stolen.checkpoint() };
    expect(await verify(what)).toMatchObject({ isRight: true });
    const found = await verify(what, { kept: served.checkpoint });
    expect(told(found)).toEqual([['kept', undefined]]);
    expect(findingOf(found, 'kept').expected).toContain(`of the first ${SIZE} leaves`);
  });
});

describe('a checkpoint that was kept', () => {
  const earlier = MemoryLog.of(700, 30, new MemoryLog(log.signer));

  test('is one that the log has grown from', async () => {
    expect(await verify(served, { kept: earlier.checkpoint() })).toMatchObject({ isRight: true, keptSize: 700 });
    expect(await verify(served, { kept: served.checkpoint })).toMatchObject({ isRight: true });
  });

  test('shows that the log was rolled back', async () => {
    const found = await verify({ ...earlier, checkpoint: earlier.checkpoint() }, { kept: served.checkpoint });
    expect(told(found)).toEqual([['kept', undefined]]);
    expect(findingOf(found, 'kept')).toMatchObject({ found: '700: the log was cut off or rolled back' });
  });

  test('shows that another log was put in its place', async () => {
    const other = MemoryLog.of(SIZE, 30, new MemoryLog(testSigner('concord/other')));
    const found = await verify(served, { kept: other.checkpoint() });
    expect(findingOf(found, 'kept')).toMatchObject({ expected: 'the log concord/other of the checkpoint that was kept' });
  });

  test('that is none is the caller’s to mend', async () => {
    await expect(verify(served, { kept: 'x' })).rejects.toThrow('The note ends without a line feed.');
  });
});

describe('a checkpoint', () => {
  test('that is none is told, and nothing else', async () => {
    expect(told(await verify({ ...served, checkpoint: served.checkpoint.replaceAll('\n', '\r\n') }))).toEqual([['checkpoint', undefined]]);
  });

  test('without the map of streams is told', async () => {
    const text = log.checkpointText().split('\n').slice(0, 3).join('\n');
    expect(told(await verify({ ...served, checkpoint: signNote(`${text}\n`, log.signer) }))).toEqual([['streams', undefined]]);
  });

  test('with another map of streams is told', async () => {
    const checkpoint = signNote(log.checkpointText().replace(/streams .*/, `streams ${log.hashes[0]!.toString('base64')}`), log.signer);
    expect(told(await verify({ ...served, checkpoint }))).toEqual([['streams', undefined]]);
  });

  test('of another log is told', async () => {
    const other = testSigner('concord/other');
    expect(told(await verify(served, { key: other.vkey }))).toEqual([
      ['checkpoint', undefined],
      ['signature', undefined],
    ]);
  });

  const [w1, w2] = [testSigner('witness.example/w1'), testSigner('witness.example/w2')];
  const cosigned = { ...served, checkpoint: served.checkpoint + cosign(log.checkpointText(), w1, 7) };

  test('with enough cosignatures is right, and says whose', async () => {
    const found = await verify(cosigned, { witnesses: [w1.witness, w2.witness], quorum: 1 });
    expect(found).toMatchObject({ isRight: true, cosignedBy: [w1.witness.text] });
  });

  test('with too few cosignatures is told', async () => {
    const found = await verify(cosigned, { witnesses: [w1.witness, w2.witness] });
    expect(told(found)).toEqual([['cosignatures', undefined]]);
    expect(found.findings[0]!.found).toContain('is cosigned by 1 of the 2 known witnesses');
  });
});

describe('keys', () => {
  const [first, second, third] = [testSigner('concord/test'), testSigner('concord/test'), testSigner('concord/test')];
  const rotated = MemoryLog.of(40, 3, new MemoryLog(first));
  const kept = rotated.checkpoint();
  rotated.succeed(second);
  for (let index = 0; index < 300; index++) rotated.append('test/1');
  const what = { ...rotated, checkpoint: rotated.checkpoint() };

  test('follow one another by events that the retired one has signed', async () => {
    expect(await verify(what, { key: first.vkey, kept })).toMatchObject({ isRight: true, signedBy: second.vkey.text });
    expect(await verify(what, { key: second.vkey })).toMatchObject({ isRight: true, signedBy: second.vkey.text });
  });

  test('that are retired sign no more', async () => {
    const found = await verify({ ...what, checkpoint: signNote(rotated.checkpointText(), first) }, { key: first.vkey });
    expect(told(found)).toEqual([['signature', undefined]]);
  });

  test('that are retired name no successor, nor does anybody else', async () => {
    const taken = MemoryLog.of(0, 1, new MemoryLog(first));
    for (const event of rotated.events) taken.append(event.stream, event);
    taken.succeed(third, first);
    const found = await verify({ ...taken, checkpoint: taken.checkpoint() }, { key: first.vkey });
    expect(told(found)).toEqual([
      ['succession', 341],
      ['signature', undefined],
    ]);
    const forged = MemoryLog.of(10, 3, new MemoryLog(first));
    forged.succeed(third, third);
    expect(told(await verify({ ...forged, checkpoint: forged.checkpoint() }, { key: first.vkey }))).toEqual([['signature', undefined]]);
  });

  test('are not handed on by a note that the retired one has not signed', async () => {
    const forged = MemoryLog.of(10, 3, new MemoryLog(first));
    forged.append('transparency.notary/test', {
      type: 'transparency.notary.KeySucceeded',
      data: { retired: first.vkey.text, successor: third.vkey.text, note: signNote('I am next\n', third) },
    });
    const found = await verify({ ...forged, checkpoint: signNote(forged.checkpointText(), third) }, { key: first.vkey });
    expect(told(found)).toEqual([
      ['succession', 10],
      ['signature', undefined],
    ]);
  });
});

describe('events of a log that was signed as it is', () => {
  const signedWith = async (change: (bad: MemoryLog) => void): Promise<Verification> => {
    const bad = MemoryLog.of(20, 3, new MemoryLog(log.signer));
    change(bad);
    return verify({ ...bad, checkpoint: bad.checkpoint() });
  };

  test.each<[string, object, Partial<Finding>]>([
    ['a position that was there', { position: '20' }, { check: 'position', expected: 'a position after 20', found: '20' }],
    ['an earlier instant', { recordedAt: '2025-01-01T00:00:00.000Z' }, { check: 'recordedAt', found: '2025-01-01T00:00:00.000Z' }],
    ['a revision too high', { revision: 9 }, { check: 'revision', expected: 'revision 7', found: 'revision 9', stream: 'test/0' }],
    ['a revision that was there', { revision: 6 }, { check: 'revision', expected: 'revision 7', found: 'revision 6', stream: 'test/0' }],
  ])('with %s are told', async (_what, change, expected) => {
    const found = await signedWith((bad) => bad.append('test/0', change));
    expect(found.findings).toMatchObject([{ index: 20, ...expected, eventId: expect.any(String) }]);
  });

  test('with the id of another are told', async () => {
    const found = await signedWith((bad) => bad.append('test/0', { id: bad.events[4]!.id }));
    expect(found.findings).toMatchObject([{ check: 'eventId', index: 20, found: 'the id of index 4', eventId: log.events[4]!.id }]);
  });

  test.each([
    ['white space', (text: string) => text.replace(',', ', ')],
    ['members in another order', (text: string) => text.replace(/"amount":0,("note":"[^"]*")/, '$1,"amount":0')],
    ['a member twice', (text: string) => text.replace('"type":', '"type":"x","type":')],
    ['a member too many', (text: string) => text.replace(/}$/, ',"zone":1}')],
    ['a member too few', (text: string) => text.replace('"schemaVersion":1,', '')],
    ['an id that is none', (text: string) => text.replace(/"id":"./, '"id":"x')],
    ['a position that is none', (text: string) => text.replace('"position":"1"', '"position":"01"')],
    ['no JSON', () => 'x'],
    ['no object', () => '[]'],
    ['a byte that is no UTF-8', () => Buffer.of(0xff)],
  ])('with %s are told', async (_what, change) => {
    const bad = MemoryLog.of(1, 1, new MemoryLog(log.signer));
    const entry = Buffer.from(change(bad.entries[0]!.toString()));
    expect(entry).not.toEqual(bad.entries[0]);
    bad.entries[0] = entry;
    bad.hashes[0] = leafHash(entry);
    const found = await verify({ ...bad, checkpoint: bad.checkpoint() });
    expect(told(found)).toEqual([['entry', 0]]);
  });

  test('with members that look like numbers, or only the hash of their data, are right', async () => {
    const found = await signedWith((bad) => {
      bad.append('test/0', { data: { '2': 1, '10': { b: 1, a: [] }, '': null } });
      bad.append('test/1', { data: undefined, dataSha256: log.hashes[0]!.toString('base64') });
    });
    expect(told(found)).toEqual([]);
  });
});
