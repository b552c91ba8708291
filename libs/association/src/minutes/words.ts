import type { AppealStatus } from '../appeal/appeal.js';
import type { Secrecy, VoidReason } from '../ballot/ballot.events.js';
import type { MemberKind } from '../committee/committee.events.js';
import type { BallotRule, Choice, CriterionRule, Measure, StrippingReason, Voters } from '../rule/rule.js';
import type { Stage } from '../standard/standard.events.js';

/** What the codes of the API are called where people read. */

const STAGES: Readonly<Record<Stage, string>> = {
  NP: 'new work item proposal',
  WD: 'working draft',
  CD: 'committee draft',
  DIS: 'enquiry draft',
  FDIS: 'final draft',
  PUBLISHED: 'published',
  REVIEW: 'under review',
  CONFIRMED: 'confirmed',
  REVISED: 'under revision',
  WITHDRAWN: 'withdrawn',
};
export const stageSaid = (stage: Stage): string => `${stage} (${STAGES[stage]})`;

export const SECRECY: Readonly<Record<Secrecy, string>> = {
  OPEN: 'Open: everybody saw each vote and its voter as it was cast',
  SEALED: 'Sealed: nobody saw a vote or a count before the close, which published the votes with their voters',
  SECRET: 'Secret: nobody saw a vote or a count before the close, which published the votes without their voters',
};

export const VOID_REASON: Readonly<Record<VoidReason, string>> = {
  TEXT_CHANGED: 'the text that was voted on was changed while votes were accepted',
  ANOTHER_BALLOT_OPEN: 'another ballot on the same text was open',
  KEY_LOST: 'the key that its votes were sealed with was lost',
};

export const CHOICE: Readonly<Record<Choice, string>> = { APPROVE: 'In favour', DISAPPROVE: 'Against', ABSTAIN: 'Abstention' };
export const KIND: Readonly<Record<MemberKind, string>> = { P_MEMBER: 'P-member', O_MEMBER: 'O-member' };
export const VOTERS: Readonly<Record<Voters, string>> = { ALL: 'All on the roll', P_MEMBERS: 'P-members' };

export const NOT_COUNTED: Readonly<Record<StrippingReason, string>> = {
  ABSTENTION: 'It is an abstention',
  NEGATIVE_WITHOUT_TECHNICAL_REASON: 'It is a negative vote without a technical reason',
};
const LEFT_OUT: Readonly<Record<StrippingReason, string>> = {
  ABSTENTION: 'abstentions',
  NEGATIVE_WITHOUT_TECHNICAL_REASON: 'negative votes without a technical reason',
};

export const APPEAL_STATUS: Readonly<Record<AppealStatus, string>> = {
  PENDING: 'Pending',
  UPHELD: 'Upheld',
  DISMISSED: 'Dismissed',
  WITHDRAWN: 'Withdrawn',
};

const MEASURES: Readonly<Record<Measure, string>> = {
  IN_FAVOUR: 'votes in favour',
  AGAINST: 'votes against',
  ABSTAINED: 'abstentions',
  COUNTED: 'counted votes',
  DECIDED: 'votes in favour or against',
  RETURNED: 'votes cast',
  ROLL: 'parties on the roll',
  WITH_EXPERTS: 'votes in favour that name an expert',
  EXPERTS: 'experts named',
};

/** What a criterion counts, and of what it is a share. */
export const countedBy = (rule: CriterionRule | undefined): string => {
  if (!rule) return 'votes in favour or against';
  return rule.kind === 'SHARE' ? `${MEASURES[rule.votes]}, of the ${MEASURES[rule.outOf]}` : MEASURES[rule.votes];
};

export const leftOutBy = ({ leavesOut }: BallotRule): string =>
  leavesOut.length > 0 ? leavesOut.map((reason) => LEFT_OUT[reason]).join(', ') : 'nothing';

const UNITS: readonly (readonly [letter: string, unit: string])[] = [
  ['Y', 'year'],
  ['M', 'month'],
  ['W', 'week'],
  ['D', 'day'],
];

/** `15 days`; as ISO 8601 writes it where it is no single number of days, weeks, months or years. */
export function durationSaid(duration: string): string {
  const [, count = '', letter] = /^P(\d+)([YMWD])$/.exec(duration) ?? [];
  const unit = UNITS.find(([known]) => known === letter)?.[1];
  return unit === undefined ? duration : `${count} ${unit}${count === '1' ? '' : 's'}`;
}

export const yesNo = (value: boolean | null): string => (value === null ? 'not disclosed' : value ? 'yes' : 'no');
