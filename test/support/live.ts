import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import type { Headers } from './people.js';
import type { RunningPlatform } from './running-platform.js';

/** A WebSocket to a running platform, opened by its first subscription. */
export function connect(platform: Pick<RunningPlatform, 'url'>, { authorization }: Headers = {}): Client {
  return createClient({
    url: `${platform.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(authorization && { connectionParams: { authorization } }),
  });
}

/** What ended a subscription early: the errors of GraphQL, or the end of the connection. */
export type Ended = readonly { readonly message: string; readonly extensions: { readonly code: string } }[];

/** One answer of a subscription. */
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
export type Live = AsyncIterableIterator<ExecutionResult<any>>;

export const subscribe = (client: Client, query: string, variables: Record<string, unknown> = {}): Live =>
  client.iterate({ query, variables }) as Live;
