import {
  aggregate,
  canonicalJson,
  type DecisionContext,
  firstRejection,
  ignored,
  type Load,
  type Outcome,
  on,
  type Rejection,
  reject,
} from '@concord/kernel';
import { type CommentState, comment } from '../comment/comment.js';
import { type ConsultedNorm, consultedNorm } from '../comment/consulted-norm.js';
import { AnswerComments, ApplyAnswer, ReviseAnswer } from './answer.commands.js';
import { type AnswerApplied, type AnswerEvent, type AnswerGiven, answerEvents } from './answer.events.js';
import { changeOf, faultOfDisposition } from './change.js';

export interface AnswerState {
  /** The empty string where there is no such answer. */
  readonly normId: string;
  readonly agency: string;
  /** What the agency says now; null where there is no such answer. */
  readonly decided: Pick<AnswerGiven['data'], 'disposition' | 'reason' | 'change'> | null;
  /** The latest draft that one of its comments is about. */
  readonly latestDraft: number;
}

const initialState: AnswerState = { normId: '', agency: '', decided: null, latestDraft: 0 };

/** The norm, and the comments in the order in which the command names them. */
interface Concerned {
  readonly norm: ConsultedNorm;
  readonly comments: readonly CommentState[];
}

const textsOf = (texts: AnswerComments['reason']) => texts.map(({ language, text }) => ({ language, text }));

const ofAgency = (agency: string, { actor }: DecisionContext<unknown>): Rejection | undefined =>
  agency === actor.party ? undefined : reject('NOT_YOURS', `${agency} answers these comments, and ${actor.party} is acting`);

const NOT_FOUND = reject('ANSWER_NOT_FOUND', 'There is no answer with this id', { field: 'answerId' });

/** Each comment has to be there, to be about the norm, and not to be taken back. */
function answerable(ids: readonly string[], comments: readonly CommentState[], norm: string): Rejection | undefined {
  for (const [index, { status, normId }] of comments.entries()) {
    const place = { field: `comments.${index}`, value: ids[index] };
    if (status === 'UNKNOWN') return reject('COMMENT_NOT_FOUND', 'There is no comment with this id', place);
    if (normId !== norm) return reject('COMMENT_ON_OTHER_NORM', `The comment is about ${normId}, and the answer about ${norm}`, place);
    if (status === 'WITHDRAWN') return reject('COMMENT_WITHDRAWN', 'The comment was withdrawn by its author', place);
  }
  return undefined;
}

const latestOf = (comments: readonly CommentState[]): number => Math.max(0, ...comments.map(({ draft }) => draft));

const appliedTo = (ids: readonly string[], comments: readonly CommentState[]): AnswerApplied => ({
  type: 'government.answer.AnswerApplied',
  data: { comments: ids, latestDraft: latestOf(comments) },
});

function give(command: AnswerComments, state: AnswerState, context: DecisionContext<Concerned>): Outcome<AnswerEvent> {
  const { answerId, normId, disposition, reason } = command;
  const { norm, comments } = context.facts;
  const change = changeOf(command.change);
  return (
    firstRejection(
      state.decided
        ? reject('ANSWER_EXISTS', 'There is an answer with this id already', { field: 'answerId', value: answerId })
        : undefined,
      norm.agency === '' ? reject('NORM_NOT_FOUND', 'There is no norm with this id', { field: 'normId', value: normId }) : undefined,
      ofAgency(norm.agency, context),
      answerable(command.comments, comments, normId),
      faultOfDisposition(disposition, change, norm, latestOf(comments)),
    ) ?? [
      {
        type: 'government.answer.AnswerGiven',
        data: { normId, agency: norm.agency, disposition, reason: textsOf(reason), change },
      },
      appliedTo(command.comments, comments),
    ]
  );
}

/**
 * Whether a comment has the answer already is not asked: it would be known only after every answer before has reached it. There,
 * the last one that was given counts.
 */
function apply({ comments: ids }: ApplyAnswer, state: AnswerState, context: DecisionContext<Concerned>): Outcome<AnswerEvent> {
  const { norm, comments } = context.facts;
  const { decided } = state;
  if (!decided) return NOT_FOUND;
  return (
    firstRejection(
      ofAgency(state.agency, context),
      answerable(ids, comments, state.normId),
      faultOfDisposition(decided.disposition, decided.change, norm, latestOf(comments)),
    ) ?? [appliedTo(ids, comments)]
  );
}

function revise(command: ReviseAnswer, state: AnswerState, context: DecisionContext<ConsultedNorm>): Outcome<AnswerEvent> {
  const { disposition, reason, why } = command;
  if (!state.decided) return NOT_FOUND;
  const decided = { disposition, reason: textsOf(reason), change: changeOf(command.change) };
  const refusal = firstRejection(
    ofAgency(state.agency, context),
    faultOfDisposition(disposition, decided.change, context.facts, state.latestDraft),
  );
  if (refusal) return refusal;
  if (canonicalJson(decided) === canonicalJson(state.decided)) return [];
  return [{ type: 'government.answer.AnswerRevised', data: { ...decided, why } }];
}

async function concerned(normId: string, ids: readonly string[], load: Load): Promise<Concerned> {
  const [norm, comments] = await Promise.all([load(consultedNorm, normId), Promise.all(ids.map((id) => load(comment, id)))]);
  return { norm, comments };
}

function evolve(state: AnswerState, event: AnswerEvent): AnswerState {
  switch (event.type) {
    case 'government.answer.AnswerGiven': {
      const { normId, agency, disposition, reason, change } = event.data;
      return { normId, agency, decided: { disposition, reason, change }, latestDraft: 0 };
    }
    case 'government.answer.AnswerApplied':
      return { ...state, latestDraft: Math.max(state.latestDraft, event.data.latestDraft) };
    case 'government.answer.AnswerRevised': {
      const { disposition, reason, change } = event.data;
      return { ...state, decided: { disposition, reason, change } };
    }
    default:
      return ignored(state, event);
  }
}

/** What an agency says to comments, and the change to which they led. Everyone reads it. */
export const answer = aggregate<AnswerState, AnswerEvent>({
  name: 'government.answer',
  events: answerEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(AnswerComments, 'answerId', give, ({ normId, comments }, load) => concerned(normId, comments, load)),
    on(ApplyAnswer, 'answerId', apply, ({ comments }, load, _, { normId }) => concerned(normId, comments, load)),
    on(ReviseAnswer, 'answerId', revise, (_, load, __, { normId }) => load(consultedNorm, normId)),
  ],
});
