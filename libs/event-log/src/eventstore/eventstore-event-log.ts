import type { ProposedEvent, RecordedEvent, Uuid } from '@concord/kernel';
import type { CopyTarget } from '../copy-target.js';
import { EventLogUnavailable } from '../errors.js';
import type { AppendResult, EventLog } from '../event-log.js';
import { timed } from '../log-metrics.js';
import { ReadableLog } from '../reading/readable-log.js';
import { Tail } from '../reading/tail.js';
import { Appender } from './appender.js';
import { Appends } from './appends.js';
import { Births } from './birth.js';
import { Claims } from './claims.js';
import { type Connection, connect } from './connection.js';
import { EventStoreEngine } from './engine.js';
import { unavailable } from './faults.js';
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
export class EventStoreEventLog extends ReadableLog implements EventLog, CopyTarget {
  private readonly connection: Connection;
  private readonly ids: Ids;
  private readonly appender: Appender;
  private readonly restorer: Restorer;
  private readonly births: Births;
  private closed = false;

  /**
   * Connects with the first call.
   * @param url `esdb://…` or `esdb+discover://…`, with the name and password of the log's user; `log=name` in the query names
   *   this log where a server keeps several, and is `concord` when left out
   * @throws RangeError when the text is no such connection string
   */
  constructor(url: string, { deadline = 10_000, attempt = 5_000, poll = 5_000, stale = 60_000 }: EventStoreEventLogOptions = {}) {
    const connection = connect(url);
    const { client } = connection;
    const patience = { deadline, attempt };
    const namespace = new Namespace(connection.logName);
    const appends = new Appends(connection);
    const reads = new Reads(connection, patience);
    const records = new OwnRecords(reads, appends, namespace, attempt);
    const births = new Births(records);
    const engine = new EventStoreEngine(reads, namespace, births);
    const patient = new EventStoreEngine(new Reads(connection, { deadline: Number.POSITIVE_INFINITY, attempt }), namespace, births);
    const ids = new Ids();
    super(engine, patient, new Tail(patient, new EventStoreFollower(client, patient, namespace, births, ids, { poll, attempt })));

    const idAt = async ({ stream, revision }: Place): Promise<Uuid | undefined> => (await standingAt(engine, stream, revision, 1))[0]?.id;
    const claims = new Claims(ids, records, idAt, stale);
    const parts = { appends, engine, ids, claims, namespace, births, patience };
    this.connection = connection;
    this.ids = ids;
    this.births = births;
    this.appender = new Appender(parts);
    this.restorer = new Restorer(parts);
  }

  async append(stream: string, expectedRevision: number, events: readonly ProposedEvent[]): Promise<AppendResult> {
    this.requireOpen();
    return timed(() => this.appender.append(stream, expectedRevision, events));
  }

  async restore(events: readonly RecordedEvent[]): Promise<void> {
    this.requireOpen();
    return this.restorer.restore(events);
  }

  async identity(): Promise<Uuid> {
    try {
      return (await this.births.birth()).identity;
    } catch (error) {
      throw unavailable(error);
    }
  }

  override async close(): Promise<void> {
    this.closed = true;
    await Promise.all([super.close(), this.ids.settled()]);
    await this.connection.close();
  }

  private requireOpen(): void {
    if (this.closed) throw new EventLogUnavailable(new Error('It has been closed'));
  }
}
