import type { Duration } from '@concord/kernel';
import type { BallotRule, CriterionRule, NumberCriterion, Share, ShareCriterion, Voters } from './rule.js';

export const BUILT_IN_NAMES = [
  'ISO_IEC_NP',
  'ISO_IEC_CD',
  'ISO_IEC_DIS',
  'ISO_IEC_FDIS',
  'IEEE_SA',
  'SIMPLE_MAJORITY',
  'TWO_THIRDS',
  'UNANIMITY',
  'CONSENSUS',
] as const;
export type BuiltInRule = (typeof BUILT_IN_NAMES)[number];

const share = (numerator: number, denominator: number): Share => ({ numerator, denominator });

const shareOf = (
  name: string,
  of: Voters,
  votes: ShareCriterion['votes'],
  comparison: ShareCriterion['comparison'],
  share: Share,
  outOf: ShareCriterion['outOf'],
): ShareCriterion => ({ kind: 'SHARE', name, of, votes, comparison, share, outOf });

const numberOf = (
  name: string,
  of: Voters,
  votes: NumberCriterion['votes'],
  comparison: NumberCriterion['comparison'],
  numbers: NumberCriterion['numbers'],
): NumberCriterion => ({ kind: 'NUMBER', name, of, votes, comparison, numbers });

const quorumOf = (of: Voters, share: Share): ShareCriterion => shareOf('QUORUM', of, 'RETURNED', 'AT_LEAST', share, 'ROLL');

const inFavour = (name: string, of: Voters, comparison: ShareCriterion['comparison'], share: Share): ShareCriterion =>
  shareOf(name, of, 'IN_FAVOUR', comparison, share, 'DECIDED');

/** ISO/IEC Directives, Part 1, 5.1 and 5.2: an appeal comes within three months of the decision. */
const ISO_IEC_APPEAL = 'P3M' as Duration;
/** The term of an appeal where the rule's source names none. */
export const USUAL_APPEAL_TERM = 'P30D' as Duration;

/** What most rules have in common. */
const plain = {
  leavesOut: ['ABSTENTION'],
  quorum: null,
  balance: null,
  extension: null,
  negativesMayTurn: false,
  appealTerm: USUAL_APPEAL_TERM,
} as const satisfies Partial<BallotRule>;

const isoIec = (
  name: BuiltInRule,
  place: string,
  leavesOut: BallotRule['leavesOut'],
  ...criteria: readonly CriterionRule[]
): BallotRule => ({
  ...plain,
  name,
  source: `ISO/IEC Directives, Part 1, ${place}`,
  leavesOut,
  criteria,
  appealTerm: ISO_IEC_APPEAL,
});

const TWO_THIRDS_OF_P_MEMBERS = inFavour('P_MEMBERS_IN_FAVOUR', 'P_MEMBERS', 'AT_LEAST', share(2, 3));
const A_QUARTER_NEGATIVE = shareOf('ALL_NEGATIVE', 'ALL', 'AGAINST', 'AT_MOST', share(1, 4), 'DECIDED');

/** The rules that an association can name. Their names are stored for ever, and so is the rule as a ballot took it. */
export const BUILT_IN_RULES: Readonly<Record<BuiltInRule, BallotRule>> = {
  /** A negative vote without a justification is not registered (2.3.4); approval and the commitment to take part are in 2.3.5. */
  ISO_IEC_NP: isoIec(
    'ISO_IEC_NP',
    '2.3.4 and 2.3.5',
    ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'],
    TWO_THIRDS_OF_P_MEMBERS,
    numberOf('P_MEMBERS_WITH_EXPERTS', 'P_MEMBERS', 'WITH_EXPERTS', 'AT_LEAST', [
      { fromRoll: 0, number: 4 },
      { fromRoll: 17, number: 5 },
    ]),
  ),
  /** Consensus, which in case of doubt two thirds of the P-members voting may be taken to show. */
  ISO_IEC_CD: isoIec('ISO_IEC_CD', '2.5.6', ['ABSTENTION'], TWO_THIRDS_OF_P_MEMBERS),
  ISO_IEC_DIS: isoIec(
    'ISO_IEC_DIS',
    '2.6.3',
    ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'],
    TWO_THIRDS_OF_P_MEMBERS,
    A_QUARTER_NEGATIVE,
  ),
  ISO_IEC_FDIS: isoIec(
    'ISO_IEC_FDIS',
    '2.7.3',
    ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'],
    TWO_THIRDS_OF_P_MEMBERS,
    A_QUARTER_NEGATIVE,
  ),
  /** Abstentions are counted, because too many of them undo the ballot. */
  IEEE_SA: {
    name: 'IEEE_SA',
    source: 'IEEE SA, The Balloting Process; IEEE SA Standards Board Operations Manual, 5.4.3',
    leavesOut: [],
    quorum: quorumOf('ALL', share(3, 4)),
    criteria: [
      inFavour('IN_FAVOUR', 'ALL', 'AT_LEAST', share(3, 4)),
      shareOf('ABSTENTIONS', 'ALL', 'ABSTAINED', 'LESS_THAN', share(3, 10), 'RETURNED'),
    ],
    balance: share(1, 3),
    // IEEE SA, myProject help, "Ballot Response Summary": until 75 % are back, at most 60 days beyond the close. The steps are ours.
    extension: { by: 'P15D' as Duration, times: 4 },
    negativesMayTurn: true,
    appealTerm: USUAL_APPEAL_TERM,
  },
  SIMPLE_MAJORITY: {
    ...plain,
    name: 'SIMPLE_MAJORITY',
    source: 'More in favour than against, as in the Rules of Procedure of the UN General Assembly, 85, 86 and 95',
    criteria: [inFavour('IN_FAVOUR', 'ALL', 'MORE_THAN', share(1, 2))],
  },
  TWO_THIRDS: {
    ...plain,
    name: 'TWO_THIRDS',
    source: 'Two thirds of those present and voting, as in the Rules of Procedure of the UN General Assembly, 83 and 86',
    criteria: [inFavour('IN_FAVOUR', 'ALL', 'AT_LEAST', share(2, 3))],
  },
  UNANIMITY: {
    ...plain,
    name: 'UNANIMITY',
    source: 'No vote against: docs/ballot-rules.md',
    criteria: [inFavour('IN_FAVOUR', 'ALL', 'AT_LEAST', share(1, 1))],
  },
  CONSENSUS: {
    ...plain,
    name: 'CONSENSUS',
    source: 'No sustained objection: ISO/IEC Guide 2, 1.7',
    leavesOut: ['ABSTENTION', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'],
    criteria: [numberOf('SUSTAINED_OBJECTIONS', 'ALL', 'AGAINST', 'AT_MOST', [{ fromRoll: 0, number: 0 }])],
  },
};

/** Whose votes decide under the rule: the P-members' where it asks about nobody else's. */
export const decidedBy = ({ criteria }: Pick<BallotRule, 'criteria'>): Voters =>
  criteria.length > 0 && criteria.every(({ of }) => of === 'P_MEMBERS') ? 'P_MEMBERS' : 'ALL';

/** The rule, where at least this share of those whose votes decide must have voted; an abstention is a vote here. */
export const withQuorum = (rule: BallotRule, share: Share): BallotRule => ({ ...rule, quorum: quorumOf(decidedBy(rule), share) });
