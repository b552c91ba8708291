import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, isPosition, type Position } from '@concord/kernel';
import type { Pool } from 'pg';
import { ownConnection } from '../runtime/transaction.js';

interface Waiter {
  readonly position: Position;
  readonly end: () => void;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });

/** How far the read models are known to be, told by the workers over one connection for the whole process. */
export class News {
  private readonly known = new Map<string, Position>();
  private readonly waiters = new Map<string, Set<Waiter>>();
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

  constructor(private readonly pool: Pool) {}

  /** A position that the read model is known to have seen; undefined when nothing is known. */
  of(projection: string): Position | undefined {
    return this.known.get(projection);
  }

  learn(projection: string, position: Position): void {
    const known = this.known.get(projection);
    if (!known || comparePositions(known, position) < 0) this.known.set(projection, position);
    for (const waiter of this.waiters.get(projection) ?? []) if (comparePositions(waiter.position, position) <= 0) waiter.end();
  }

  /** Until the read model has seen the position, or has stopped, or the time is over. */
  async wait(projection: string, position: Position, milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.listening ??= this.listen();
    const waiters = this.waiters.get(projection) ?? new Set();
    this.waiters.set(projection, waiters);
    await new Promise<void>((resolve) => {
      const waiter: Waiter = { position, end: () => end() };
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        waiters.delete(waiter);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
      waiters.add(waiter);
      if (signal?.aborted) end();
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.listening;
  }

  /** For as long as the process lives. While there is no connection, whoever waits asks the database now and then. */
  private async listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const client = ownConnection(this.pool, 'concord read models');
      const ended = new AbortController();
      client.once('end', () => ended.abort());
      client.on('notification', ({ payload }) => this.hear(payload ?? ''));
      try {
        await client.connect();
        await client.query('LISTEN concord_projection');
        await aborted(AbortSignal.any([signal, ended.signal]));
      } catch {
        // There is another attempt, and until then the slow way.
      }
      await client.end().catch(() => undefined);
      await sleep(500, undefined, { signal }).catch(() => undefined);
    }
  }

  private hear(payload: string): void {
    const colon = payload.lastIndexOf(':');
    const projection = payload.slice(0, colon);
    const position = payload.slice(colon + 1);
    if (isPosition(position)) this.learn(projection, position);
    else for (const waiter of this.waiters.get(projection) ?? []) waiter.end();
  }
}
