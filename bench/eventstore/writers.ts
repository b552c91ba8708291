import type { EventLog } from '@concord/event-log';
import { type EventStoreDBClient, type JSONType, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { Writer } from '../harness/load.js';

export const ourWriter =
  (log: EventLog): Writer =>
  (stream, revision, events) =>
    log.append(stream, revision, events);

/**
 * As careful users of the client append: at a revision, with the same metadata beside the same data as ours.
 * @param prefix of the streams, so that their names are as long as ours
 */
export const bareWriter =
  (client: EventStoreDBClient, prefix: string): Writer =>
  (stream, revision, events) => {
    const outgoing = events.map(({ id, type, schemaVersion, data, metadata }) =>
      jsonEvent({ id, type, data: data as JSONType, metadata: { concord: { id, schemaVersion }, ...metadata } }),
    );
    return client.appendToStream(prefix + stream, outgoing, { expectedRevision: revision < 0 ? NO_STREAM : BigInt(revision) });
  };
