import { randomBytes } from 'node:crypto';

/** The EventStoreDB that this run of the tests is given, if it is. */
export const EVENTSTORE_URL: string | undefined = process.env.EVENTSTORE_URL || undefined;

/** The address of an empty log in a server: one of a name that nobody has used. */
export const freshLogUrl = (server: string): string =>
  `${server}${server.includes('?') ? '&' : '?'}log=test${randomBytes(8).toString('hex')}`;
