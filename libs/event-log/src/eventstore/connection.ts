import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import bindings from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions, Channel, Client, Metadata } from '@grpc/grpc-js';
import { parseAddress } from './address.js';

type ClientOf<T extends Client> = new (...args: never[]) => T;

/** What the client keeps for its own modules: its channel, which `dispose` leaves open, and how its calls are made. */
interface Inside {
  getChannel(): Promise<Channel>;
  callArguments(options: object, callOptions: CallOptions): [Metadata, CallOptions];
  getGRPCClient<T extends Client>(client: ClientOf<T>, name: string): Promise<T>;
  /** Gives up the channel of a gRPC client, if the error says that its server is away. */
  handleError(client: Client, error: Error): Promise<void>;
  GRPCStreamCreator<T extends Client, S>(client: ClientOf<T>, name: string, create: (client: T) => S): () => Promise<S>;
}

/** A client of one EventStoreDB. */
export interface Connection {
  /** The log's name in the server. */
  readonly logName: string;
  readonly client: EventStoreDBClient;
  /** Begins a call of the protocol that lasts, over the client's channel and with its credentials; a lost channel is replaced. */
  stream<T extends Client, S>(client: ClientOf<T>, begin: (client: T, metadata: Metadata, options: CallOptions) => S): Promise<S>;
  /**
   * Has the next call made over a new channel, because the present one does not answer: one that died without a word, or was
   * cut while it was being secured, is believed for another 20 s otherwise. What still waits on it waits on.
   */
  renew(): void;
  close(): Promise<void>;
}

/** How the client's own log calls what we do with it. */
const NAME = 'concord';
/** Milliseconds that a new channel has to prove itself, however many complain of silence. */
const PROBATION = 5_000;

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
  let renewed = Number.NEGATIVE_INFINITY;
  return {
    client,
    logName,
    stream: (type, begin) => inside.GRPCStreamCreator(type, NAME, (grpc) => begin(grpc, ...inside.callArguments({}, forEver)))(),
    renew() {
      if (performance.now() - renewed < PROBATION) return;
      renewed = performance.now();
      inside
        .getGRPCClient(bindings.StreamsClient, NAME)
        .then((grpc) => inside.handleError(grpc, new UnavailableError()))
        .catch(() => undefined);
    },
    async close() {
      // Not awaited: no call may keep the log from being closed, and the channel takes all of them along.
      void client.dispose();
      const channel = await inside.getChannel().catch(() => undefined);
      channel?.close();
    },
  };
}
