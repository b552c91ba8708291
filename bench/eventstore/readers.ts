import type { EventLog } from '@concord/event-log';
import { type EventStoreDBClient, START } from '@eventstore/db-client';
import type { Recording } from '../harness/recording.js';

/** Reads a recording to its end, and hands the data of every event to `see`. */
export type Reader = (recording: Recording, see: (data: object) => void) => Promise<void>;

export const readAllOf =
  (log: EventLog): Reader =>
  async ({ after, until }, see) => {
    for await (const event of log.readAll({ after, until })) see(event.data);
  };

/** With a log of its own every time: one that follows already has the newest events at hand. */
export const subscribeTo =
  (open: () => EventLog): Reader =>
  async ({ after, until }, see) => {
    const log = open();
    for await (const { events, position } of log.subscribe({ after })) {
      for (const event of events) see(event.data);
      if (position === until) break;
    }
    await log.close();
  };

export const readStreamsOf =
  (log: EventLog): Reader =>
  async ({ streams }, see) => {
    for (const stream of streams) for await (const event of log.readStream(stream)) see(event.data);
  };

/** @param prefix of the streams that are meant: a server has events of others, too */
export const bareReadAll =
  (client: EventStoreDBClient, prefix: string): Reader =>
  async ({ after, until }, see) => {
    const [first, last] = [BigInt(after), BigInt(until)];
    for await (const { event } of client.readAll({ fromPosition: { commit: first, prepare: first } })) {
      const place = event?.position?.commit;
      if (!event || place === undefined || place === first || !event.streamId.startsWith(prefix)) continue;
      see(event.data as object);
      if (place === last) break;
    }
  };

export const bareReadStreams =
  (client: EventStoreDBClient, prefix: string): Reader =>
  async ({ streams }, see) => {
    for (const stream of streams) {
      for await (const { event } of client.readStream(prefix + stream, { fromRevision: START })) if (event) see(event.data as object);
    }
  };
