import type { CalendarDate } from '@concord/kernel';
import type { CommentContent, CommentVerdict } from '../draft-comment.events.js';
import type { ClauseNames } from './clause-names.js';
import { type Column } from './columns.js';
import { KIND_CODES, verdictText } from './said.js';

/** What a form tells of one comment. */
export type FormLine = Readonly<Record<Column, string>>;

/** The comments on a draft as a form has them, and what stands at its head. */
export interface Form {
  readonly date: CalendarDate;
  /** What the draft is called. */
  readonly document: string;
  /** The id of the standard. */
  readonly project: string;
  readonly lines: readonly FormLine[];
}

export interface ToldComment extends CommentContent {
  readonly id: string;
  readonly author: string;
  readonly verdict: CommentVerdict | null;
}

export function lineOf(comment: ToldComment, clauses: ClauseNames): FormLine {
  const { id, author, clause, line, element, kind, text, proposedChange, verdict } = comment;
  return {
    author,
    line: line ?? '',
    clause: clauses.nameOf(clause),
    element: element ?? '',
    kind: KIND_CODES[kind],
    text,
    proposedChange: proposedChange ?? '',
    observation: verdict ? verdictText(verdict) : '',
    id,
  };
}

export const FORM_TITLE = 'Template for comments and secretariat observations';
export const FORM_NOTES = [
  'MB/NC: the id of the party that comments. Type of comment: ge = general, te = technical, ed = editorial.',
  'Observations begin with Accepted, Accepted in part, Rejected or Noted; then, after a colon, they say what is to be said. Leave the column Id as it is.',
] as const;

/** What XML cannot hold, though a text may (XML 1.0, 2.2). */
const BEYOND_XML = /[\uFFFE\uFFFF]/g;
export const xmlText = (text: string): string => text.replaceAll(BEYOND_XML, '\uFFFD');
