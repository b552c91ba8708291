import type { PublishedTally } from '../ballot/ballot.events.js';
import { type Block, type Column, type Line, quoted, type Section, type Table } from './document.js';
import type { MinutedVote, Minutes } from './minutes.js';
import { listed, NONE, partySaid, said } from './said.js';
import { CHOICE, KIND, NOT_COUNTED, yesNo } from './words.js';

const voterSaid = ({ voter, receipt }: MinutedVote): Line => (voter ? partySaid(voter) : [receipt ?? NONE]);

const fateOf = ({ voter, carriedOver }: MinutedVote, { turned }: Minutes): string =>
  [...(carriedOver ? ['carried over'] : []), ...(voter && turned.some(({ party }) => party === voter.party) ? ['turned'] : [])].join(
    ', ',
  ) || NONE;

interface VoteColumn extends Column {
  readonly cell: (vote: MinutedVote) => Line;
  /** A column that says nothing of any vote is left out. */
  readonly isAsked: boolean;
}

function voteColumns(minutes: Minutes, votes: readonly MinutedVote[]): readonly VoteColumn[] {
  const isSecret = minutes.secrecy === 'SECRET';
  return [
    { name: isSecret ? 'Receipt' : 'Voter', share: 30, cell: voterSaid, isAsked: true },
    { name: 'Kind', share: 11, cell: ({ kind }) => [kind === null ? NONE : KIND[kind]], isAsked: votes.some(({ kind }) => kind !== null) },
    { name: 'Vote', share: 11, cell: ({ choice }) => [CHOICE[choice]], isAsked: true },
    {
      name: 'Cast by',
      share: 22,
      cell: ({ castBy }) => (castBy ? partySaid(castBy) : ['itself']),
      isAsked: votes.some(({ castBy }) => castBy !== null),
    },
    {
      name: 'Receipt',
      share: 24,
      cell: ({ receipt }) => [receipt ?? NONE],
      isAsked: votes.some(({ voter, receipt }) => voter !== null && receipt !== null),
    },
    { name: 'Note', share: 12, cell: (vote) => [fateOf(vote, minutes)], isAsked: votes.some((vote) => fateOf(vote, minutes) !== NONE) },
  ];
}

function votesTable(minutes: Minutes, votes: readonly MinutedVote[]): Table {
  const columns = voteColumns(minutes, votes).filter(({ isAsked }) => isAsked);
  return {
    kind: 'TABLE',
    caption: minutes.secrecy === 'SECRET' ? 'The votes, by their receipts' : 'The votes, by their voters',
    columns: columns.map(({ name, share }) => ({ name, share })),
    rows: votes.map((vote) => columns.map(({ cell }) => cell(vote))),
  };
}

const statementOf = (vote: MinutedVote): Block | null => {
  const { technicalReason, comment, experts, clauses, mark } = vote;
  const words: readonly (readonly [string, Line] | null)[] = [
    technicalReason === null ? null : ['Technical reason', [quoted(technicalReason)]],
    clauses.length > 0 ? ['About', listed(clauses)] : null,
    comment === null ? null : ['Comment', [quoted(comment)]],
    experts.length > 0 ? ['Experts', listed(experts)] : null,
    mark === null ? null : ['Mark', [quoted(mark)]],
  ];
  const spoken = words.filter((each) => each !== null);
  return spoken.length > 0 ? { kind: 'STATEMENT', of: [...voterSaid(vote), `: ${CHOICE[vote.choice]}`], said: spoken } : null;
};

function notCountedTable({ secrecy, roll }: Minutes, { stripped }: PublishedTally): Table {
  const parties = new Map(roll.map((entry) => [entry.party, entry]));
  const voter = (id: string): Line => partySaid((secrecy === 'SECRET' ? undefined : parties.get(id)) ?? { party: id, name: null });
  return {
    kind: 'TABLE',
    caption: 'Votes that were cast and are not counted',
    columns: [
      { name: secrecy === 'SECRET' ? 'Receipt' : 'Voter', share: 45 },
      { name: 'Vote', share: 15 },
      { name: 'Why it is not counted', share: 40 },
    ],
    rows: stripped.map((vote) => [voter(vote.voter), [CHOICE[vote.choice]], [NOT_COUNTED[vote.reason]]]),
  };
}

export function votesSection(minutes: Minutes, result: PublishedTally, votes: readonly MinutedVote[]): Section {
  const statements = votes.map(statementOf).filter((block) => block !== null);
  return {
    heading: 'Votes',
    blocks: [
      ...(votes.length > 0 ? [votesTable(minutes, votes)] : [said('No vote was cast.')]),
      ...(result.stripped.length > 0 ? [notCountedTable(minutes, result)] : [said('Every vote that was cast is counted.')]),
      ...minutes.turned.map(
        (turning): Block => ({
          kind: 'STATEMENT',
          of: [...partySaid(turning), ': its negative vote turned into one in favour'],
          said: [['When', [{ at: turning.turnedAt }]], ...(turning.reason === null ? [] : [['Why', [quoted(turning.reason)]] as const])],
        }),
      ),
      ...statements,
    ],
  };
}

export function rollSection({ roll, openedAt }: Minutes): Section {
  return {
    heading: 'Roll',
    blocks: [
      said('Those who might vote, as the roll was fixed when the ballot was opened, ', { at: openedAt }, '.'),
      {
        kind: 'TABLE',
        caption: `The roll: ${roll.length} ${roll.length === 1 ? 'party' : 'parties'}`,
        columns: [
          { name: 'Party', share: 48 },
          { name: 'Kind', share: 13 },
          { name: 'Interest', share: 24 },
          { name: 'Voted', share: 15 },
        ],
        rows: roll.map((entry) => [
          partySaid(entry),
          [KIND[entry.kind]],
          [entry.interest === null ? NONE : quoted(entry.interest)],
          [yesNo(entry.voted)],
        ]),
      },
    ],
  };
}
