import {
  type Actor,
  type DecisionContext,
  firstRejection,
  type Instant,
  instant,
  isRejection,
  type Load,
  type Outcome,
  type Rejection,
  reject,
} from '@concord/kernel';
import { type CalendarState, calendar, endOfWorkingDay } from '../calendar/calendar.js';
import { type CommitteeState, committee } from '../committee/committee.js';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import { ruleOf } from '../rule/rule.input.js';
import type { BallotRule } from '../rule/rule.js';
import type { RollEntry } from '../rule/tally.js';
import { faultOf } from '../rule/validate-rule.js';
import type { Draft } from '../standard/drafts.js';
import { type BallotMove, ballotAt, type Procedure } from '../standard/procedure.js';
import type { Stage } from '../standard/standard.events.js';
import { notStayed, ownStandard, type StandardState, standard } from '../standard/standard.js';
import type { OpenBallot } from './ballot.commands.js';
import type { BallotEvent } from './ballot.events.js';
import type { BallotState } from './ballot-state.js';
import { notToRecirculate, type RoundBefore, recirculationOf, roundBefore } from './recirculation.js';
import { remindersBefore } from './reminders.js';

/** What an officer has to know to open a ballot. */
export interface Ground {
  readonly standard: StandardState;
  readonly committee: CommitteeState;
  readonly calendar: CalendarState | null;
  /** The ballot that is held again, if one is. */
  readonly before: RoundBefore | null;
}

export async function groundOf(command: OpenBallot, load: Load, _: Actor): Promise<Ground> {
  const found = await load(standard, command.standardId);
  const { closesAfter } = command;
  return {
    standard: found,
    committee: found.committeeId ? await load(committee, found.committeeId) : committee.initialState,
    calendar: closesAfter ? await load(calendar, closesAfter.calendarId) : null,
    before: await roundBefore(command, load),
  };
}

/** The move that the ballot decides on. */
function moveOf(command: OpenBallot, { standard, committee }: Ground): { readonly move: BallotMove; readonly to: Stage } | Rejection {
  const { standardId, proposes } = command;
  const move = ballotAt(committee.procedure, standard.stage as Stage);
  if (!move) {
    return reject(
      'WRONG_STATUS',
      `The standard is at stage ${standard.stage}, from which no ballot moves it in the procedure of its committee`,
      {
        field: 'standardId',
        value: standardId,
      },
    );
  }
  const place = { field: 'proposes', value: proposes };
  const [only, ...others] = move.to;
  const to = proposes ?? (others.length === 0 ? only : undefined);
  if (to === undefined) return reject('PROPOSAL_MISSING', `Say where an approval leads: ${move.to.join(', ')}`, place);
  return move.to.includes(to)
    ? { move, to }
    : reject('WRONG_STAGE', `From ${standard.stage} a ballot leads to ${move.to.join(' or ')}`, place);
}

/** The draft that is meant is there, and is the latest. */
function draftIn({ standardId, draftHash }: OpenBallot, { drafts }: StandardState): Draft | Rejection {
  const latest = drafts.at(-1);
  if (!latest) {
    return reject('NO_DRAFT', 'The standard has no draft to vote on: submit one first', { field: 'standardId', value: standardId });
  }
  if (draftHash === undefined || draftHash === null || draftHash === latest.contentHash) return latest;
  return reject('DRAFT_NOT_CURRENT', `The latest draft has the hash ${latest.contentHash}: read it before you open a ballot on it`, {
    field: 'draftHash',
    value: draftHash,
  });
}

function closeOf({ closesAt, closesAfter }: OpenBallot, { calendar }: Ground, now: Instant): Instant | Rejection {
  if ((closesAt === undefined || closesAt === null) === (closesAfter === undefined || closesAfter === null)) {
    return reject('CLOSE_UNCLEAR', 'Say when the ballot closes by closesAt or by closesAfter, and not by both', {
      field: 'closesAt',
      value: closesAt,
    });
  }
  if (closesAfter) {
    if (!calendar?.association) {
      return reject('CALENDAR_NOT_FOUND', 'There is no calendar with this id', {
        field: 'closesAfter.calendarId',
        value: closesAfter.calendarId,
      });
    }
    return endOfWorkingDay(calendar, now, closesAfter.workingDays);
  }
  const close = instant(closesAt as string);
  if (close > now) return close;
  return reject('CLOSES_IN_THE_PAST', `The ballot would close at ${close}, and it is ${now}`, { field: 'closesAt', value: closesAt });
}

/** The stages of ISO and IEC have their rules; a review, and whoever takes the fast track, may choose another. */
const isFixed = ({ name }: Procedure, stage: Stage): boolean => name === 'ISO_IEC' && stage !== 'REVIEW';

/** The rule that is asked for, or that of the procedure, which stands where the procedure leaves no choice. */
function ruleFor({ rule }: OpenBallot, move: BallotMove, { standard, committee, before }: Ground): BallotRule | Rejection {
  if (before) {
    return rule
      ? reject('RULE_CARRIES_OVER', `A recirculation is counted by the rule of the ballot before, ${before.ballot.rule.name}`, {
          field: 'rule',
        })
      : before.ballot.rule;
  }
  if (!rule) return BUILT_IN_RULES[move.rule];
  const asked = ruleOf(rule);
  if (isRejection(asked) || !isFixed(committee.procedure, standard.stage as Stage) || asked.name === move.rule) return asked;
  return reject('RULE_FIXED', `In the procedure of the committee this ballot is counted by ${move.rule}, not by ${asked.name}`, {
    field: 'rule',
    value: asked.name,
    rule: BUILT_IN_RULES[move.rule].source,
  });
}

/** Somebody is there to vote, and the rule can be met by them. */
function electable(standardId: string, rule: BallotRule, electorate: readonly RollEntry[]): Rejection | undefined {
  const place = { field: 'standardId', value: standardId, rule: rule.source };
  if (electorate.length === 0) return reject('NO_VOTER', 'The committee has no member who could vote', place);
  const asksForPMembers = [...rule.criteria, ...(rule.quorum ? [rule.quorum] : [])].some(({ of }) => of === 'P_MEMBERS');
  if (asksForPMembers && !electorate.some(({ kind }) => kind === 'P_MEMBER')) {
    return reject('NO_P_MEMBER', `The committee has no P-member, and by ${rule.name} their votes decide`, place);
  }
  return faultOf(rule, electorate);
}

export function open(command: OpenBallot, state: BallotState, context: DecisionContext<Ground>): Outcome<BallotEvent> {
  const { ballotId, standardId } = command;
  const { facts, now: openedAt } = context;
  const { standard, committee, before } = facts;
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('BALLOT_EXISTS', 'There is a ballot with this id already', { field: 'ballotId', value: ballotId }),
    ownStandard(standard, standardId, context),
    notStayed(standard, standardId),
  );
  if (refusal) return refusal;
  const decided = moveOf(command, facts);
  if (isRejection(decided)) return decided;
  const draft = draftIn(command, standard);
  if (isRejection(draft)) return draft;
  const closesAt = closeOf(command, facts, openedAt);
  if (isRejection(closesAt)) return closesAt;
  const rule = ruleFor(command, decided.move, facts);
  if (isRejection(rule)) return rule;
  const electorate = before?.ballot.electorate ?? rollOf(committee);
  const unfit = firstRejection(
    before ? notToRecirculate(command, before, draft.contentHash) : undefined,
    electable(standardId, rule, electorate),
  );
  if (unfit) return unfit;
  const { association, committeeId, stage } = standard;
  const { reminders: remindBefore } = committee;
  const data = {
    ...{ association, committeeId, standardId, stage: stage as Stage, proposes: decided.to },
    ...{ draftVersion: draft.version, contentHash: draft.contentHash, rule, electorate, openedAt, closesAt },
    secrecy: before?.ballot.secrecy ?? command.secrecy ?? ('SEALED' as const),
    showsTurnout: command.showsTurnout ?? true,
    remindBefore,
    remindAt: remindersBefore(closesAt, remindBefore, openedAt),
    recirculation: before ? recirculationOf(command.recirculates as string, before, draft.contentHash) : null,
  };
  return [{ type: 'association.ballot.BallotOpened', data }];
}

const rollOf = ({ members }: CommitteeState): readonly RollEntry[] => [...members].sort((a, b) => (a.party < b.party ? -1 : 1));
