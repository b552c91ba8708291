import type { Rejection } from '@concord/kernel';
import { unauthenticated } from './refusals.js';

/** Node itself takes no more than 16 KiB of headers; a token may come over a WebSocket, too. Counted in characters. */
const LONGEST = 16_384;

/** RFC 9110 makes the name of a scheme case-insensitive; RFC 6750 gives the form of the credentials. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The token in an `Authorization` header, not yet checked (RFC 6750, section 2.1). */
export function bearerToken(authorization: string | undefined): string | Rejection {
  if (authorization === undefined || authorization.trim() === '') {
    return unauthenticated('The request has no Authorization header, and must send one: "Authorization: Bearer <token>"');
  }
  if (!/^Bearer( |$)/i.test(authorization)) {
    return unauthenticated('The Authorization header uses another scheme than Bearer: send "Authorization: Bearer <token>"');
  }
  const tooLong = tooLongToken(authorization);
  if (tooLong) return tooLong;
  return BEARER.exec(authorization)?.[1] ?? unauthenticated('The Authorization header is malformed: one token must follow the word Bearer');
}

/** Checked before anything is parsed or hashed. */
export const tooLongToken = (token: string): Rejection | undefined =>
  token.length > LONGEST ? unauthenticated(`The token has ${token.length} characters, and may have ${LONGEST}`) : undefined;
