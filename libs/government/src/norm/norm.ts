import { aggregate, type Load, on } from '@concord/kernel';
import { CountComments } from '../comment/count-comments.js';
import { amendingNorm, concernedBy, conclude, concluding, enact, lay, publish, release } from './adoption.js';
import { amend, correctText, repeal, resume, suspend } from './amending.js';
import { announceForce, awaitedBy, commence, meetCondition } from './commencing.js';
import { announceDeadline, close, correct, count, extend, open, reopen, withdrawWindow } from './consultation.js';
import { draft, revise, withdraw } from './drafting.js';
import {
  AmendNorm,
  AnnounceDeadline,
  AnnounceForce,
  CloseConsultation,
  CommenceNorm,
  ConcludeAdoption,
  CorrectConsultation,
  CorrectText,
  DraftNorm,
  EnactAmendments,
  ExtendConsultation,
  LayAmendments,
  MeetCondition,
  OpenConsultation,
  PublishNorm,
  ReleaseAmendments,
  ReopenConsultation,
  RepealNorm,
  ResumeProvisions,
  ReviseDraft,
  SuspendProvisions,
  WithdrawConsultation,
  WithdrawNorm,
} from './norm.commands.js';
import { type NormEvent, normEvents } from './norm.events.js';
import { type NormState, normState } from './norm-state.js';

const normNamed =
  <Field extends string>(field: Field) =>
  (command: Readonly<Record<Field, string>>, load: Load): Promise<NormState> =>
    load(normState, command[field]);

/** What an agency publishes: drafted, consulted on, adopted, amended, repealed. All of it is public. */
export const norm = aggregate<NormState, NormEvent>({
  ...normState,
  events: normEvents,
  disclosedTo: () => true,
  decisions: [
    on(DraftNorm, 'normId', draft),
    on(ReviseDraft, 'normId', revise),
    on(WithdrawNorm, 'normId', withdraw),
    on(OpenConsultation, 'normId', open),
    on(ExtendConsultation, 'normId', extend),
    on(CorrectConsultation, 'normId', correct),
    on(ReopenConsultation, 'normId', reopen),
    on(WithdrawConsultation, 'normId', withdrawWindow),
    on(AnnounceDeadline, 'normId', announceDeadline),
    on(CloseConsultation, 'normId', close),
    on(CountComments, 'normId', count),
    on(PublishNorm, 'normId', publish, concernedBy),
    on(LayAmendments, 'normId', lay, amendingNorm),
    on(ConcludeAdoption, 'normId', conclude, concluding),
    on(EnactAmendments, 'normId', enact, normNamed('by')),
    on(ReleaseAmendments, 'normId', release),
    on(CommenceNorm, 'normId', commence, awaitedBy),
    on(MeetCondition, 'normId', meetCondition, normNamed('norm')),
    on(AnnounceForce, 'normId', announceForce),
    on(AmendNorm, 'normId', amend, awaitedBy),
    on(CorrectText, 'normId', correctText),
    on(SuspendProvisions, 'normId', suspend),
    on(ResumeProvisions, 'normId', resume),
    on(RepealNorm, 'normId', repeal),
  ],
});
