import { AccessDeniedError, jsonEvent, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';

/** No stream is named so, and none has so many events: whatever is allowed on it changes nothing. */
const NOWHERE = 'concord.proof';
const NEVER = { expectedRevision: 4_000_000_000_000n };
const EVENT = jsonEvent({ type: 'proof', data: {} });

/** @typedef {[what: string, attempt: (log: import('./server.mjs').Server) => Promise<unknown>]} Attempt */

/** @type {Attempt[]} */
const ALLOWED = [
  ['append to a stream', ({ client }) => client.appendToStream(NOWHERE, EVENT, NEVER)],
  ['read a stream', ({ client }) => drain(client.readStream(NOWHERE, { maxCount: 1 }))],
  ['read the whole log', ({ client }) => drain(client.readAll({ maxCount: 1 }))],
];

/** @type {Attempt[]} */
const DENIED = [
  ['delete a stream', ({ client }) => client.deleteStream(NOWHERE, NEVER)],
  ['tombstone a stream', ({ client }) => client.tombstoneStream(NOWHERE, NEVER)],
  ['truncate a stream', ({ client }) => client.setStreamMetadata(NOWHERE, { truncateBefore: 1 }, NEVER)],
  ['read the rights on a stream', ({ client }) => client.getStreamMetadata(NOWHERE)],
  ['change the rights on the log', ({ client }) => client.setStreamMetadata('$all', {}, NEVER)],
  ['change the default rights', ({ client }) => client.appendToStream('$settings', EVENT, NEVER)],
  ["append to the server's own streams", ({ client }) => client.appendToStream('$concord-proof', EVENT, NEVER)],
  ["read the server's own streams", ({ client }) => drain(client.readStream('$settings', { maxCount: 1 }))],
  ['list accounts', async ({ ask }) => denies(await ask('GET', '/users/'))],
  ['remove an account', async ({ ask }) => denies(await ask('DELETE', '/users/nobody-of-this-name'))],
  ['stop a scavenge', async ({ ask }) => denies(await ask('DELETE', '/admin/scavenge/none-of-this-id'))],
];

/**
 * Tries what the account of the log must be able to do, and what it must not. Nothing is changed by it, also where a
 * right is found that should not be there.
 * @param {import('./server.mjs').Server} log
 * @returns {Promise<string[]>} what is not as it should be
 */
export async function prove(log) {
  const faults = [];
  for (const [what, attempt] of ALLOWED) if (!(await isAllowed(attempt, log))) faults.push(`it cannot ${what}`);
  for (const [what, attempt] of DENIED) if (await isAllowed(attempt, log)) faults.push(`it can ${what}`);
  return faults;
}

/** The rights are looked at first: whoever hears of a revision or a missing stream was let in. */
async function isAllowed(attempt, log) {
  try {
    await attempt(log);
    return true;
  } catch (error) {
    if (error instanceof AccessDeniedError) return false;
    if (error instanceof WrongExpectedVersionError || error instanceof StreamNotFoundError) return true;
    throw error;
  }
}

async function drain(events) {
  for await (const _ of events);
}

function denies({ status }) {
  if (status === 401 || status === 403) throw new AccessDeniedError();
  if (status >= 500) throw new Error(`the server answered ${status}`);
}
