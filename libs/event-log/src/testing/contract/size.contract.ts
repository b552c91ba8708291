import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type EventLog, type LogBatch, NO_STREAM } from '../../event-log.js';
import { proposals } from '../proposed.js';
import { freshStream, type Store } from './store.js';

const EVENTS = 50_000;
/** Enough that what is made once, such as compiled code and full buffers, is there before anything is measured. */
const WARM_UP = 10_000;
const APPEND = 500;
/** Characters of data in each event: 50 MB in all, before a byte of it is an object. */
const TEXT = 'a quality report '.repeat(60);
/** Milliseconds until the test is given up; it moves 50 MB three times. */
const PATIENCE = 240_000;
/** What may be alive at any moment beyond what was before. */
const BOUND = 32 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes that are reachable now, buffers outside the heap included. */
function alive(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function fill(log: EventLog, stream: string, count: number): Promise<void> {
  for (let revision = NO_STREAM; revision < count - 1; revision += APPEND) {
    await log.append(stream, revision, proposals(APPEND, { data: { text: TEXT, revision } }));
  }
}

export function sizeContract(store: Store): void {
  it(
    'reads and follows a stream of 50,000 events in constant memory, and a slow subscriber holds nothing back',
    async () => {
      const { log, another } = store();
      const writer = await another();
      const [warm, stream] = [freshStream(), freshStream()];
      await fill(writer, warm, WARM_UP);
      for await (const { revision } of log.readStream(warm)) expect(revision).toBeLessThan(WARM_UP);
      const after = await log.head();
      const before = alive();
      let most = 0;
      const measure = (): void => {
        most = Math.max(most, alive() - before);
      };

      const slow = log.subscribe({ after })[Symbol.asyncIterator]();
      expect((await slow.next()).value).toMatchObject({ events: [], caughtUp: true });
      await fill(writer, stream, EVENTS);
      measure();

      let read = 0;
      for await (const { revision } of log.readStream(stream)) {
        if (revision !== read++) throw new Error(`revision ${revision} at ${read - 1}`);
        if (read % 10_000 === 0) measure();
      }
      expect(read).toBe(EVENTS);

      let followed = 0;
      let measured = 0;
      while (followed < EVENTS) {
        const { events }: LogBatch = (await slow.next()).value;
        for (const { revision } of events) if (revision !== followed++) throw new Error(`revision ${revision} at ${followed - 1}`);
        if (followed >= measured + 10_000) {
          measured = followed;
          measure();
        }
      }
      await slow.return?.();
      expect(followed).toBe(EVENTS);
      expect(most).toBeLessThan(BOUND);
    },
    PATIENCE,
  );
}
