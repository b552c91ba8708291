import { createHash } from 'node:crypto';
import { type Actor, type Duration, type Instant, lift } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import type { BallotOutcome } from '../ballot/ballot-outcome.js';
import { type CommitteeState, committee } from '../committee/committee.js';
import type { Tally } from '../rule/tally.js';
import { contentHash } from './content-hash.js';
import { draftBefore } from './drafts.js';
import type { Settlement } from './settling.js';
import { AdvanceStandard, ProposeStandard, RecordBallotResult, SubmitDraft } from './standard.commands.js';
import { type Section, type Stage, type StandardEvent, standardEvents } from './standard.events.js';
import { standard } from './standard.js';
import { tallyOf } from './testing/tally.js';

const association: Actor = { person: 'ida', party: 'trade-standards', kind: 'ASSOCIATION', roles: ['OFFICER'] };
const otherAssociation: Actor = { ...association, party: 'other-standards' };
const ours = { actor: association, facts: committee.initialState };
const at = (text: string) => text as Instant;

const titles = [{ language: 'en', text: 'Returns across borders' }];
const scope = [{ language: 'en', text: 'How goods go back.' }];
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { standardId: 'returns' }, body);
const propose = command(ProposeStandard, { committeeId: 'odr', titles, scope });
const section = (eId: string, text: string): Section => ({ eId, heading: null, text: [{ language: 'en', text }] });
const submit = (...texts: string[]) =>
  command(SubmitDraft, { sections: texts.map((text, index) => ({ eId: `clause_${index + 1}`, text: [{ language: 'en', text }] })) });
const advance = (stage: Stage) => command(AdvanceStandard, { stage });

const ownCommittee: CommitteeState = { ...committee.initialState, created: true, association: 'trade-standards' };

const proposed: StandardEvent = {
  type: 'association.standard.StandardProposed',
  data: { association: 'trade-standards', committeeId: 'odr', titles, scope, stage: 'NP', procedure: 'FAST_TRACK' },
};
const advanced = (from: Stage, to: Stage): StandardEvent => ({ type: 'association.standard.StandardAdvanced', data: { from, to } });
const submitted = (version: number, text: string, stage: Stage, submittedAt = TEST_NOW): StandardEvent => {
  const sections = [section('clause_1', text)];
  return {
    type: 'association.standard.DraftSubmitted',
    data: { version, sections, contentHash: contentHash(sections), stage, submittedAt },
  };
};
const atStageDIS = [proposed, advanced('NP', 'WD'), advanced('WD', 'CD'), advanced('CD', 'DIS')];

describe('A proposal', () => {
  it('belongs to the association that makes it, and is new work of its committee', () => {
    given(standard)
      .when(propose, { ...ours, facts: ownCommittee })
      .then(proposed);
  });

  it('is refused under an id that is taken', () => {
    given(standard, proposed)
      .when(propose, { ...ours, facts: ownCommittee })
      .thenRejected('STANDARD_EXISTS', 'standardId');
  });

  it('is refused for a committee that is not there', () => {
    given(standard)
      .when(propose, { ...ours, facts: committee.initialState })
      .thenRejected('COMMITTEE_NOT_FOUND', 'committeeId');
  });

  it('is refused for a committee of another association', () => {
    given(standard).when(propose, { actor: otherAssociation, facts: ownCommittee }).thenRejected('NOT_YOURS', 'committeeId');
  });
});

describe('A draft', () => {
  it('is numbered, and known by the hash of its text', () => {
    given(standard, proposed)
      .when(submit('Goods go back within 14 days.'), ours)
      .then(submitted(1, 'Goods go back within 14 days.', 'NP'))
      .when(submit('Goods go back within 30 days.'), ours)
      .then(submitted(2, 'Goods go back within 30 days.', 'NP'));
  });

  it('with the text of the one before writes nothing', () => {
    given(standard, proposed, submitted(1, 'Goods go back.', 'NP'))
      .when(submit('Goods go back.'), ours)
      .thenNothing();
  });

  it('has each eId once', () => {
    const twice = [section('clause_1', 'a'), section('clause_1', 'b')].map(({ eId, text }) => ({ eId, text: [...text] }));
    given(standard, proposed)
      .when(command(SubmitDraft, { sections: twice }), ours)
      .thenRejected('SECTION_EXISTS', 'sections.1.eId');
  });

  it('is refused once the standard is adopted', () => {
    given(standard, ...atStageDIS, adopted)
      .when(submit('Too late.'), ours)
      .thenRejected('WRONG_STATUS');
  });

  it('has a hash that anybody can compute from the published text', () => {
    const published = '[{"eId":"clause_1","heading":null,"text":[{"language":"en","text":"Goods go back."}]}]';
    expect(contentHash([section('clause_1', 'Goods go back.')])).toBe(createHash('sha256').update(published).digest('hex'));
  });

  it('that comes at an instant does not stand before it', () => {
    const drafts = [1, 2].map((version) => ({
      version,
      contentHash: `hash-${version}`,
      submittedAt: at(`2026-03-0${version}T12:00:00.000Z`),
    }));
    expect(draftBefore(drafts, at('2026-03-02T12:00:00.000Z'))?.version).toBe(1);
    expect(draftBefore(drafts, at('2026-03-02T12:00:00.001Z'))?.version).toBe(2);
    expect(draftBefore(drafts, at('2026-03-01T12:00:00.000Z'))).toBeUndefined();
  });
});

describe('A stage', () => {
  it('follows the one before: NP, WD, CD, DIS', () => {
    given(standard, proposed)
      .when(advance('WD'), ours)
      .then(advanced('NP', 'WD'))
      .when(advance('CD'), ours)
      .then(advanced('WD', 'CD'))
      .when(advance('DIS'), ours)
      .then(advanced('CD', 'DIS'));
  });

  it('that is reached already writes nothing', () => {
    given(standard, proposed, advanced('NP', 'WD')).when(advance('WD'), ours).thenNothing();
  });

  it('cannot be skipped, and nothing goes back', () => {
    given(standard, proposed).when(advance('CD'), ours).thenRejected('WRONG_STATUS', 'stage');
    given(standard, ...atStageDIS)
      .when(advance('CD'), ours)
      .thenRejected('WRONG_STATUS', 'stage');
    given(standard, ...atStageDIS, adopted)
      .when(advance('FDIS'), ours)
      .thenRejected('WRONG_STATUS', 'stage');
  });

  it.each(['FDIS', 'PUBLISHED'] as const)('beyond DIS, such as %s, is reached only by an approved ballot', (stage) => {
    given(standard, ...atStageDIS)
      .when(advance(stage), ours)
      .thenRejected('BALLOT_NEEDED', 'stage');
  });
});

describe.each([
  ['submits a draft of', submit('Goods go back.')],
  ['advances', advance('WD')],
])('Nobody %s a standard', (_, act) => {
  it('that is not there', () => {
    given(standard).when(act, ours).thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });

  it('but the association that proposed it', () => {
    given(standard, proposed).when(act, { actor: otherAssociation, facts: committee.initialState }).thenRejected('NOT_YOURS', 'standardId');
  });
});

const record = command(RecordBallotResult, { ballotId: 'first' });
const textHash = contentHash([section('clause_1', 'Goods go back.')]);
const inFavour = tallyOf('APPROVE');
const against = tallyOf('DISAPPROVE');
const closed = (result: Tally | null): BallotOutcome => ({
  standardId: 'returns',
  draftVersion: 1,
  contentHash: textHash,
  closesAt: at('2026-03-31T00:00:00.000Z'),
  stage: 'DIS',
  proposes: 'PUBLISHED',
  result,
});
const settlement = (outcome: BallotOutcome, ballotId = 'first'): { readonly facts: Settlement } => ({
  facts: { outcomes: new Map([[ballotId, outcome]]), reviewPeriod: 'P3Y' as Duration },
});
const verdict = (result: Tally) => ({ ballotId: 'first', draftVersion: 1, contentHash: textHash, criteria: result.criteria });
const adopted: StandardEvent = {
  type: 'association.standard.StandardAdopted',
  data: { ...verdict(inFavour), from: 'DIS', stage: 'PUBLISHED', publishedAt: TEST_NOW, reviewPeriod: 'P3Y' as Duration },
};
const notAdopted: StandardEvent = {
  type: 'association.standard.StandardNotAdopted',
  data: { ...verdict(against), stage: 'DIS', proposes: 'PUBLISHED' },
};
const underBallot = [...atStageDIS, submitted(1, 'Goods go back.', 'DIS', at('2026-01-01T00:00:00.000Z'))];

describe('The result of a ballot', () => {
  it('that is approved adopts the standard, which is then published', () => {
    given(standard, ...underBallot)
      .when(record, settlement(closed(inFavour)))
      .then(adopted);
  });

  it('that is not approved leaves the standard a draft, to be voted on again', () => {
    given(standard, ...underBallot)
      .when(record, settlement(closed(against)))
      .then(notAdopted)
      .when(submit('Goods go back within 30 days.'), ours)
      .then(submitted(2, 'Goods go back within 30 days.', 'DIS'));
  });

  it('that is recorded already writes nothing', () => {
    given(standard, ...underBallot, adopted)
      .when(record, settlement(closed(inFavour)))
      .thenNothing();
    given(standard, ...underBallot, notAdopted)
      .when(record, settlement(closed(against)))
      .thenNothing();
  });

  it('stands when the text was changed only after the ballot had closed', () => {
    given(standard, ...underBallot, submitted(2, 'Something else.', 'DIS', at('2026-03-31T00:00:00.000Z')))
      .when(record, settlement(closed(inFavour)))
      .then(adopted);
  });

  it('is refused when the text was changed while the ballot was open', () => {
    given(standard, ...underBallot, submitted(2, 'Something else.', 'DIS', at('2026-03-30T23:59:59.999Z')))
      .when(record, settlement(closed(inFavour)))
      .thenRejected('BALLOT_VOID', 'ballotId');
  });

  it('is refused while there is none', () => {
    given(standard, ...underBallot)
      .when(record, settlement(closed(null)))
      .thenRejected('NO_RESULT', 'ballotId');
  });

  it('is refused when the ballot was about another standard', () => {
    given(standard, ...underBallot)
      .when(record, settlement({ ...closed(inFavour), standardId: 'another' }))
      .thenRejected('NO_RESULT', 'ballotId');
  });

  it('is refused when another ballot has adopted the standard', () => {
    given(standard, ...underBallot, adopted)
      .when(command(RecordBallotResult, { ballotId: 'second' }), settlement(closed(inFavour), 'second'))
      .thenRejected('WRONG_STATUS', 'ballotId');
  });

  it('is refused for a standard that is not there', () => {
    given(standard)
      .when(record, settlement(closed(inFavour)))
      .thenRejected('STANDARD_NOT_FOUND', 'standardId');
  });
});

describe('What was written before', () => {
  const lifted = (type: StandardEvent['type'], data: object) =>
    lift({ id: 'an-event' as never, type, schemaVersion: 1, data }, standardEvents[type]).data;

  it('was moved by FAST_TRACK', () => {
    const { procedure, ...data } = proposed.data as Extract<StandardEvent, { type: typeof proposed.type }>['data'] & { procedure?: string };
    expect(procedure).toBe('FAST_TRACK');
    expect(lifted('association.standard.StandardProposed', data)).toEqual(proposed.data);
  });

  it('was voted on at DIS, to be published, and is reviewed after five years', () => {
    expect(lifted('association.standard.StandardAdopted', { ...verdict(inFavour), stage: 'PUBLISHED' })).toEqual({
      ...adopted.data,
      publishedAt: null,
      reviewPeriod: 'P5Y',
    });
    expect(lifted('association.standard.StandardNotAdopted', verdict(against))).toEqual(notAdopted.data);
  });
});
