import { canonicalJson, type Secrets } from '@concord/kernel';
import { SecretDestroyed } from '@concord/secrets';
import type { Vote, VoteContent } from './vote.js';

/** Whose key seals the votes of a ballot. Stored for ever. */
export const keyOfBallot = (ballotId: string): string => `ballot/${ballotId}`;

/** What a vote is sealed for: moved to another party it does not open. Stored for ever. */
export const placeOfVote = (ballotId: string, party: string): string => `${ballotId}/${party}`;

/** What a receipt is the keyed digest of. Stored for ever. */
export const nameOfReceipt = (ballotId: string, party: string): string => `receipt/${ballotId}/${party}`;

/** Objections come with reasons, which are longer than an approval: up to this many bytes all votes look alike. */
const STEP_BYTES = 4_096;

/** JSON with white space behind it, which whoever parses it passes over. */
function filledUp(json: string): string {
  const bytes = Buffer.byteLength(json);
  return json + ' '.repeat(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES - bytes);
}

export const sealVote = (secrets: Secrets, ballotId: string, party: string, content: VoteContent): Promise<string> =>
  secrets.seal(keyOfBallot(ballotId), placeOfVote(ballotId, party), filledUp(canonicalJson(content)));

/** What a vote says; null when it was sealed and the key is no more. */
export async function openVote(secrets: Secrets, ballotId: string, { party, content, sealed }: Vote): Promise<VoteContent | null> {
  if (content !== null || sealed === null) return content;
  const text = await secrets.open(keyOfBallot(ballotId), placeOfVote(ballotId, party), sealed);
  return text === null ? null : (JSON.parse(text) as VoteContent);
}

/** With which a voter finds the vote among those published; nobody else can make it. Null when the key is no more. */
export async function receiptOf(secrets: Secrets, ballotId: string, party: string): Promise<string | null> {
  try {
    return await secrets.digest(keyOfBallot(ballotId), nameOfReceipt(ballotId, party));
  } catch (error) {
    if (error instanceof SecretDestroyed) return null;
    throw error;
  }
}
