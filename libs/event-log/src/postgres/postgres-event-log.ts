import type { ProposedEvent, RecordedEvent, Uuid } from '@concord/kernel';
import type { Pool } from 'pg';
import type { CopyTarget } from '../copy-target.js';
import type { AppendResult, EventLog } from '../event-log.js';
import { timed } from '../log-metrics.js';
import { ReadableLog } from '../reading/readable-log.js';
import { Tail } from '../reading/tail.js';
import { storable } from '../storable.js';
import type { Patience } from './ask.js';
import { pageOf, placeBefore, type Recorded } from './batch.js';
import { Coalescer } from './coalescer.js';
import { PostgresEngine } from './engine.js';
import { PostgresFollower } from './follower.js';
import { identity } from './identity.js';
import { guard } from './query.js';
import { Reader } from './reader.js';
import { restore } from './restore.js';

/** All in milliseconds. */
export interface PostgresEventLogOptions {
  /** After which an append or a read whose outcome cannot be learnt is given up; 10,000 when left out. */
  readonly deadline?: number;
  /** What one attempt may take; 5,000 when left out. */
  readonly attempt?: number;
  /** How often a subscription asks for news of which it was not told; 5,000 when left out. */
  readonly poll?: number;
}

/** The event log in a PostgreSQL database that `migrateEventLog` has prepared. The pool stays the caller's, who ends it after `close`. */
export class PostgresEventLog extends ReadableLog implements EventLog, CopyTarget {
  private readonly patience: Patience;
  private readonly coalescer: Coalescer;

  constructor(
    private readonly pool: Pool,
    { deadline = 10_000, attempt = 5_000, poll = 5_000 }: PostgresEventLogOptions = {},
  ) {
    guard(pool);
    const tell = (recorded: Recorded): void => tail.offer(placeBefore(recorded), recorded.last, () => pageOf(recorded));
    const coalescer = new Coalescer(pool, tell, { deadline, attempt });
    const patient = new Reader(pool, Number.POSITIVE_INFINITY, attempt);
    const engine = new PostgresEngine(patient);
    const tail = new Tail(engine, new PostgresFollower(pool, patient, { poll, attempt }, () => coalescer.isWorking));
    super(new PostgresEngine(new Reader(pool, deadline, attempt)), engine, tail);
    this.patience = { deadline, attempt };
    this.coalescer = coalescer;
  }

  async append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<AppendResult> {
    const checked = storable(stream, expectedRevision, events);
    return timed(() => this.coalescer.append(stream, expectedRevision, checked));
  }

  identity(): Promise<Uuid> {
    return identity(this.pool, this.patience);
  }

  restore(events: readonly RecordedEvent[]): Promise<void> {
    return restore(this.pool, events, this.patience);
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.coalescer.close()]);
  }
}
