import type { Actor, Fold } from '@concord/kernel';
import { type CommitteeState, memberOf } from '../committee/committee-state.js';
import type { Editor, StandardEvent } from '../standard/standard.events.js';
import { isEditor } from '../standard/standard-state.js';

/** What a comment, or a disposition of it, has to know of the standard. */
export interface CommentedStandard {
  /** The empty string where there is no such standard. */
  readonly association: string;
  readonly committeeId: string;
  readonly editors: readonly Editor[];
  /** The eIds of every draft, in the order of its text; the first draft is 1. */
  readonly drafts: readonly (readonly string[])[];
}

function evolve(standard: CommentedStandard, event: StandardEvent): CommentedStandard {
  switch (event.type) {
    case 'association.standard.StandardProposed': {
      const { association, committeeId } = event.data;
      return { association, committeeId, editors: [], drafts: [] };
    }
    case 'association.standard.DraftSubmitted':
      return { ...standard, drafts: [...standard.drafts, event.data.sections.map(({ eId }) => eId)] };
    case 'association.standard.EditorAppointed':
      return { ...standard, editors: [...standard.editors, event.data] };
    case 'association.standard.EditorDismissed':
      return { ...standard, editors: standard.editors.filter((editor) => !isEditor(editor, event.data)) };
    default:
      return standard;
  }
}

/** Reads it: `load(commentedStandard, standardId)` among the facts of a decision. */
export const commentedStandard: Fold<CommentedStandard, StandardEvent> = {
  name: 'association.standard',
  initialState: { association: '', committeeId: '', editors: [], drafts: [] },
  evolve,
};

/** Whether a party comments on the drafts of a committee: bodies in liaison comment and do not vote (ISO/IEC Directives, Part 1, 1.17). */
export const commentsIn = (committee: CommitteeState, { association }: CommentedStandard, { party }: Pick<Actor, 'party'>): boolean =>
  party === association || memberOf(committee, party) !== undefined || committee.liaisons.includes(party);
