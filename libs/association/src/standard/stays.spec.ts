import { given } from '@concord/kernel/testing';
import { AnnulAdoption, CancelStandard, LiftStay, StartReview, StayStandard, SubmitDraft } from './standard.commands.js';
import { standard } from './standard.js';
import {
  adopted,
  advance,
  against,
  annulled,
  atDIS,
  atFDIS,
  cancel,
  cancelled,
  command,
  failed,
  held,
  IN_3_YEARS,
  lifted,
  moved,
  nothing,
  ours,
  outcome,
  published,
  record,
  reviewed,
  settled,
  stayed,
} from './testing/moves.js';

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
