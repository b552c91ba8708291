import { createHash } from 'node:crypto';
import { canonicalJson, type Fold, type Load, type Rejection, reject } from '@concord/kernel';
import type { DraftSubmitted } from '../standard/standard.events.js';
import type { OpenBallot } from './ballot.commands.js';
import type { Recirculation } from './ballot.events.js';
import { type BallotState, evolve, initialState } from './ballot-state.js';
import { publishedBy } from './counted-votes.js';

/** For each draft, by its content hash, what stands at each place. */
export type DraftPlaces = Readonly<Record<string, Readonly<Record<string, string>>>>;

const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('base64url');

/** The drafts of a standard, place by place, as far as comparing them needs it. */
const draftPlaces: Fold<DraftPlaces, DraftSubmitted> = {
  name: 'association.standard',
  initialState: {},
  evolve: (places, { type, data }) =>
    type === 'association.standard.DraftSubmitted'
      ? { ...places, [data.contentHash]: Object.fromEntries(data.sections.map((section) => [section.eId, digestOf(section)])) }
      : places,
};

/** The ballot before, and the texts to compare. */
export interface RoundBefore {
  readonly ballot: BallotState;
  readonly places: DraftPlaces;
}

export async function roundBefore({ recirculates, standardId }: OpenBallot, load: Load): Promise<RoundBefore | null> {
  if (!recirculates) return null;
  const [ballot, places] = await Promise.all([
    load({ name: 'association.ballot', initialState, evolve }, recirculates),
    load(draftPlaces, standardId),
  ]);
  return { ballot, places };
}

/** The places at which two drafts differ: changed, new, or gone. */
function changedPlaces(before: Readonly<Record<string, string>> = {}, after: Readonly<Record<string, string>> = {}): readonly string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((eId) => before[eId] !== after[eId]);
}

/** Why the ballot before cannot be recirculated on this text, if it cannot. */
export function notToRecirculate(command: OpenBallot, { ballot }: RoundBefore, contentHash: string): Rejection | undefined {
  const place = { field: 'recirculates', value: command.recirculates };
  if (ballot.status === 'UNKNOWN') return reject('BALLOT_NOT_FOUND', 'There is no ballot with this id', place);
  if (ballot.standardId !== command.standardId) {
    return reject('ANOTHER_STANDARD', `That ballot was on the standard ${ballot.standardId}`, place);
  }
  if (ballot.status !== 'CLOSED') return reject('WRONG_STATUS', `That ballot is ${ballot.status}; a closed one is recirculated`, place);
  if (ballot.secrecy === 'SECRET') {
    return reject('NAMES_UNKNOWN', 'Votes of a secret ballot have no names, so that they cannot carry over', place);
  }
  if (ballot.contentHash === contentHash) {
    return reject('TEXT_NOT_CHANGED', 'The text is that of the ballot before: submit a changed draft first', place);
  }
  return undefined;
}

/** What carries over, and what is open to objection. */
export function recirculationOf(of: string, { ballot, places }: RoundBefore, contentHash: string): Recirculation {
  const castBy = new Map(ballot.votes.map((vote) => [vote.party, vote.castBy]));
  const carried = publishedBy(ballot).flatMap(({ party, content }) => {
    if (party === null) return [];
    const standing = ballot.turned.includes(party)
      ? { ...content, choice: 'APPROVE' as const, technicalReason: null, clauses: [] }
      : content;
    return [{ party, castBy: castBy.get(party) ?? party, content: standing }];
  });
  return {
    of,
    changed: changedPlaces(places[ballot.contentHash], places[contentHash]),
    unresolved: carried.filter(({ content }) => content.choice === 'DISAPPROVE').map(({ party }) => party),
    carried,
  };
}
