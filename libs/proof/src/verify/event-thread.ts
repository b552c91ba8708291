import { parentPort, workerData } from 'node:worker_threads';
import { HASH_SIZE } from '../sha256.js';
import { parseVkey } from '../vkey.js';
import { EventCheck } from './event-check.js';
import type { Ask, EventPage, Tell, ThreadData } from './event-messages.js';
import { SpillFolder } from './spill.js';

/*
 * The program of a thread that checks events, while the one that started it reads and hashes entries. It is told of pages of them,
 * answers each, and reports at the end.
 */

const { folder, parts, key } = workerData as ThreadData;
const check = new EventCheck(new SpillFolder(folder), parts, parseVkey(key));
const tell = (message: Tell): void => parentPort?.postMessage(message);

function take({ bytes, ends, indices, hashes, changed }: EventPage): void {
  const [entries, leaves] = [Buffer.from(bytes.buffer), Buffer.from(hashes.buffer)];
  let begin = 0;
  for (const [at, end] of ends.entries()) {
    check.take(indices[at] ?? 0, entries.subarray(begin, end), leaves, at * HASH_SIZE, changed[at] === 1);
    begin = end;
  }
}

parentPort?.on('message', async (ask: Ask) => {
  if (ask.kind === 'page') {
    take(ask.page);
    tell({ kind: 'taken' });
  } else tell({ kind: 'report', report: await check.conclude((done) => tell({ kind: 'part', done }), undefined) });
});
