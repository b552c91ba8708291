import type { Position, ProposedEvent, RecordedEvent, Uuid } from '@concord/kernel';
import type { CopyTarget } from '../copy-target.js';
import { EventLogUnavailable } from '../errors.js';
import type { AppendResult, EventLog, LogBatch, ReadAllOptions, ReadStreamOptions, SubscribeOptions } from '../event-log.js';
import { timed } from '../log-metrics.js';
import { Reading } from '../reading/reading.js';
import { Tail } from '../reading/tail.js';
import { Appender } from './appender.js';
import { Appends } from './appends.js';
import { Births } from './birth.js';
import { Claims } from './claims.js';
import { type Connection, connect } from './connection.js';
import { EventStoreEngine } from './engine.js';
import { EventStoreFollower } from './follower.js';
import { Ids, type Place } from './ids.js';
import { Namespace } from './namespace.js';
import { OwnRecords } from './own-records.js';
import { Reads } from './reads.js';
import { Restorer } from './restorer.js';
import { standingAt } from './standing.js';

export interface EventStoreEventLogOptions {
  /** Milliseconds after which an append or a read whose outcome cannot be learnt is given up; 10,000 when left out. */
  readonly deadline?: number;
  /** Milliseconds that one attempt may take; 5,000 when left out. */
  readonly attempt?: number;
  /** Milliseconds between checks whether a subscription has gone deaf; 5,000 when left out. */
  readonly poll?: number;
  /** Milliseconds after which an id that was claimed, and then not appended, may be used for another place; 60,000 when left out. */
  readonly stale?: number;
}

/** The event log in an EventStoreDB, version 22.6 or later: before, streams were read without positions. */
export class EventStoreEventLog implements EventLog, CopyTarget {
  private readonly connection: Connection;
  private readonly ids = new Ids();
  private readonly appender: Appender;
  private readonly restorer: Restorer;
  private readonly births: Births;
  private readonly reading: Reading;
  private closed = false;

  /**
   * Connects with the first call.
   * @param url `esdb://…` or `esdb+discover://…`, with the name and password of the log's user; `log=name` in the query names
   *   this log where a server keeps several, and is `concord` when left out
   * @throws RangeError when the text is no such connection string
   */
  constructor(url: string, { deadline = 10_000, attempt = 5_000, poll = 5_000, stale = 60_000 }: EventStoreEventLogOptions = {}) {
    this.connection = connect(url);
    const { client } = this.connection;
    const patience = { deadline, attempt };
    const namespace = new Namespace(this.connection.logName);
    const appends = new Appends(this.connection);
    const reads = new Reads(client, patience);
    const records = new OwnRecords(reads, appends, namespace, attempt);
    this.births = new Births(records);
    const engine = new EventStoreEngine(reads, namespace, this.births);
    const patient = new EventStoreEngine(new Reads(client, { deadline: Number.POSITIVE_INFINITY, attempt }), namespace, this.births);
    const idAt = async ({ stream, revision }: Place): Promise<Uuid | undefined> => (await standingAt(engine, stream, revision, 1))[0]?.id;
    const claims = new Claims(this.ids, records, idAt, stale);
    this.appender = new Appender(appends, engine, this.ids, claims, namespace, this.births, patience);
    this.restorer = new Restorer(appends, engine, this.ids, claims, namespace, patience);
    const follower = new EventStoreFollower(client, patient, namespace, this.ids, { poll, attempt });
    this.reading = new Reading(engine, patient, new Tail(patient, follower));
  }

  async append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<AppendResult> {
    this.requireOpen();
    return timed(() => this.appender.append(stream, expectedRevision, events));
  }

  async restore(events: readonly RecordedEvent[]): Promise<void> {
    this.requireOpen();
    return this.restorer.restore(events);
  }

  readStream(stream: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
    return this.reading.readStream(stream, options);
  }

  readAll(options?: ReadAllOptions): AsyncGenerator<RecordedEvent> {
    return this.reading.readAll(options);
  }

  subscribe(options?: SubscribeOptions): AsyncGenerator<LogBatch> {
    return this.reading.subscribe(options);
  }

  head(): Promise<Position> {
    return this.reading.head();
  }

  async identity(): Promise<Uuid> {
    return (await this.births.birth()).identity;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.reading.close(), this.ids.settled()]);
    await this.connection.close();
  }

  private requireOpen(): void {
    if (this.closed) throw new EventLogUnavailable(new Error('It has been closed'));
  }
}
