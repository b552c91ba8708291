import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressesOf, RefusedTarget, type WebhookTargets } from './target.js';

/** What came of one attempt. */
export interface Answer {
  /** The status of HTTP; null when there was no answer. */
  readonly status: number | null;
  /** What a person should know of it: never a word of what the receiver answered, which may not be meant for us. */
  readonly outcome: string;
}

/** Milliseconds for the whole of an attempt, from the name to the last byte. */
const TIMEOUT_MS = 15_000;
/** Bytes of an answer that are read, and thrown away, so that its sender may finish. */
const LONGEST_ANSWER = 65_536;

/** Connects to the addresses that were checked and to no other: the name is not asked again. */
const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, { all }, answer) => {
    if (all) return answer(null, [...addresses]);
    const [first] = addresses;
    return answer(null, first?.address ?? '', first?.family);
  };

/**
 * Sends one message, once, without following redirects.
 * @returns the answer, or why there was none; it does not throw
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  targets: WebhookTargets,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const addresses = await within(signal, addressesOf(url, targets));
    const status = await within(signal, send(url, headers, body, addresses, signal));
    return { status, outcome: status >= 300 && status < 400 ? `${status}: redirects are not followed` : String(status) };
  } catch (error) {
    if (signal.aborted) return { status: null, outcome: `no answer within ${timeoutMs} ms` };
    if (error instanceof RefusedTarget) return { status: null, outcome: error.message };
    return { status: null, outcome: `no connection: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}` };
  }
}

function send(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const sent = request(
      url,
      {
        method: 'POST',
        // A connection of its own for each attempt: one that is kept would outlive the check of its address.
        agent: false,
        lookup: pinned(addresses),
        signal,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Concord-Webhooks/1',
          ...headers,
        },
      },
      (answer) => {
        let bytes = 0;
        const end = (): void => {
          answer.destroy();
          resolve(answer.statusCode ?? 0);
        };
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > LONGEST_ANSWER) end();
        });
        answer.on('end', end);
        answer.on('error', reject);
      },
    );
    sent.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The work, for as long as the signal allows. */
const within = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))]);
