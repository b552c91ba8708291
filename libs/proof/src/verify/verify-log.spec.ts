import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryOf, findingOf, MemoryLog, type ServedLog, told, VerifiedLogs, writeExport, writeLogFolder } from '../testing/index.js';
import { entriesPath, tilePath } from '../tile-path.js';
import { DirectorySource } from './directory-source.js';
import { ExportSource } from './export-source.js';
import { verifyLog } from './verify-log.js';

const SIZE = 1_300;
const log = MemoryLog.of(SIZE, 30);
const served: ServedLog = { entries: log.entries, hashes: log.hashes, checkpoint: log.checkpoint() };

const logs = new VerifiedLogs(log.signer);
afterAll(() => logs.remove());
const verify = logs.verify.bind(logs);
/** The log with the entries that the change makes, while tiles and checkpoint stay. */
const withEntries = (change: (entries: Buffer[]) => void): ServedLog => {
  const entries = [...log.entries];
  change(entries);
  return { ...served, entries };
};
const changedEntry = (index: number, change: object): Buffer => entryOf({ ...log.events[index]!, ...change });

describe('a log that is as it must be', () => {
  test('is right, in a folder and as an export', async () => {
    const file = writeExport(join(logs.folder, 'log.jsonl'), served);
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
    const path = writeLogFolder(join(logs.folder, 'grown'), served);
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
    expect(logs.leftovers).toEqual([]);
  });

  test('ends when it is asked to, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await expect(verify(served, { signal: controller.signal, onProgress })).rejects.toThrow('aborted');
    expect(logs.leftovers).toEqual([]);
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
      join(logs.folder, 'short'),
      withEntries((entries) => entries.splice(300, 1)),
    );
    const whole = writeLogFolder(join(logs.folder, 'whole'), served);
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
    const path = writeLogFolder(join(logs.folder, 'bundles'), served);
    for (const n of [1, 2]) rmSync(join(path, entriesPath(n)));
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(found.findings[0]).toMatchObject({ check: 'leaf', index: 256, count: 512 });
    expect(told(found).filter(([check]) => check !== 'revision')).toEqual([
      ['leaf', 256],
      ['root', undefined],
    ]);
  });

  test('a bundle that breaks off is told with the reason', async () => {
    const path = writeLogFolder(join(logs.folder, 'broken'), served);
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
    const path = writeLogFolder(join(logs.folder, `tile-${level}`), served);
    const name = join(path, tilePath(level, n, level === 0 ? 256 : 5));
    const tile = readFileSync(name);
    tile[at * 32 + 7]! ^= 1;
    writeFileSync(name, tile);
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(told(found)[0]).toEqual(first);
    expect(told(found)).not.toContainEqual(['root', undefined]);
  });

  test('a tile that is gone or too short: it is named', async () => {
    const path = writeLogFolder(join(logs.folder, 'gone'), served);
    rmSync(join(path, tilePath(0, 1)));
    writeFileSync(join(path, tilePath(0, 2)), 'x');
    const found = await verifyLog(new DirectorySource(path), { key: log.signer.vkey });
    expect(found.findings).toMatchObject([
      { check: 'tile', index: 256, found: 'nothing there' },
      { check: 'tile', index: 512, found: 'The tile tile/0/002 has 1 bytes, and must have 8192.' },
    ]);
  });
});
