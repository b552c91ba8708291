import type { PublishedTally } from '../ballot/ballot.events.js';
import type { Count, Criterion } from '../rule/tally.js';
import { type Line, quoted, type Section, type Table } from './document.js';
import type { Minutes } from './minutes.js';
import { facts, said } from './said.js';
import { countedBy, durationSaid, leftOutBy, VOTERS, yesNo } from './words.js';

const countSaid = ({ inFavour, against, abstained }: Count): string =>
  `${inFavour} in favour, ${against} against, ${abstained === null ? 'abstentions not recorded' : `${abstained} abstained`}`;

const CRITERIA = [
  { name: 'Criterion', share: 26 },
  { name: 'Counted', share: 28 },
  { name: 'Of whom', share: 14 },
  { name: 'Number', share: 12 },
  { name: 'Asked', share: 13 },
  { name: 'Met', share: 7 },
] as const;

const criterionRow = ({ name, of, votes, outOf, threshold, met }: Criterion, counted: Line): readonly Line[] => [
  [name],
  counted,
  [VOTERS[of]],
  [`${votes} of ${outOf}`],
  [threshold],
  [yesNo(met)],
];

function criteriaTable({ rule }: Minutes, { criteria, quorum, balance }: PublishedTally): Table {
  const rules = new Map(rule.criteria.map((criterion) => [criterion.name, criterion]));
  return {
    kind: 'TABLE',
    caption: 'Each criterion, with its numbers',
    columns: CRITERIA,
    rows: [
      ...(quorum ? [criterionRow(quorum, [countedBy(rule.quorum ?? undefined)])] : []),
      ...criteria.map((criterion) => criterionRow(criterion, [countedBy(rules.get(criterion.name))])),
      ...(balance ?? []).map((criterion) =>
        criterionRow(
          criterion,
          criterion.interest === null ? ['members who name no interest'] : ['members with the interest ', quoted(criterion.interest)],
        ),
      ),
    ],
  };
}

export function resultSection(minutes: Minutes, result: PublishedTally): Section {
  const { pMembers, all, quorum, balance, approved } = result;
  const { resultAtClose } = minutes;
  return {
    heading: 'Result',
    blocks: [
      facts(
        ['Result', [approved ? 'Approved' : 'Not approved']],
        ['All', [countSaid(all)]],
        pMembers && ['P-members', [countSaid(pMembers)]],
        ['Quorum', [quorum ? (quorum.met ? 'Reached' : 'Not reached') : 'None is asked']],
        ['Balance of interests', [balance ? (balance.every(({ met }) => met) ? 'Kept' : 'Not kept') : 'None is asked']],
        resultAtClose && [
          'At the close',
          [
            `${resultAtClose.approved ? 'Approved' : 'Not approved'}, with ${countSaid(resultAtClose.all)}; negative votes have turned since`,
          ],
        ],
      ),
      criteriaTable(minutes, result),
      said(
        'Anybody can count it again: the query ballotRecord gives the record, and “concord ballot recount” counts it without the platform.',
      ),
    ],
  };
}

export function ruleSection({ rule }: Minutes): Section {
  const { name, source, extension, negativesMayTurn, appealTerm, balance } = rule;
  return {
    heading: 'Rule',
    blocks: [
      facts(
        ['Rule', [name]],
        ['Source', [quoted(source)]],
        ['Left out of the count', [leftOutBy(rule)]],
        balance && ['Limit of an interest', [`at most ${balance.numerator}/${balance.denominator} of the roll`]],
        extension && ['Without a quorum', [`open for ${durationSaid(extension.by)} more, at most ${extension.times} times`]],
        ['Negative votes', [negativesMayTurn ? 'may turn into votes in favour after the close' : 'stand as they were at the close']],
        ['Term of appeal', [durationSaid(appealTerm)]],
      ),
    ],
  };
}
