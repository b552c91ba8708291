import { attachmentsOf, loadFiles, type NamedFiles } from '@concord/files';
import {
  aggregate,
  type DecisionContext,
  firstRejection,
  ignored,
  isRejection,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { PublishComment, RecordAnswer, SubmitComment, WithdrawComment, WithholdComment } from './comment.commands.js';
import { type CommentEvent, commentEvents } from './comment.events.js';
import { type CommentStatus, maySeeComment } from './comment-readers.js';
import { type ConsultedNorm, consultedNorm, takesComments } from './consulted-norm.js';

export interface CommentState {
  readonly status: CommentStatus | 'UNKNOWN';
  readonly normId: string;
  readonly agency: string;
  /** Null: the public. */
  readonly author: string | null;
  /** The draft that it is about. */
  readonly draft: number;
  /** The answer that it has now; null where it has none. */
  readonly answer: string | null;
}

const initialState: CommentState = { status: 'UNKNOWN', normId: '', agency: '', author: null, draft: 0, answer: null };

interface Submission {
  readonly norm: ConsultedNorm;
  readonly files: NamedFiles;
}

const found = ({ status }: CommentState): Rejection | undefined =>
  status === 'UNKNOWN' ? reject('COMMENT_NOT_FOUND', 'There is no comment with this id', { field: 'commentId' }) : undefined;

/** Whether the draft takes comments now, and has what the comment is about. */
function commentable(
  { normId, provision, draft }: SubmitComment,
  { norm }: Submission,
  now: DecisionContext['now'],
): Rejection | undefined {
  const { agency, window, drafts } = norm;
  if (agency === '') return reject('NORM_NOT_FOUND', 'There is no norm with this id', { field: 'normId', value: normId });
  if (!takesComments(norm, now)) {
    const when = window ? `takes them from ${window.opensAt} until ${window.closesAt}` : 'takes none: no consultation on it is open';
    return reject('NO_CONSULTATION', `It is ${now}, and comments cannot be made now: the draft ${when}`, {
      field: 'normId',
      value: normId,
    });
  }
  const read = drafts[(draft ?? drafts.length) - 1];
  if (!read) return reject('UNKNOWN_DRAFT', `There is no draft ${draft}; the latest is ${drafts.length}`, { field: 'draft', value: draft });
  if (provision == null || read.provisions.some(({ eId }) => eId === provision)) return undefined;
  return reject('UNKNOWN_PROVISION', `There is no provision ${provision} in draft ${draft ?? drafts.length}`, {
    field: 'provision',
    value: provision,
  });
}

function submit(
  command: SubmitComment,
  { status }: CommentState,
  { actor, facts, now }: DecisionContext<Submission>,
): Outcome<CommentEvent> {
  const { commentId, normId, provision = null, text } = command;
  const refusal = firstRejection(
    status === 'UNKNOWN'
      ? undefined
      : reject('COMMENT_EXISTS', 'There is a comment with this id already', { field: 'commentId', value: commentId }),
    commentable(command, facts, now),
  );
  if (refusal) return refusal;
  const attachments = attachmentsOf(command.attachments ?? [], facts.files);
  if (isRejection(attachments)) return attachments;
  const { agency, drafts } = facts.norm;
  return [
    {
      type: 'government.comment.CommentSubmitted',
      data: {
        normId,
        agency,
        author: actor.kind === 'PUBLIC' ? null : actor.party,
        draft: command.draft ?? drafts.length,
        provision,
        text: text.map(({ language, text }) => ({ language, text })),
        attachments,
        submittedAt: now,
      },
    },
  ];
}

function withdraw(_: WithdrawComment, state: CommentState, { actor }: DecisionContext): Outcome<CommentEvent> {
  const refusal =
    found(state) ?? (state.author === actor.party ? undefined : reject('NOT_YOURS', `The comment is not one of ${actor.party}`));
  if (refusal) return refusal;
  if (state.status === 'WITHDRAWN') return [];
  if (state.answer !== null) return reject('COMMENT_ANSWERED', 'The comment has an answer, and is no longer withdrawn');
  return [{ type: 'government.comment.CommentWithdrawn', data: { normId: state.normId } }];
}

/** Only the agency that consults moderates, and nothing that was taken back. */
const moderatedBy = (state: CommentState, { actor }: DecisionContext): Rejection | undefined =>
  found(state) ??
  (state.agency === actor.party
    ? undefined
    : reject('NOT_YOURS', `The comment was made to ${state.agency}, and ${actor.party} is acting`)) ??
  (state.status === 'WITHDRAWN' ? reject('COMMENT_WITHDRAWN', 'The comment was withdrawn by its author') : undefined);

function publish({ reason = null }: PublishComment, state: CommentState, context: DecisionContext): Outcome<CommentEvent> {
  const refusal = moderatedBy(state, context);
  if (refusal) return refusal;
  return state.status === 'PUBLISHED' ? [] : [{ type: 'government.comment.CommentPublished', data: { reason } }];
}

function withhold({ reason }: WithholdComment, state: CommentState, context: DecisionContext): Outcome<CommentEvent> {
  const refusal = moderatedBy(state, context);
  if (refusal) return refusal;
  return state.status === 'WITHHELD' ? [] : [{ type: 'government.comment.CommentWithheld', data: { reason } }];
}

/** What was withdrawn meanwhile needs no answer any more. */
function recordAnswer({ answerId }: RecordAnswer, state: CommentState): Outcome<CommentEvent> {
  const { status, normId, answer } = state;
  if (status === 'WITHDRAWN' || answer === answerId) return [];
  return found(state) ?? [{ type: 'government.comment.CommentAnswered', data: { normId, answer: answerId, before: answer } }];
}

async function submission({ normId, attachments }: SubmitComment, load: Load): Promise<Submission> {
  const [norm, files] = await Promise.all([load(consultedNorm, normId), loadFiles(attachments ?? [], load)]);
  return { norm, files };
}

function evolve(state: CommentState, event: CommentEvent): CommentState {
  switch (event.type) {
    case 'government.comment.CommentSubmitted': {
      const { normId, agency, author, draft } = event.data;
      return { status: 'SUBMITTED', normId, agency, author, draft, answer: null };
    }
    case 'government.comment.CommentWithdrawn':
      return { ...state, status: 'WITHDRAWN' };
    case 'government.comment.CommentPublished':
      return { ...state, status: 'PUBLISHED' };
    case 'government.comment.CommentWithheld':
      return { ...state, status: 'WITHHELD' };
    case 'government.comment.CommentAnswered':
      return { ...state, answer: event.data.answer };
    default:
      return ignored(state, event);
  }
}

/** What somebody says to a draft: moderated, and answered by the agency. */
export const comment = aggregate<CommentState, CommentEvent>({
  name: 'government.comment',
  events: commentEvents,
  initialState,
  evolve,
  disclosedTo: maySeeComment,
  concerns: ({ agency, author }) => ({ parties: author === null ? [agency] : [agency, author], jurisdictions: [] }),
  decisions: [
    on(SubmitComment, 'commentId', submit, submission),
    on(WithdrawComment, 'commentId', withdraw),
    on(PublishComment, 'commentId', publish),
    on(WithholdComment, 'commentId', withhold),
    on(RecordAnswer, 'commentId', recordAnswer),
  ],
});
