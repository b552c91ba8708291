import { EVENTSTORE_URL, freshLogUrl } from '../../../../test/support/event-store.js';
import { EventStoreEventLog, type EventStoreEventLogOptions } from '../eventstore/eventstore-event-log.js';
import type { LogUnderTest } from './contract/store.js';
import { type UnsteadyLine, unsteadyLine } from './unsteady-line.js';

/** An empty log in the server of the caller, with what a test needs to disturb it. */
export interface EventStoreStore extends LogUnderTest {
  readonly log: EventStoreEventLog;
  /** The line over which every client of this store reaches the server. */
  readonly line: UnsteadyLine;
  /** The connection string of the log over that line. */
  readonly url: string;
  another(options?: EventStoreEventLogOptions): Promise<EventStoreEventLog>;
  breakConnections(): Promise<void>;
}

/** The server that `EVENTSTORE_URL` names. */
export function serverUrl(): string {
  if (!EVENTSTORE_URL) throw new Error('EVENTSTORE_URL is not set: these tests need an EventStoreDB');
  return EVENTSTORE_URL;
}

const HOST = /^(esdb:\/\/(?:[^@/]*@)?)([^:/?,@]+)(?::(\d+))?(\/?(?:\?.*)?)$/;

/** The URL of the server with a line in between. A name that its certificate holds has to lead to this machine. */
async function overLine(url: string): Promise<{ readonly line: UnsteadyLine; readonly url: string }> {
  const [, before, host, port = '2113', after] = HOST.exec(url) ?? [];
  if (!host) throw new Error(`EVENTSTORE_URL has to name one server, as in esdb://localhost:2113?tls=false`);
  const line = await unsteadyLine(host, Number(port));
  return { line, url: `${before}${host === '127.0.0.1' ? host : 'localhost'}:${line.port}${after}` };
}

export async function eventStoreStore(): Promise<EventStoreStore> {
  const { line, url } = await overLine(freshLogUrl(serverUrl()));
  const opened: EventStoreEventLog[] = [];
  const open = (options: EventStoreEventLogOptions = {}): EventStoreEventLog => {
    const log = new EventStoreEventLog(url, options);
    opened.push(log);
    return log;
  };
  return {
    log: open(),
    line,
    url,
    another: async (options) => open(options),
    breakConnections: async () => line.cut(),
    close: async () => {
      for (const log of opened) await log.close();
      await line.close();
    },
  };
}
