import { type Actor, canonicalJson, derivedId } from '@concord/kernel';
import { HANDLE_RULE, isHandle } from '@concord/reference-data';
import type { CommentContent, CommentVerdict } from '../draft-comment.events.js';
import type { ClauseNames } from '../form/clause-names.js';
import type { Column } from '../form/columns.js';
import type { FormRow } from '../form/read-form.js';
import { kindMeantBy, VERDICT_RULE, verdictMeantBy } from '../form/said.js';
import type { RowProblem } from './row-problem.js';

/** For whom a form is read, and about what. */
export interface Occasion {
  readonly actor: Actor;
  readonly standardId: string;
  readonly draftVersion: number;
  readonly clauses: ClauseNames;
}

/** What a row says. */
export interface Entry {
  readonly row: FormRow;
  readonly commentId: string;
  readonly content: CommentContent;
  /** Null where the secretariat says nothing. */
  readonly verdict: CommentVerdict | null;
}

/** The first part of the ids of comments from forms; stored for ever: another one would take every form a second time. */
const SOURCE = 'commenting-form';

const orNull = (cell: string): string | null => (cell === '' ? null : cell);

/** The same words of the same party to the same draft are one comment, however often the form is sent. */
const idOf = ({ actor, standardId, draftVersion }: Occasion, content: CommentContent): string =>
  derivedId(SOURCE, standardId, draftVersion, actor.party, canonicalJson(content));

/** What the row says, or what of it cannot be understood. */
export function entryOf(row: FormRow, occasion: Occasion): Entry | readonly RowProblem[] {
  const problems: RowProblem[] = [];
  const refuse = (column: Column, rule: string): void => void problems.push({ row: row.number, column, value: row[column], rule });
  const kind = kindMeantBy(row.kind);
  if (!kind) refuse('kind', 'the type of a comment is ge, te or ed');
  const clause = occasion.clauses.meantBy(row.clause);
  if (clause === undefined) {
    refuse('clause', `a clause is the number or the eId of a section of draft ${occasion.draftVersion}; it is left empty for the whole`);
  }
  const verdict = row.observation === '' ? null : verdictMeantBy(row.observation);
  if (verdict === undefined) refuse('observation', VERDICT_RULE);
  if (row.id !== '' && !isHandle(row.id)) refuse('id', HANDLE_RULE);
  if (!kind || clause === undefined || verdict === undefined || problems.length > 0) return problems;
  const { line, element, text, proposedChange } = row;
  const content = { clause, line: orNull(line), element: orNull(element), kind, text, proposedChange: orNull(proposedChange) };
  return { row, commentId: row.id === '' ? idOf(occasion, content) : row.id, content, verdict };
}
