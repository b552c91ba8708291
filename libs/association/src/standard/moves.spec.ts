import { type Actor, type Duration, type Instant, type Recorded } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import type { BallotOutcome } from '../ballot/ballot-outcome.js';
import { committee } from '../committee/committee.js';
import { contentHash } from './content-hash.js';
import type { ProcedureName } from './procedure.js';
import type { Settlement } from './settling.js';
import {
  AdvanceStandard,
  AnnulAdoption,
  CancelStandard,
  LiftStay,
  RecordBallotResult,
  StartReview,
  StayStandard,
  SubmitDraft,
} from './standard.commands.js';
import { reviewDeadline } from './standard.deadlines.js';
import type { Stage, StandardEvent } from './standard.events.js';
import { standard } from './standard.js';
import { tallyOf } from './testing/tally.js';

const at = (text: string) => text as Instant;
const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const ours = { actor: association, facts: committee.initialState };
const command = <T extends object>(type: new () => T, body: Partial<T> = {}): T =>
  Object.assign(new type(), { standardId: 'returns' }, body);
const advance = (stage: Stage) => command(AdvanceStandard, { stage });
const record = (ballotId: string) => command(RecordBallotResult, { ballotId });
const cancel = command(CancelStandard, { reason: 'Nobody needs it.' });

const HASH = 'a'.repeat(64);
const inFavour = tallyOf('APPROVE');
const against = tallyOf('DISAPPROVE');
const P3Y = 'P3Y' as Duration;

const outcome = (stage: Stage, proposes: Stage, result: BallotOutcome['result'] = inFavour): BallotOutcome => ({
  standardId: 'returns',
  draftVersion: 1,
  contentHash: HASH,
  closesAt: TEST_NOW,
  stage,
  proposes,
  result,
});
const settled = (
  outcomes: Readonly<Record<string, BallotOutcome>>,
  now = TEST_NOW,
): { readonly facts: Settlement; readonly now: Instant } => ({
  facts: { outcomes: new Map(Object.entries(outcomes)), reviewPeriod: P3Y },
  now,
});
const nothing = settled({});

const proposed = (procedure: ProcedureName): readonly StandardEvent[] => [
  {
    type: 'association.standard.StandardProposed',
    data: { association: 'trade-standards', committeeId: 'odr', titles: [], scope: [], stage: 'NP', procedure },
  },
  {
    type: 'association.standard.DraftSubmitted',
    data: { version: 1, sections: [], contentHash: HASH, stage: 'NP', submittedAt: at('2026-01-01T00:00:00.000Z') },
  },
];
const advanced = (from: Stage, to: Stage): StandardEvent => ({ type: 'association.standard.StandardAdvanced', data: { from, to } });
const verdict = (ballotId: string, result = inFavour) => ({ ballotId, draftVersion: 1, contentHash: HASH, criteria: result.criteria });
const moved = (ballotId: string, from: Stage, to: Stage, movedAt = TEST_NOW): StandardEvent => ({
  type: 'association.standard.StandardMovedByBallot',
  data: { ...verdict(ballotId), from, to, movedAt, reviewPeriod: to === 'CONFIRMED' ? P3Y : null },
});
const adopted = (ballotId: string, from: Stage, publishedAt: Instant | null = TEST_NOW): StandardEvent => ({
  type: 'association.standard.StandardAdopted',
  data: { ...verdict(ballotId), from, stage: 'PUBLISHED', publishedAt, reviewPeriod: P3Y },
});
const failed = (ballotId: string, stage: Stage, proposes: Stage): StandardEvent => ({
  type: 'association.standard.StandardNotAdopted',
  data: { ...verdict(ballotId, against), stage, proposes },
});
const reviewed = (from: Stage, ballotId: string, since: Instant | null = TEST_NOW): StandardEvent => ({
  type: 'association.standard.ReviewStarted',
  data: { from, ballotId, since, reviewPeriod: P3Y },
});
const cancelled = (from: Stage, to: 'WITHDRAWN' | 'REVIEW'): StandardEvent => ({
  type: 'association.standard.StandardCancelled',
  data: { from, to, reason: 'Nobody needs it.' },
});
const stayed = (appealId: string): StandardEvent => ({ type: 'association.standard.StandardStayed', data: { appealId } });
const lifted = (appealId: string): StandardEvent => ({ type: 'association.standard.StayLifted', data: { appealId } });
const held = (ballotId: string | null): StandardEvent => ({ type: 'association.standard.MoveHeld', data: { ballotId } });
const annulled = (appealId: string, ballotId: string, from: Stage, to: Stage): StandardEvent => ({
  type: 'association.standard.AdoptionAnnulled',
  data: { appealId, ballotId, from, to },
});

const toDIS = [moved('np', 'NP', 'WD'), advanced('WD', 'CD'), advanced('CD', 'DIS')];
const atDIS = [...proposed('ISO_IEC'), ...toDIS];
const atFDIS = [...atDIS, moved('dis', 'DIS', 'FDIS')];
const published = [...atFDIS, adopted('fdis', 'FDIS')];
const inReview = [...published, reviewed('PUBLISHED', 'fdis')];
const IN_3_YEARS = at('2029-03-01T12:00:00.000Z');

describe('Under ISO_IEC', () => {
  it('a proposal becomes work by ballot, and not by decision', () => {
    given(standard, ...proposed('ISO_IEC'))
      .when(advance('WD'), ours)
      .thenRejected('BALLOT_NEEDED', 'stage')
      .when(record('np'), settled({ np: outcome('NP', 'WD') }))
      .then(moved('np', 'NP', 'WD'));
  });

  it('a draft goes to its final draft, and that to publication, each by a ballot', () => {
    given(standard, ...atDIS)
      .when(record('dis'), settled({ dis: outcome('DIS', 'FDIS') }))
      .then(moved('dis', 'DIS', 'FDIS'))
      .when(record('fdis'), settled({ fdis: outcome('FDIS', 'PUBLISHED') }))
      .then(adopted('fdis', 'FDIS'));
  });

  it('no ballot leads where the procedure does not, or from where the standard does not stand', () => {
    given(standard, ...atDIS)
      .when(record('dis'), settled({ dis: outcome('DIS', 'PUBLISHED') }))
      .thenRejected('WRONG_STATUS', 'ballotId')
      .when(record('dis'), settled({ dis: outcome('FDIS', 'PUBLISHED') }))
      .thenRejected('WRONG_STATUS', 'ballotId');
  });

  it.each(['FDIS', 'PUBLISHED', 'CONFIRMED', 'WITHDRAWN'] as const)('no decision leads from DIS to %s', (stage) => {
    given(standard, ...atDIS)
      .when(advance(stage), ours)
      .thenRejected('BALLOT_NEEDED', 'stage');
  });

  it('a final draft that failed goes back to be changed, and no other does', () => {
    given(standard, ...atFDIS)
      .when(advance('DIS'), ours)
      .thenRejected('WRONG_STATUS', 'stage')
      .when(record('fdis'), settled({ fdis: outcome('FDIS', 'PUBLISHED', against) }))
      .then(failed('fdis', 'FDIS', 'PUBLISHED'))
      .when(advance('CD'), ours)
      .then(advanced('FDIS', 'CD'));
  });

  it.each([
    ['FDIS', atFDIS],
    ['PUBLISHED', published],
    ['REVIEW', inReview],
  ] as const)('the text stays as it is at %s', (_, history) => {
    given(standard, ...history)
      .when(command(SubmitDraft, { sections: [] }), ours)
      .thenRejected('WRONG_STATUS');
  });
});

describe('A work item that is given up', () => {
  it.each([
    ['NP', proposed('ISO_IEC')],
    ['DIS', atDIS],
    ['FDIS', atFDIS],
  ] as const)('at %s is withdrawn', (stage, history) => {
    given(standard, ...history)
      .when(cancel, ours)
      .then(cancelled(stage, 'WITHDRAWN'))
      .when(cancel, ours)
      .thenRejected('WRONG_STATUS', 'standardId');
  });

  it.each([
    ['published', published],
    ['in review', inReview],
    ['confirmed', [...inReview, moved('review', 'REVIEW', 'CONFIRMED')]],
  ] as const)('is none that is %s', (_, history) => {
    given(standard, ...history)
      .when(cancel, ours)
      .thenRejected('WRONG_STATUS', 'standardId');
  });

  it('as a revision leaves what is published, and goes back to the review', () => {
    given(standard, ...inReview, moved('review', 'REVIEW', 'REVISED'), advanced('REVISED', 'WD'))
      .when(cancel, ours)
      .then(cancelled('WD', 'REVIEW'));
  });

  it('is no one else’s to give up', () => {
    given(standard).when(cancel, ours).thenRejected('STANDARD_NOT_FOUND', 'standardId');
    given(standard, ...atDIS)
      .when(cancel, { actor: { ...association, party: 'other-standards' } })
      .thenRejected('NOT_YOURS', 'standardId');
  });
});

describe('The review', () => {
  const start = command(StartReview);

  it('starts when the period that was in force at the publication is over', () => {
    given(standard, ...published)
      .when(start, { now: at('2029-03-01T11:59:59.999Z') })
      .thenRejected('NOT_YET_DUE')
      .when(start, { now: IN_3_YEARS })
      .then(reviewed('PUBLISHED', 'fdis'))
      .when(start, { now: IN_3_YEARS })
      .thenNothing();
  });

  it('of what an event of before published starts when the platform says so', () => {
    given(standard, ...atDIS, adopted('dis', 'DIS', null))
      .when(start)
      .then(reviewed('PUBLISHED', 'dis', null));
  });

  it('starts for nothing that is not published any more', () => {
    given(standard, ...published, annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))
      .when(start, { now: IN_3_YEARS })
      .thenNothing();
    given(standard).when(start).thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });

  it.each(['CONFIRMED', 'REVISED', 'WITHDRAWN'] as const)('ends as the ballot decides on what was proposed: %s', (stage) => {
    given(standard, ...inReview)
      .when(record('review'), settled({ review: outcome('REVIEW', stage) }))
      .then(moved('review', 'REVIEW', stage));
  });

  it('goes on where the ballot fails, for another proposal', () => {
    given(standard, ...inReview)
      .when(record('review'), settled({ review: outcome('REVIEW', 'WITHDRAWN', against) }))
      .then(failed('review', 'REVIEW', 'WITHDRAWN'))
      .when(record('again'), settled({ again: outcome('REVIEW', 'CONFIRMED') }))
      .then(moved('again', 'REVIEW', 'CONFIRMED'));
  });

  it('comes again after the confirmation', () => {
    given(standard, ...inReview, moved('review', 'REVIEW', 'CONFIRMED', IN_3_YEARS))
      .when(start, { now: at('2031-01-01T00:00:00.000Z') })
      .thenRejected('NOT_YET_DUE')
      .when(start, { now: at('2032-03-01T12:00:00.000Z') })
      .then(reviewed('CONFIRMED', 'review', IN_3_YEARS));
  });

  it('that revises opens the text, which begins again as a working draft', () => {
    const sections = [{ eId: 'clause_1', heading: null, text: [{ language: 'en', text: 'Goods go back within 30 days.' }] }];
    const draft = command(SubmitDraft, { sections: sections.map(({ eId, text }) => ({ eId, text })) });
    given(standard, ...inReview, moved('review', 'REVIEW', 'REVISED'))
      .when(draft, ours)
      .then({
        type: 'association.standard.DraftSubmitted',
        data: { version: 2, sections, contentHash: contentHash(sections), stage: 'REVISED', submittedAt: TEST_NOW },
      })
      .when(advance('WD'), ours)
      .then(advanced('REVISED', 'WD'));
  });

  it('falls due by itself, and not where there is nothing to review', () => {
    const changes = (event: StandardEvent) =>
      reviewDeadline.changes({
        ...event,
        stream: 'association.standard/returns',
        metadata: { occurredAt: TEST_NOW },
      } as unknown as Recorded<never>);
    const set = { set: 'returns', dueAt: IN_3_YEARS, command: command(StartReview) };
    expect(changes(adopted('fdis', 'FDIS'))).toEqual([set]);
    expect(changes(adopted('fdis', 'FDIS', null))).toEqual([set]);
    expect(changes(moved('review', 'REVIEW', 'CONFIRMED'))).toEqual([set]);
    expect(changes(moved('review', 'REVIEW', 'WITHDRAWN'))).toEqual([{ clear: 'returns' }]);
    expect(changes(annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))).toEqual([{ clear: 'returns' }]);
  });
});

describe('A stayed standard', () => {
  const stay = (appealId: string) => command(StayStandard, { appealId });
  const lift = (appealId: string) => command(LiftStay, { appealId });

  it('stands still: no draft, no move', () => {
    given(standard, ...atDIS)
      .when(stay('appeal'))
      .then(stayed('appeal'))
      .when(stay('appeal'))
      .thenNothing();
    for (const act of [advance('FDIS'), cancel, command(SubmitDraft, { sections: [] })]) {
      given(standard, ...atDIS, stayed('appeal'))
        .when(act, ours)
        .thenRejected('STAYED', 'standardId');
    }
  });

  it('moves on only when no appeal stays it any more', () => {
    given(standard, ...atDIS, stayed('one'), stayed('two'))
      .when(lift('one'), nothing)
      .then(lifted('one'))
      .when(cancel, ours)
      .thenRejected('STAYED')
      .when(lift('two'), nothing)
      .then(lifted('two'))
      .when(cancel, ours)
      .then(cancelled('DIS', 'WITHDRAWN'));
  });

  it('holds the result of a ballot that was open, and catches up on it', () => {
    const result = settled({ dis: outcome('DIS', 'FDIS') }, IN_3_YEARS);
    given(standard, ...atDIS, stayed('appeal'))
      .when(record('dis'), result)
      .then(held('dis'))
      .when(record('dis'), result)
      .thenNothing()
      .when(lift('appeal'), result)
      .then(lifted('appeal'), moved('dis', 'DIS', 'FDIS', IN_3_YEARS));
  });

  it('records at once what leaves it where it is', () => {
    given(standard, ...atDIS, stayed('appeal'))
      .when(record('dis'), settled({ dis: outcome('DIS', 'FDIS', against) }))
      .then(failed('dis', 'DIS', 'FDIS'));
  });

  it('holds its review, and catches up on it', () => {
    const then = { ...nothing, now: IN_3_YEARS };
    given(standard, ...published, stayed('appeal'))
      .when(command(StartReview), then)
      .then(held(null))
      .when(command(StartReview), then)
      .thenNothing()
      .when(lift('appeal'), then)
      .then(lifted('appeal'), reviewed('PUBLISHED', 'fdis'));
  });

  it('is none that is not there, and a stay that is not there is not lifted', () => {
    given(standard).when(stay('appeal')).thenRejected('STANDARD_NOT_FOUND', 'standardId');
    given(standard).when(lift('appeal'), nothing).thenRejected('STANDARD_NOT_FOUND', 'standardId');
    given(standard, ...atDIS)
      .when(lift('appeal'), nothing)
      .thenNothing();
  });
});

describe('A ballot that is annulled', () => {
  const annul = (ballotId: string) => command(AnnulAdoption, { appealId: 'appeal', ballotId });

  it('returns the standard to where it stood, and ends the stay', () => {
    given(standard, ...published, stayed('appeal'))
      .when(annul('fdis'), nothing)
      .then(annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))
      .when(annul('fdis'), nothing)
      .thenNothing()
      .when(record('again'), settled({ again: outcome('FDIS', 'PUBLISHED') }))
      .then(adopted('again', 'FDIS'));
  });

  it('takes with it what came after', () => {
    given(standard, ...published, stayed('appeal'))
      .when(annul('dis'), nothing)
      .then(annulled('appeal', 'dis', 'PUBLISHED', 'DIS'))
      .when(command(CancelStandard, { reason: 'Nobody needs it.' }), ours)
      .then(cancelled('DIS', 'WITHDRAWN'));
  });

  it('is not recorded again', () => {
    given(standard, ...published, annulled('appeal', 'fdis', 'PUBLISHED', 'FDIS'))
      .when(record('fdis'), settled({ fdis: outcome('FDIS', 'PUBLISHED') }))
      .thenNothing();
  });

  it('drops what was held, for it was decided on the way that is undone', () => {
    given(standard, ...atFDIS, stayed('appeal'), held('fdis'))
      .when(annul('dis'), settled({ fdis: outcome('FDIS', 'PUBLISHED') }))
      .then(annulled('appeal', 'dis', 'FDIS', 'DIS'))
      .when(command(LiftStay, { appealId: 'appeal' }), nothing)
      .thenNothing();
  });

  it('that moved nothing ends the stay alone', () => {
    given(standard, ...atDIS, failed('dis', 'DIS', 'FDIS'), stayed('appeal'))
      .when(annul('dis'), nothing)
      .then(lifted('appeal'));
  });
});
