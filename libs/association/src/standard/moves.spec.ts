import { given } from '@concord/kernel/testing';
import { SubmitDraft } from './standard.commands.js';
import { standard } from './standard.js';
import {
  adopted,
  advance,
  advanced,
  against,
  association,
  atDIS,
  atFDIS,
  cancel,
  cancelled,
  command,
  failed,
  inReview,
  moved,
  ours,
  outcome,
  proposed,
  published,
  record,
  settled,
} from './testing/moves.js';

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
