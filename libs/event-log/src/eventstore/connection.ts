import { EventStoreDBClient } from '@eventstore/db-client';
import type { CallOptions, Channel, Client, Metadata } from '@grpc/grpc-js';
import { parseAddress } from './address.js';

type ClientOf<T extends Client> = new (...args: never[]) => T;

/** What the client keeps for its own modules: its channel, which `dispose` leaves open, and how its calls are made. */
interface Inside {
  getChannel(): Promise<Channel>;
  callArguments(options: object, callOptions: CallOptions): [Metadata, CallOptions];
  GRPCStreamCreator<T extends Client, S>(client: ClientOf<T>, name: string, create: (client: T) => S): () => Promise<S>;
}

/** A client of one EventStoreDB. */
export interface Connection {
  /** The log's name in the server. */
  readonly logName: string;
  readonly client: EventStoreDBClient;
  /** Begins a call of the protocol that lasts, over the client's channel and with its credentials; a lost channel is replaced. */
  stream<T extends Client, S>(client: ClientOf<T>, begin: (client: T, metadata: Metadata, options: CallOptions) => S): Promise<S>;
  close(): Promise<void>;
}

/**
 * Nothing is connected before the first call.
 * @param url as `parseAddress` takes it
 * @throws RangeError when it is none; Error when it names a certificate that is not there
 */
export function connect(url: string): Connection {
  const { clientUrl, logName } = parseAddress(url);
  const client = EventStoreDBClient.connectionString(clientUrl);
  const inside = client as unknown as Inside;
  const forEver = { deadline: Number.POSITIVE_INFINITY };
  return {
    client,
    logName,
    stream: (type, begin) => inside.GRPCStreamCreator(type, 'concord', (grpc) => begin(grpc, ...inside.callArguments({}, forEver)))(),
    async close() {
      // Not awaited: no call may keep the log from being closed, and the channel takes all of them along.
      void client.dispose();
      const channel = await inside.getChannel().catch(() => undefined);
      channel?.close();
    },
  };
}
