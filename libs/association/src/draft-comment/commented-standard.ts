import type { Actor, Fold } from '@concord/kernel';
import type { CommitteeState } from '../committee/committee.js';
import type { StandardEvent } from '../standard/standard.events.js';

/** What a comment, or a disposition of it, has to know of the standard. */
export interface CommentedStandard {
  /** The empty string where there is no such standard. */
  readonly association: string;
  readonly committeeId: string;
  /** The eIds of every draft, in the order of its text; the first draft is 1. */
  readonly drafts: readonly (readonly string[])[];
}

function evolve(standard: CommentedStandard, event: StandardEvent): CommentedStandard {
  switch (event.type) {
    case 'association.standard.StandardProposed': {
      const { association, committeeId } = event.data;
      return { association, committeeId, drafts: [] };
    }
    case 'association.standard.DraftSubmitted':
      return { ...standard, drafts: [...standard.drafts, event.data.sections.map(({ eId }) => eId)] };
    default:
      return standard;
  }
}

/** Reads it: `load(commentedStandard, standardId)` among the facts of a decision. */
export const commentedStandard: Fold<CommentedStandard, StandardEvent> = {
  name: 'association.standard',
  initialState: { association: '', committeeId: '', drafts: [] },
  evolve,
};

/** Bodies that comment and do not vote (ISO/IEC Directives, Part 1, 1.17). */
const liaisonsOf = (committee: CommitteeState): readonly string[] =>
  (committee as CommitteeState & { readonly liaisons?: readonly string[] }).liaisons ?? [];

/** Whether a party comments on the drafts of a committee. */
export const commentsIn = (committee: CommitteeState, { association }: CommentedStandard, { party }: Pick<Actor, 'party'>): boolean =>
  party === association || committee.members.some((member) => member.party === party) || liaisonsOf(committee).includes(party);
