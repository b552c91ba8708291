import { randomBytes } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { parseAddress } from '../../libs/event-log/src/eventstore/address.js';
import { EventStoreEventLog } from '../../libs/event-log/src/eventstore/eventstore-event-log.js';

/** The server of the caller, and a log in it that nobody else has. */
export class Server {
  readonly client: EventStoreDBClient;
  /** What the streams of the log begin with. */
  readonly prefix: string;
  private readonly logUrl: string;
  private readonly opened: EventStoreEventLog[] = [];

  /** @throws RangeError when the text is no address of an EventStoreDB */
  constructor(url: string) {
    const { clientUrl } = parseAddress(url);
    const name = `bench${randomBytes(8).toString('hex')}`;
    this.client = EventStoreDBClient.connectionString(clientUrl);
    this.logUrl = `${clientUrl}${clientUrl.includes('?') ? '&' : '?'}log=${name}`;
    this.prefix = `${name}-`;
  }

  /** The log once more, as another process would have it. */
  openLog(): EventStoreEventLog {
    const log = new EventStoreEventLog(this.logUrl);
    this.opened.push(log);
    return log;
  }

  async close(): Promise<void> {
    await Promise.all(this.opened.map((log) => log.close()));
    await this.client.dispose();
  }
}
