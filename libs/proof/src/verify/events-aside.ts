import { Worker, type WorkerOptions } from 'node:worker_threads';
import { HASH_SIZE } from '../sha256.js';
import type { EventsReport, EventWork } from './event-check.js';
import type { Ask, EventPage, Tell, ThreadData } from './event-messages.js';

/** Starts a thread that runs `event-thread`. */
export type StartThread = (options: WorkerOptions) => Worker;

/** Where this module and that program lie as they were built. */
export const eventThread: StartThread = (options) => new Worker(new URL('./event-thread.js', import.meta.url), options);

/** Entries that go to the thread at once, and such pages that may wait there. */
const PAGE = 256;
const MOST_WAITING = 8;

interface Taken {
  readonly index: number;
  readonly entry: Buffer;
  readonly hash: Buffer;
  readonly isChanged: boolean;
}

function pageOf(taken: readonly Taken[]): EventPage {
  const bytes = new Uint8Array(taken.reduce((sum, { entry }) => sum + entry.length, 0));
  const page = {
    ...{ bytes, ends: new Uint32Array(taken.length), indices: new Float64Array(taken.length) },
    ...{ hashes: new Uint8Array(taken.length * HASH_SIZE), changed: new Uint8Array(taken.length) },
  };
  let end = 0;
  for (const [at, { index, entry, hash, isChanged }] of taken.entries()) {
    bytes.set(entry, end);
    end += entry.length;
    page.ends[at] = end;
    page.indices[at] = index;
    page.hashes.set(hash, at * HASH_SIZE);
    page.changed[at] = Number(isChanged);
  }
  return page;
}

/** Has events checked by another thread: that costs half of the time, on whatever has two cores. */
export class EventsAside implements EventWork {
  private readonly thread: Worker;
  private taken: Taken[] = [];
  /** Pages that the thread has not taken yet. */
  private waiting = 0;
  private done = 0;
  private report: EventsReport | undefined;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(start: StartThread, data: ThreadData) {
    this.thread = start({ workerData: data });
    this.thread.on('message', (told: Tell) => this.hear(told));
    this.thread.on('error', (error) => this.fail(error));
    this.thread.on('exit', () => this.fail(new Error('The thread that checks the events has ended')));
  }

  take(index: number, entry: Buffer, hashes: Buffer, hashAt: number, isChanged: boolean): void {
    this.taken.push({ index, entry, hash: hashes.subarray(hashAt, hashAt + HASH_SIZE), isChanged });
    if (this.taken.length === PAGE) this.send();
  }

  ready(signal: AbortSignal | undefined): Promise<void> {
    return this.until(() => this.waiting < MOST_WAITING, signal);
  }

  async conclude(onPart: (done: number) => void, signal: AbortSignal | undefined): Promise<EventsReport> {
    if (this.taken.length > 0) this.send();
    this.ask({ kind: 'conclude' });
    for (let told = 0; !this.report; told = this.done) {
      await this.until(() => this.done > told || this.report !== undefined, signal);
      if (this.done > told) onPart(this.done);
    }
    return this.report;
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private send(): void {
    const page = pageOf(this.taken);
    this.taken = [];
    this.waiting += 1;
    this.ask(
      { kind: 'page', page },
      Object.values(page).map(({ buffer }) => buffer),
    );
  }

  private ask(message: Ask, moved: ArrayBuffer[] = []): void {
    this.thread.postMessage(message, moved);
  }

  private hear(told: Tell): void {
    if (told.kind === 'taken') this.waiting -= 1;
    else if (told.kind === 'part') this.done = told.done;
    else this.report = told.report;
    this.wake();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.wake();
  }

  private async until(isSo: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    const wake = (): void => this.wake();
    signal?.addEventListener('abort', wake);
    try {
      while (!isSo()) {
        signal?.throwIfAborted();
        if (this.failure) throw this.failure;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }
}
