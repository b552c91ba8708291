import { type DecisionContext, type Instant, isRejection, type Outcome } from '@concord/kernel';
import { CommentOnDraft, DisposeComment } from '../draft-comment.commands.js';
import type { CommentContent, CommentVerdict, DraftCommentEvent } from '../draft-comment.events.js';
import { type Commenting, comment, type DraftCommentState, dispose, mayDispose } from '../draft-comment.js';
import type { Column } from '../form/columns.js';
import { verdictText } from '../form/said.js';
import type { Entry, Occasion } from './entry.js';
import type { RowProblem } from './row-problem.js';

/** What a row asks for: a command, null where all of it is so already, or what is wrong with it. */
export type Step = CommentOnDraft | DisposeComment | null | readonly RowProblem[];

/** In which column of the form what a rule says of a field belongs. */
const COLUMN_OF: Readonly<Record<string, Column>> = {
  commentId: 'id',
  clause: 'clause',
  line: 'line',
  element: 'element',
  kind: 'kind',
  text: 'text',
  proposedChange: 'proposedChange',
};

export const columnOf = (field: string | undefined): Column => COLUMN_OF[field ?? ''] ?? 'observation';

/** Programs change what is white, and nothing else. */
const sameWords = (one: string | null, other: string | null): boolean =>
  (one ?? '').replaceAll(/\s+/g, ' ').trim() === (other ?? '').replaceAll(/\s+/g, ' ').trim();

const CONTENT: readonly (keyof CommentContent & Column)[] = ['clause', 'line', 'element', 'kind', 'text', 'proposedChange'];

/** A comment that is there stands in the form as it was made, so that no observation falls to another one. */
function faultsOfKnown(
  { row, content }: Entry,
  state: DraftCommentState,
  { actor, standardId, draftVersion }: Occasion,
  facts: Commenting,
): readonly RowProblem[] {
  const fault = (column: Column, rule: string): readonly RowProblem[] => [{ row: row.number, column, value: row[column], rule }];
  if (!state.content || state.standardId !== standardId || state.draftVersion !== draftVersion) {
    return fault('id', `there is no comment with this id on draft ${draftVersion} of ${standardId}; a new comment has none`);
  }
  if (state.author !== actor.party && !mayDispose(state, actor, facts))
    return fault('author', `${actor.party} sends its own comments, and this is one of ${state.author}`);
  if (row.author !== '' && row.author.toLowerCase() !== state.author)
    return fault('author', `the comment with this id is one of ${state.author}`);
  const known = state.content;
  return CONTENT.filter((column) => !sameWords(content[column], known[column])).flatMap((column) =>
    fault(column, 'the comment with this id says something else: a comment is not changed; it is withdrawn, and another one made'),
  );
}

function faultsOfNew({ row, verdict }: Entry, { actor }: Occasion): readonly RowProblem[] {
  const problems: RowProblem[] = [];
  if (row.author !== '' && row.author.toLowerCase() !== actor.party) {
    const rule = `a party sends its own comments: this is the id of the party that acts, ${actor.party}, or empty`;
    problems.push({ row: row.number, column: 'author', value: row.author, rule });
  }
  if (verdict) {
    const rule = 'a comment is there before anything is said to it: it is sent without an observation, and exported';
    problems.push({ row: row.number, column: 'observation', value: row.observation, rule });
  }
  return problems;
}

/** What the decider would say to a command; of a disposition only the observation can be wrong. */
function tried(outcome: Outcome<DraftCommentEvent>, step: CommentOnDraft | DisposeComment, { row }: Entry): Step {
  if (!isRejection(outcome)) return outcome.length === 0 ? null : step;
  const column = step instanceof DisposeComment ? 'observation' : columnOf(outcome.detail.field);
  return [{ row: row.number, column, value: row[column], rule: outcome.message }];
}

const isSaid = ({ row }: Entry, verdict: CommentVerdict | null): boolean => sameWords(row.observation, verdict && verdictText(verdict));

/**
 * The command for which a row asks. Everything that would refuse it is asked before, so that a form is taken as a whole or not.
 * @param state of the comment with the id of the entry
 */
export function stepOf(entry: Entry, state: DraftCommentState, occasion: Occasion, facts: Commenting, now: Instant): Step {
  const { row, commentId, content, verdict } = entry;
  const { actor, standardId, draftVersion } = occasion;
  const context = <Facts>(known: Facts): DecisionContext<Facts> => ({ actor, now, facts: known });
  if (row.id === '' && !state.content) {
    const faults = faultsOfNew(entry, occasion);
    if (faults.length > 0) return faults;
    const command = Object.assign(new CommentOnDraft(), { commentId, standardId, draftVersion, ...content });
    return tried(comment(command, state, context(facts)), command, entry);
  }
  const faults = faultsOfKnown(entry, state, occasion, facts);
  if (faults.length > 0) return faults;
  // An observation that is left out takes nothing back.
  if (!verdict || isSaid(entry, state.verdict)) return null;
  const command = Object.assign(new DisposeComment(), { commentId, ...verdict });
  return tried(dispose(command, state, context(facts)), command, entry);
}
