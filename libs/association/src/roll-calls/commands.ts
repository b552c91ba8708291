import { addToInstant, type Duration, type Instant } from '@concord/kernel';
import { CastVote, OpenBallot } from '../ballot/ballot.commands.js';
import type { BuiltInRule } from '../rule/built-in.js';
import { AdvanceStandard, ProposeStandard, SubmitDraft } from '../standard/standard.commands.js';
import type { Stage } from '../standard/standard.events.js';
import type { NamedVote, Question, RollCall } from './roll-call.js';

const LANGUAGE = 'en';
const STAGES_TO_THE_BALLOT: readonly Stage[] = ['WD', 'CD', 'DIS'];

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

/** A roll call is taken by name: everybody hears each vote. */
export const openFor = (ballotId: string, builtIn: BuiltInRule, length: Duration, now: Instant): object =>
  Object.assign(new OpenBallot(), {
    ballotId,
    standardId: ballotId,
    closesAt: addToInstant(now, length),
    rule: { builtIn },
    secrecy: 'OPEN',
  });

export const castOf = (ballotId: string, { choice }: NamedVote): object => Object.assign(new CastVote(), { ballotId, choice });
