import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { leafHash } from '../merkle.js';
import { entryOf, MemoryLog, type ServedLog, testSigner, VerifiedLogs } from '../testing/index.js';
import type { StartThread } from './events-aside.js';
import type { VerifyOptions } from './verify-log.js';

const LOADER = fileURLToPath(new URL('../../../../test/support/typescript.mjs', import.meta.url));

const thread: StartThread = (options) =>
  new Worker(new URL('./event-thread.ts', import.meta.url), { ...options, execArgv: ['--import', LOADER] });

const SIZE = 2_900;
const log = MemoryLog.of(SIZE, 30);
const served: ServedLog = { entries: log.entries, hashes: log.hashes, checkpoint: log.checkpoint() };

const logs = new VerifiedLogs(log.signer);
afterAll(() => logs.remove());
const verify = logs.verify.bind(logs);

/** A log that is signed as it is, wrong as it may be. */
const signed = (change: (bad: MemoryLog) => void): ServedLog => {
  const bad = MemoryLog.of(600, 7, new MemoryLog(log.signer));
  change(bad);
  return { ...bad, checkpoint: bad.checkpoint() };
};

const withEntries = (change: (entries: Buffer[]) => void): ServedLog => {
  const entries = [...log.entries];
  change(entries);
  return { ...served, entries };
};

describe('Events that are checked by another thread', () => {
  const cases: readonly (readonly [string, number, () => ServedLog])[] = [
    ['as they must be', 0, () => served],
    ['too few for a page', 0, () => ({ ...signed(() => undefined) })],
    [
      'changed, deleted, swapped and put in',
      5,
      () =>
        withEntries((entries) => {
          entries[10] = entryOf({ ...log.events[10]!, revision: 77 });
          entries.splice(500, 1);
          [entries[900], entries[901]] = [entries[901]!, entries[900]!];
          entries.splice(1_500, 0, entryOf({ ...log.events[3]!, recordedAt: '2020-01-01T00:00:00.000Z' }));
        }),
    ],
    ['of which none is there', 2, () => ({ ...served, entries: [] })],
    [
      'out of order, with gaps, and with an id twice',
      4,
      () =>
        signed((bad) => {
          bad.append('test/0', { position: '5' });
          bad.append('test/1', { recordedAt: '2020-01-01T00:00:00.000Z' });
          bad.append('test/2', { revision: 999 });
          bad.append('test/3', { id: bad.events[4]!.id });
        }),
    ],
    [
      'that are none',
      100,
      () =>
        signed((bad) => {
          for (let at = 0; at < 150; at++) {
            bad.entries[at] = Buffer.from(`[${at}]`);
            bad.hashes[at] = leafHash(bad.entries[at]!);
          }
        }),
    ],
    [
      'of which one hands on the key, and one would',
      2,
      () =>
        signed((bad) => {
          bad.succeed(testSigner('concord/test'));
          bad.append('transparency.notary/test', { type: 'transparency.notary.KeySucceeded', data: 'to nobody' });
          bad.append('test/0', { position: '1' });
        }),
    ],
  ];

  test.each(cases)('%s: it finds what is found without it', async (_what, fewest, make) => {
    const what = make();
    const [alone, aside] = [await verify(what), await verify(what, { thread })];
    expect(aside).toEqual({ ...alone, source: aside.source });
    expect(aside.findings.length).toBeGreaterThanOrEqual(fewest);
    expect(aside.isRight).toBe(fewest === 0);
  });

  test('tell how far they are, part by part', async () => {
    const parts: number[] = [];
    await verify(served, { thread, onProgress: ({ phase, done }) => phase === 'streams' && parts.push(done) });
    expect(parts.length).toBeGreaterThan(0);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
  });

  test('are left when one is asked to, and leave nothing behind', async () => {
    for (const phase of ['entries', 'streams']) {
      const controller = new AbortController();
      const onProgress: VerifyOptions['onProgress'] = (progress) => progress.phase === phase && controller.abort();
      await expect(verify(served, { thread, signal: controller.signal, onProgress })).rejects.toThrow('aborted');
    }
    expect(logs.leftovers).toEqual([]);
  });

  test('are not said to be right by a thread that fails', async () => {
    const failing: StartThread = (options) => new Worker('throw new Error("no memory")', { ...options, eval: true });
    await expect(verify(served, { thread: failing })).rejects.toThrow('no memory');
    const leaving: StartThread = (options) => new Worker('process.exit(0)', { ...options, eval: true });
    await expect(verify(served, { thread: leaving })).rejects.toThrow('The thread that checks the events has ended');
  });
});
