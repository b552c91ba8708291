import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { EventStoreDBClient } from '@eventstore/db-client';

const URL_PARTS = /^(?<scheme>esdb(?:\+discover)?):\/\/(?<user>[^:@/]+):(?<password>[^@/]+)@(?<rest>(?<host>[^,/?:]+):(?<port>\d+).*)$/;

/**
 * One EventStoreDB under one account: its gRPC face for streams, and the HTTP face, on which alone accounts are managed.
 * @typedef {{ client: EventStoreDBClient, ask: (method: string, path: string, body?: object) => Promise<Answer> }} Server
 * @typedef {{ status: number, body: string }} Answer
 */

/**
 * @param {string} url a connection string with user, password, port and `tlsCAFile`
 * @throws {Error} when it is no such string
 */
export function accountIn(url) {
  const parts = URL_PARTS.exec(url)?.groups;
  if (!parts)
    throw new Error('The connection string of the log must read esdb://user:password@host:2113?tls=true&tlsCAFile=/path/of/ca.crt');
  return { user: decodeURIComponent(parts.user), password: decodeURIComponent(parts.password) };
}

/**
 * @param {string} url the connection string of the log
 * @param {{ user: string, password: string }} account in whose name, whatever the connection string says
 * @returns {Server}
 */
export function open(url, { user, password }) {
  const { scheme, rest, host, port } = URL_PARTS.exec(url).groups;
  const caFile = /[?&]tlsCAFile=([^&]+)/i.exec(rest)?.[1];
  const ca = caFile && readFileSync(caFile);
  return {
    client: EventStoreDBClient.connectionString(`${scheme}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${rest}`),
    ask: (method, path, body) => answerTo({ method, path, host, port, ca, auth: `${user}:${password}` }, body),
  };
}

/** A node that is not the leader hands the request on to it. */
function answerTo(options, body) {
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, headers: { 'content-type': 'application/json' }, timeout: 5_000 }, (answer) => {
      text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`${options.host} did not answer within 5 s`)));
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}
