import { addToInstant, type Duration, type Instant } from '@concord/kernel';
import { CastVote, OpenBallot } from '../ballot/ballot.commands.js';
import { AdvanceStandard, ProposeStandard, SubmitDraft } from '../standard/standard.commands.js';
import type { Stage } from '../standard/standard.events.js';
import type { NamedVote, Question, RollCall } from './roll-call.js';

const LANGUAGE = 'en';
const STAGES_TO_THE_BALLOT: readonly Stage[] = ['WD', 'CD', 'DIS'];

/** A negative vote is counted with a reason only (ISO/IEC Directives, Part 1, 2.6.3), and an assembly asks for none. */
const REASON_OF_A_NO = 'Voted no in the roll call. The source records no reason.';

const text = (content: string) => [{ language: LANGUAGE, text: content }];

const occasionOf = ({ id, session, date, resolution }: Question): string =>
  [`Roll call ${id} of the United Nations General Assembly`, `session ${session}`, date, ...(resolution === null ? [] : [resolution])].join(
    ', ',
  );

/** The standard and the ballot that a roll call becomes; one id for both, as their kinds differ. */
export const idOf = (association: string, { id }: Pick<RollCall, 'id'>): string => `${association}-${id}`;

/** What brings the question to the stage at which it can be voted on. */
export function bringToBallot(standardId: string, committeeId: string, question: Question): readonly object[] {
  const section = { eId: 'question', heading: question.title, text: text(question.text) };
  return [
    Object.assign(new ProposeStandard(), { standardId, committeeId, titles: text(question.title), scope: text(occasionOf(question)) }),
    Object.assign(new SubmitDraft(), { standardId, sections: [section] }),
    ...STAGES_TO_THE_BALLOT.map((stage) => Object.assign(new AdvanceStandard(), { standardId, stage })),
  ];
}

export const openFor = (ballotId: string, length: Duration, now: Instant): object =>
  Object.assign(new OpenBallot(), { ballotId, standardId: ballotId, closesAt: addToInstant(now, length) });

export const castOf = (ballotId: string, { choice }: NamedVote): object =>
  Object.assign(new CastVote(), { ballotId, choice, ...(choice === 'DISAPPROVE' && { technicalReason: REASON_OF_A_NO }) });
