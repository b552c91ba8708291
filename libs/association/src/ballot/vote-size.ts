import { canonicalJson, type Rejection, reject } from '@concord/kernel';
import type { VoteContent } from './vote.js';

/**
 * What all votes of a ballot may take together, in bytes of JSON. The close publishes them in one append, and a recirculation
 * carries them in one event: EventStoreDB takes 16 MiB, with all that goes with them.
 */
const ALL_VOTES = 12 * 1024 * 1024;

const bytesOf = (value: unknown): number => Buffer.byteLength(canonicalJson(value));

/** A vote that is so long that, were all the others as long, the ballot could not be closed. */
export function tooLong(content: VoteContent, rollSize: number): Rejection | undefined {
  const most = Math.floor(ALL_VOTES / rollSize);
  const bytes = bytesOf(content);
  if (bytes <= most) return undefined;
  const [field, value] = Object.entries(content).reduce((a, b) => (bytesOf(b[1]) > bytesOf(a[1]) ? b : a));
  const sentence = `With ${rollSize} parties on the roll a vote has at most ${most} bytes with all its words, and this one has ${bytes}; ${field} is the longest part`;
  return reject('VOTE_TOO_LONG', sentence, { field, value: `${bytesOf(value)} bytes` });
}
