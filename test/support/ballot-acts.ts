import { addToInstant, type Duration, instantOf } from '@concord/kernel';
import type { Await } from './acts.js';

/** Issues a command as somebody. */
type Issue = (command: string, input: object) => Promise<void>;

export interface BallotActs {
  readonly association: Issue;
  readonly agency: Issue;
  readonly enterprise: Issue;
  readonly until: Await;
}

const text = (english: string) => [{ language: 'en', text: english }];
const soon = (duration: string): string => addToInstant(instantOf(new Date()), duration as Duration);

/** What can happen in and after a ballot, beside the two or three that everybody knows. */
export async function playBallots({ association, agency, enterprise, until }: BallotActs): Promise<void> {
  const committeeId = 'kite-fast';
  await association('CreateCommittee', {
    committeeId,
    names: text('Ballots on kites'),
    scope: text('Kites that are voted on.'),
    reminders: ['PT2S'],
  });
  for (const [party, interest] of [
    ['toy-alliance', 'PRODUCER'],
    ['product-safety', 'GENERAL_INTEREST'],
    ['kite-toys', 'USER'],
  ]) {
    await association('AppointMember', { committeeId, party, kind: 'P_MEMBER', interest });
  }
  await association('DesignateAppealsBody', { committeeId, party: 'product-safety' });

  const standardAtDIS = async (standardId: string): Promise<void> => {
    await association('ProposeStandard', { standardId, committeeId, titles: text('Kites'), scope: text('Kites.') });
    await association('SubmitDraft', { standardId, sections: [{ eId: 'clause_1', text: text('A kite flies.') }] });
    for (const stage of ['WD', 'CD', 'DIS']) await association('AdvanceStandard', { standardId, stage });
  };

  await secretAndStayed();
  await extendedAndTurned();

  /** A secret ballot adopts a standard; an appeal stays it, another has it annulled. */
  async function secretAndStayed(): Promise<void> {
    const secret = { ballotId: 'kite-secret' };
    await standardAtDIS('kite-secret');
    const rule = { own: { ...MOST_IN_FAVOUR, appealTerm: 'P30D' } };
    await association('OpenBallot', { ...secret, standardId: 'kite-secret', closesAt: soon('PT4S'), secrecy: 'SECRET', rule });
    await agency('CastVote', { ...secret, choice: 'APPROVE' });
    await until('association.ballot/kite-secret', 'association.ballot.KeyDestroyed');
    await until('association.standard/kite-secret', 'association.standard.StandardAdopted');
    const appeal = (appealId: string) => enterprise('LodgeAppeal', { appealId, ballotId: 'kite-secret', grounds: 'A kite has no voice.' });
    await appeal('taken-back');
    await until('association.standard/kite-secret', 'association.standard.StandardStayed');
    await enterprise('WithdrawAppeal', { appealId: 'taken-back', reason: 'It has not.' });
    await until('association.standard/kite-secret', 'association.standard.StayLifted');
    await appeal('upheld');
    await association('AnswerAppeal', { appealId: 'upheld', statement: 'It needs none.' });
    await agency('DecideAppeal', { appealId: 'upheld', ruling: 'UPHELD', reasons: 'It does.' });
    await until('association.standard/kite-secret', 'association.standard.AdoptionAnnulled');
  }

  /** A ballot without its quorum is extended; in the next one an objection is resolved after the close, and an appeal holds the move. */
  async function extendedAndTurned(): Promise<void> {
    const standardId = 'kite-ieee';
    await standardAtDIS(standardId);
    await association('ChangeCommitteePeriods', { committeeId, reviewPeriod: 'PT1S' });
    const ballot = { ballotId: 'kite-ieee' };
    const own = { ...MOST_IN_FAVOUR, negativesMayTurn: true, extension: { by: 'PT4S', times: 1 } };
    const rule = { own, quorum: { numerator: 2, denominator: 3 } };
    await association('OpenBallot', { ...ballot, standardId, closesAt: soon('PT3S'), rule });
    await agency('CastVote', { ...ballot, choice: 'APPROVE' });
    await until('association.ballot/kite-ieee', 'association.ballot.BallotExtended');
    await enterprise('CastVote', { ...ballot, choice: 'DISAPPROVE', technicalReason: 'A kite sinks.' });
    await until('association.standard/kite-ieee', 'association.standard.StandardNotAdopted');
    await enterprise('LodgeAppeal', { appealId: 'held', ballotId: 'kite-ieee', grounds: 'It sinks.' });
    await until('association.standard/kite-ieee', 'association.standard.StandardStayed');
    await enterprise('TurnNegative', { ...ballot, reason: 'It flies.' });
    await until('association.standard/kite-ieee', 'association.standard.MoveHeld');
    await agency('DecideAppeal', { appealId: 'held', ruling: 'DISMISSED', reasons: 'It flies.' });
    await until('association.standard/kite-ieee', 'association.standard.ReviewStarted');
    const review = { ballotId: 'kite-review' };
    await association('OpenBallot', { ...review, standardId, closesAt: soon('PT2S'), secrecy: 'OPEN', proposes: 'CONFIRMED' });
    await agency('CastVote', { ...review, choice: 'APPROVE' });
    await until('association.standard/kite-ieee', 'association.standard.StandardMovedByBallot');
  }
}

/** A rule of one's own: more in favour than against. */
const MOST_IN_FAVOUR = {
  name: 'MOST_IN_FAVOUR',
  source: 'Statutes of the Toy Alliance, 7',
  criteria: [
    {
      name: 'IN_FAVOUR',
      of: 'ALL',
      votes: 'IN_FAVOUR',
      comparison: 'MORE_THAN',
      share: { numerator: 1, denominator: 2 },
      outOf: 'DECIDED',
    },
  ],
};
