import {
  type Actor,
  aggregate,
  canonicalJson,
  type DecisionContext,
  firstRejection,
  ignored,
  type Load,
  type LoadFacts,
  type Outcome,
  on,
  type Rejection,
  type RejectionDetail,
  reject,
} from '@concord/kernel';
import { committee } from '../committee/committee.js';
import type { CommitteeState } from '../committee/committee-state.js';
import { mayEdit } from '../standard/drafting.js';
import { type CommentedStandard, commentedStandard, commentsIn } from './commented-standard.js';
import { CommentOnDraft, DisposeComment, WithdrawDraftComment } from './draft-comment.commands.js';
import { type CommentContent, type CommentVerdict, type DraftCommentEvent, draftCommentEvents } from './draft-comment.events.js';

export interface DraftCommentState {
  /** The empty string where there is no such comment. */
  readonly standardId: string;
  readonly association: string;
  readonly draftVersion: number;
  readonly author: string;
  /** Null where there is no such comment. */
  readonly content: CommentContent | null;
  readonly withdrawn: boolean;
  /** What was said to it last; null where nothing was. */
  readonly verdict: CommentVerdict | null;
}

const initialState: DraftCommentState = {
  standardId: '',
  association: '',
  draftVersion: 0,
  author: '',
  content: null,
  withdrawn: false,
  verdict: null,
};

/** What is known of the draft, and of those who comment on it. */
export interface Commenting {
  readonly standard: CommentedStandard;
  readonly committee: CommitteeState;
}

const at = (field: string, value: unknown): RejectionDetail => ({ field, value, rule: 'docs/draft-comments.md' });

/** Why there is no such draft; undefined where there is. */
function unknownDraft({ drafts }: CommentedStandard, version: number, field: string): Rejection | undefined {
  if (drafts[version - 1]) return undefined;
  const there = drafts.length === 0 ? 'none was submitted yet' : `the latest is ${drafts.length}`;
  return reject('UNKNOWN_DRAFT', `There is no draft ${version} of the standard: ${there}`, at(field, version));
}

/** Why a party cannot comment on a draft, whatever it would say. */
export function cannotComment(
  standardId: string,
  version: number,
  { standard, committee }: Commenting,
  actor: Actor,
): Rejection | undefined {
  if (standard.association === '') return reject('STANDARD_NOT_FOUND', 'There is no standard with this id', at('standardId', standardId));
  if (!commentsIn(committee, standard, actor)) {
    const whose = `${actor.party} is neither a member nor a liaison body of the committee ${standard.committeeId}`;
    return reject('NOT_IN_COMMITTEE', `${whose}, and only those and the association comment on its drafts`, at('standardId', standardId));
  }
  return unknownDraft(standard, version, 'draftVersion');
}

/** The draft that is meant; where none is named and none is there, the first is missing. */
export const draftMeant = (version: number | null | undefined, { drafts }: CommentedStandard): number =>
  version ?? Math.max(1, drafts.length);

const unknownClause = (eId: string | null, version: number, { drafts }: CommentedStandard): Rejection | undefined =>
  eId === null || drafts[version - 1]?.includes(eId)
    ? undefined
    : reject('UNKNOWN_CLAUSE', `There is no section ${eId} in draft ${version}`, at('clause', eId));

/** Only this may be told of a comment: the absent is null. */
export const contentOf = ({ clause, line, element, kind, text, proposedChange }: CommentOnDraft): CommentContent => ({
  clause: clause ?? null,
  line: line ?? null,
  element: element ?? null,
  kind,
  text,
  proposedChange: proposedChange ?? null,
});

export function comment(
  command: CommentOnDraft,
  state: DraftCommentState,
  { actor, facts, now }: DecisionContext<Commenting>,
): Outcome<DraftCommentEvent> {
  const { association, drafts } = facts.standard;
  const { commentId, standardId } = command;
  const content = contentOf(command);
  const draftVersion = draftMeant(command.draftVersion, facts.standard);
  const refusal = firstRejection(
    state.content ? reject('COMMENT_EXISTS', 'There is a comment with this id already', at('commentId', commentId)) : undefined,
    cannotComment(standardId, draftVersion, facts, actor),
    unknownClause(content.clause, draftVersion, facts.standard),
  );
  if (refusal) return refusal;
  const place = content.clause === null ? 0 : (drafts[draftVersion - 1] ?? []).indexOf(content.clause) + 1;
  const data = { standardId, association, draftVersion, author: actor.party, ...content, place, commentedAt: now };
  return [{ type: 'association.draft-comment.DraftCommented', data }];
}

const found = ({ content }: DraftCommentState, id: string): Rejection | undefined =>
  content ? undefined : reject('COMMENT_NOT_FOUND', 'There is no comment with this id', at('commentId', id));

function withdraw({ commentId }: WithdrawDraftComment, state: DraftCommentState, { actor }: DecisionContext): Outcome<DraftCommentEvent> {
  const refusal = firstRejection(
    found(state, commentId),
    state.author === actor.party
      ? undefined
      : reject('NOT_YOURS', `The comment is one of ${state.author}, and ${actor.party} is acting`, at('commentId', commentId)),
  );
  if (refusal) return refusal;
  if (state.withdrawn) return [];
  if (state.verdict) {
    return reject(
      'COMMENT_DISPOSED',
      `The comment was ${state.verdict.disposition}, and is no longer withdrawn`,
      at('commentId', commentId),
    );
  }
  return [{ type: 'association.draft-comment.DraftCommentWithdrawn', data: {} }];
}

export const verdictOf = ({ disposition, observation, resultingDraft }: DisposeComment): CommentVerdict => ({
  disposition,
  observation: observation ?? null,
  resultingDraft: resultingDraft ?? null,
});

/** What is accepted may name the later draft that brought it; whatever else is said needs words. */
function faultOfVerdict(
  { disposition, observation, resultingDraft }: CommentVerdict,
  { draftVersion }: DraftCommentState,
  facts: Commenting | null,
): Rejection | undefined {
  if (observation === null && disposition !== 'ACCEPTED') {
    return reject('OBSERVATION_NEEDED', `What is ${disposition} needs an observation that says why`, at('observation', null));
  }
  if (resultingDraft === null) return undefined;
  if (disposition !== 'ACCEPTED' && disposition !== 'ACCEPTED_IN_PART') {
    return reject('CHANGE_NOT_DUE', `What is ${disposition} led to no change`, at('resultingDraft', resultingDraft));
  }
  if (resultingDraft <= draftVersion) {
    const sentence = `A comment on draft ${draftVersion} did not lead to draft ${resultingDraft}, which was there already`;
    return reject('CHANGE_BEFORE_COMMENT', sentence, at('resultingDraft', resultingDraft));
  }
  return facts ? unknownDraft(facts.standard, resultingDraft, 'resultingDraft') : undefined;
}

/** Whether somebody says what becomes of a comment: the association, as the secretariat, or an editor. */
export const mayDispose = ({ association }: DraftCommentState, actor: Actor, facts: Commenting | null): boolean =>
  association === actor.party || (facts !== null && mayEdit(facts.standard, { actor, facts: facts.committee }));

export function dispose(
  command: DisposeComment,
  state: DraftCommentState,
  { actor, facts, now }: DecisionContext<Commenting | null>,
): Outcome<DraftCommentEvent> {
  const { commentId } = command;
  const verdict = verdictOf(command);
  const refusal = firstRejection(
    found(state, commentId),
    mayDispose(state, actor, facts)
      ? undefined
      : reject(
          'NOT_YOURS',
          `${state.association} and the editors of the standard dispose of the comment, and ${actor.party} is acting`,
          at('commentId', commentId),
        ),
    state.withdrawn ? reject('COMMENT_WITHDRAWN', 'The comment was withdrawn by its author', at('commentId', commentId)) : undefined,
    faultOfVerdict(verdict, state, facts),
  );
  if (refusal) return refusal;
  if (canonicalJson(verdict) === canonicalJson(state.verdict)) return [];
  return [{ type: 'association.draft-comment.DraftCommentDisposed', data: { ...verdict, disposedAt: now } }];
}

export async function commenting(standardId: string, load: Load): Promise<Commenting> {
  const standard = await load(commentedStandard, standardId);
  const { association, committeeId } = standard;
  return { standard, committee: association === '' ? committee.initialState : await load(committee, committeeId) };
}

/** The texts of the standard are read only where something hangs on them: a secretariat disposes of thousands. */
const disposing: LoadFacts<DisposeComment, Commenting | null, DraftCommentState> = async (command, load, actor, state) =>
  command.resultingDraft == null && actor.party === state.association ? null : commenting(state.standardId, load);

function evolve(state: DraftCommentState, event: DraftCommentEvent): DraftCommentState {
  switch (event.type) {
    case 'association.draft-comment.DraftCommented': {
      const { standardId, association, draftVersion, author, place: _, commentedAt: __, ...content } = event.data;
      return { ...initialState, standardId, association, draftVersion, author, content };
    }
    case 'association.draft-comment.DraftCommentWithdrawn':
      return { ...state, withdrawn: true };
    case 'association.draft-comment.DraftCommentDisposed': {
      const { disposedAt: _, ...verdict } = event.data;
      return { ...state, verdict };
    }
    default:
      return ignored(state, event);
  }
}

/** What a member of a committee says to a draft of a standard, and what became of it. All of it is public. */
export const draftComment = aggregate<DraftCommentState, DraftCommentEvent>({
  name: 'association.draft-comment',
  events: draftCommentEvents,
  initialState,
  evolve,
  disclosedTo: () => true,
  decisions: [
    on(CommentOnDraft, 'commentId', comment, ({ standardId }, load) => commenting(standardId, load)),
    on(WithdrawDraftComment, 'commentId', withdraw),
    on(DisposeComment, 'commentId', dispose, disposing),
  ],
});
