import type { BallotRule } from '../rule/rule.js';
import type { CountedVote, RollEntry } from '../rule/tally.js';
import type { Secrecy } from './ballot.events.js';
import type { BallotState } from './ballot-state.js';
import type { PublishedVote, Vote, VoteContent } from './vote.js';

/** Whether a result by this rule depends on what kind of member a voter is. */
export const asksForKinds = ({ criteria, quorum }: BallotRule): boolean =>
  [...criteria, ...(quorum ? [quorum] : [])].some(({ of }) => of === 'P_MEMBERS');

/** A vote with the content that it was opened to. */
export type OpenedVote = Vote & { readonly content: VoteContent; readonly receipt: string };

/**
 * The votes as the close publishes them, in the order of their parties; in a secret ballot in that of their receipts, which
 * says nothing of the parties, and with the kind of member only where the rule asks for it.
 */
export function publish(
  secrecy: Secrecy,
  rule: BallotRule,
  electorate: readonly RollEntry[],
  votes: readonly OpenedVote[],
): readonly PublishedVote[] {
  const kinds = new Map(electorate.map(({ party, kind }) => [party, kind]));
  const isSecret = secrecy === 'SECRET';
  const published = votes.map(({ party, content, receipt }) => ({
    receipt,
    party: isSecret ? null : party,
    kind: isSecret && !asksForKinds(rule) ? null : (kinds.get(party) ?? null),
    content,
  }));
  const key = ({ party, receipt }: PublishedVote): string => party ?? receipt;
  return published.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A published vote as the rule counts it. */
const countedOf = ({ party, receipt, kind, content }: PublishedVote, interest: string | null): CountedVote => ({
  voter: party ?? receipt,
  kind: kind ?? 'O_MEMBER',
  interest,
  choice: content.choice,
  technicalReason: content.technicalReason,
  experts: content.experts.length,
});

/** Published votes as the rule counts them; those in favour of parties whose objection was resolved after the close. */
export function counted(
  electorate: readonly RollEntry[],
  published: readonly PublishedVote[],
  turned: readonly string[] = [],
): readonly CountedVote[] {
  const interests = new Map(electorate.map(({ party, interest }) => [party, interest]));
  return published.map((vote) => {
    const one = countedOf(vote, vote.party === null ? null : (interests.get(vote.party) ?? null));
    return turned.includes(one.voter) ? { ...one, choice: 'APPROVE' as const, technicalReason: null } : one;
  });
}

const isOpened = (vote: Vote): vote is Vote & { readonly content: VoteContent } => vote.content !== null;

/** What a closed ballot published: at its close, or, where votes were open, as they were cast. */
export function publishedBy({ secrecy, rule, electorate, votes, published }: BallotState): readonly PublishedVote[] {
  if (published.length > 0) return published;
  return publish(
    secrecy,
    rule,
    electorate,
    votes.filter(isOpened).map((vote) => ({ ...vote, receipt: vote.party })),
  );
}
