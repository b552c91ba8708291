import { isDeepStrictEqual } from 'node:util';
import { BACKWARDS, END, jsonEvent, NO_STREAM, StreamNotFoundError } from '@eventstore/db-client';

/** The group that rights are given to; the account of the log is a member of it. */
const GROUP = 'concord';
const ADMINS = '$admins';

/** By default anybody with an account may do anything with streams. Now the log's group may read and append, and that is all. */
const DEFAULT_RIGHTS = {
  $userStreamAcl: { $r: [GROUP], $w: [GROUP], $d: [ADMINS], $mr: [ADMINS], $mw: [ADMINS] },
  $systemStreamAcl: { $r: [ADMINS], $w: [ADMINS], $d: [ADMINS], $mr: [ADMINS], $mw: [ADMINS] },
};

/** The log is followed as a whole, which by default only administrators may. */
const RIGHTS_ON_ALL = {
  readRoles: [GROUP, ADMINS],
  writeRoles: [ADMINS],
  deleteRoles: [ADMINS],
  metaReadRoles: [ADMINS],
  metaWriteRoles: [ADMINS],
};

/**
 * Makes the account of the log and gives it its rights. What is so already is not written again.
 * @param {import('./server.mjs').Server} admin
 * @param {import('./server.mjs').Server} log as the account of the log
 * @param {{ user: string, password: string }} account
 * @throws {Error} when the server refuses; it may still be starting
 */
export async function grant(admin, log, account) {
  await makeAccount(admin, log, account);
  await setDefaultRights(admin.client);
  const { metadata } = await admin.client.getStreamMetadata('$all');
  if (!isDeepStrictEqual(metadata?.acl, RIGHTS_ON_ALL)) await admin.client.setStreamMetadata('$all', { acl: RIGHTS_ON_ALL });
}

async function makeAccount(admin, log, { user, password }) {
  const path = `/users/${encodeURIComponent(user)}`;
  const known = { fullName: 'Concord', groups: [GROUP] };
  const found = await admin.ask('GET', path);
  if (found.status === 404) {
    expect('making the account', await admin.ask('POST', '/users/', { loginName: user, ...known, password }));
    return;
  }
  expect('looking for the account', found);
  const { groups } = JSON.parse(found.body).data;
  if (!isDeepStrictEqual(groups, known.groups)) expect('setting its group', await admin.ask('PUT', path, known));
  if ((await log.ask('GET', path)).status === 401) {
    expect('setting its password', await admin.ask('POST', `${path}/command/reset-password`, { newPassword: password }));
  }
}

function expect(what, { status }) {
  if (status === 401) throw new Error(`${what}: the server does not know the administrator's password`);
  if (status < 200 || status > 299) throw new Error(`${what}: the server answered ${status}`);
}

/** They stand in the last event of a stream of the server's own. */
async function setDefaultRights(client) {
  const last = await lastOf(client, '$settings');
  if (isDeepStrictEqual(last?.data, DEFAULT_RIGHTS)) return;
  const event = jsonEvent({ type: '$settings', data: DEFAULT_RIGHTS });
  await client.appendToStream('$settings', event, { expectedRevision: last?.revision ?? NO_STREAM });
}

async function lastOf(client, stream) {
  try {
    for await (const { event } of client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })) return event;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
}
