import { Client, type Pool, type QueryConfig } from 'pg';
import { backoff, pause } from '../backoff.js';
import { countDrop } from '../log-metrics.js';

/** Milliseconds after which silence is doubted, and which an answer may take. */
export interface ListenerOptions {
  readonly poll: number;
  readonly attempt: number;
}

/** A place in the log that is known to exist, or nothing: look for yourself. */
export type Wake = (place?: number) => void;

const HEAD = 'SELECT position FROM concord_log.event ORDER BY position DESC LIMIT 1';

/**
 * One connection that is told of every append. It asks for the head now and then over the same connection, so a
 * connection that died without a word is found out, and a lost word costs one such interval.
 */
export class Listener {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly pool: Pool,
    private readonly options: ListenerOptions,
    private readonly wake: Wake,
  ) {
    this.running = this.keepListening();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async keepListening(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      const client = this.client();
      const broken = new AbortController();
      client.on('error', () => broken.abort());
      client.on('end', () => broken.abort());
      const stop = (): void => broken.abort();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await client.connect();
        client.on('notification', ({ payload }) => this.wake(Number(payload)));
        await client.query('LISTEN concord_log');
        failures = 0;
        await this.watch(client, broken.signal);
      } catch {
        // Without a connection nobody tells of appends; whoever waits looks through the pool until there is one again.
        this.wake();
      }
      signal.removeEventListener('abort', stop);
      await this.leave(client);
      if (signal.aborted) return;
      countDrop();
      await pause(backoff(failures), signal);
    }
  }

  /** A connection that is dead on the other side never confirms its end: it is not waited for. */
  private async leave(client: Client): Promise<void> {
    const left = new AbortController();
    client.end().then(
      () => left.abort(),
      () => left.abort(),
    );
    await pause(this.options.attempt, left.signal);
  }

  private async watch(client: Client, broken: AbortSignal): Promise<void> {
    while (!broken.aborted) {
      const question: QueryConfig & { query_timeout: number } = { text: HEAD, query_timeout: this.options.attempt };
      const { rows } = await client.query<{ position: string }>(question);
      this.wake(Number(rows[0]?.position ?? 0));
      await pause(this.options.poll, broken);
    }
  }

  /** A connection of its own, so that listening takes none from the pool. */
  private client(): Client {
    const { options } = this.pool;
    return new Client({
      ...options,
      // The pool hides it from enumeration.
      password: options.password,
      connectionTimeoutMillis: options.connectionTimeoutMillis || this.options.attempt,
      keepAlive: true,
    });
  }
}
