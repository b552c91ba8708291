import type { Duration } from '@concord/kernel';
import { given, TEST_NOW } from '@concord/kernel/testing';
import { committee } from '../committee/committee.js';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import { PROCEDURES } from '../standard/procedure.js';
import { standard } from '../standard/standard.js';
import { OpenBallot } from './ballot.commands.js';
import { ballot } from './ballot.js';
import { evolve, initialState } from './ballot-state.js';
import type { Ground } from './opening.js';
import type { RoundBefore } from './recirculation.js';
import {
  association,
  at,
  CLOSES,
  cast,
  closedWith,
  content,
  HASH,
  member,
  OTHER_HASH,
  openedWith,
  publishedAs,
  ROLL,
} from './testing/ballots.js';

const ground: Ground = {
  standard: {
    ...standard.initialState,
    stage: 'DIS',
    association: 'trade-standards',
    committeeId: 'odr',
    drafts: [{ version: 3, contentHash: HASH, submittedAt: at('2026-01-01T00:00:00.000Z') }],
  },
  committee: {
    ...committee.initialState,
    created: true,
    association: 'trade-standards',
    members: [...ROLL].reverse(),
    reminders: [],
  },
  calendar: null,
  before: null,
};
const open = (body: Partial<OpenBallot> = {}) =>
  Object.assign(new OpenBallot(), { ballotId: 'first', standardId: 'returns', closesAt: CLOSES, secrecy: 'OPEN' }, body);
const opening = (changes: Partial<Ground> = {}) => ({ actor: association, facts: { ...ground, ...changes } });
const opened = openedWith();
const atStage = (stage: typeof ground.standard.stage, more: Partial<typeof ground.standard> = {}) =>
  opening({ standard: { ...ground.standard, stage, ...more } });

describe('A ballot', () => {
  it('is bound to the latest draft, and to the members of the committee at its opening', () => {
    given(ballot).when(open(), opening()).then(opened);
  });

  it('is sealed unless something else is said, and shows its turnout', () => {
    const { secrecy: _, ...plain } = open();
    given(ballot)
      .when(Object.assign(new OpenBallot(), plain), opening())
      .then(openedWith({ secrecy: 'SEALED' }));
    given(ballot)
      .when(open({ secrecy: 'SECRET', showsTurnout: false }), opening())
      .then(openedWith({ secrecy: 'SECRET', showsTurnout: false }));
  });

  it('is opened on the draft that was meant', () => {
    given(ballot)
      .when(open({ draftHash: HASH }), opening())
      .then(opened);
    given(ballot)
      .when(open({ draftHash: OTHER_HASH }), opening())
      .thenRejected('DRAFT_NOT_CURRENT', 'draftHash');
  });

  it('keeps its deadline in UTC, and reminds before it where there is still time', () => {
    given(ballot)
      .when(open({ closesAt: '2026-03-31T08:00:00+08:00' }), opening())
      .then(opened);
    const reminders = ['P7D', 'P1D', 'P60D'] as Duration[];
    given(ballot)
      .when(open(), opening({ committee: { ...ground.committee, reminders } }))
      .then(openedWith({ remindBefore: reminders, remindAt: [at('2026-03-24T00:00:00.000Z'), at('2026-03-30T00:00:00.000Z')] }));
  });

  it('is refused under an id that is taken, on a standard that is not there, and on one of others', () => {
    given(ballot, opened).when(open(), opening()).thenRejected('BALLOT_EXISTS', 'ballotId');
    given(ballot)
      .when(open(), opening({ standard: standard.initialState }))
      .thenRejected('STANDARD_NOT_FOUND', 'standardId');
    given(ballot)
      .when(open(), { ...opening(), actor: { ...association, party: 'other-standards' } })
      .thenRejected('NOT_YOURS', 'standardId');
  });

  it.each(['NP', 'WD', 'CD', 'PUBLISHED'] as const)('is refused on a standard at stage %s, from which no ballot leads', (stage) => {
    given(ballot).when(open(), atStage(stage)).thenRejected('WRONG_STATUS', 'standardId');
  });

  it('is refused on a standard without a draft', () => {
    given(ballot)
      .when(open(), atStage('DIS', { drafts: [] }))
      .thenRejected('NO_DRAFT', 'standardId');
  });

  it('says when it closes, once, and in the future', () => {
    given(ballot)
      .when(open({ closesAt: TEST_NOW }), opening())
      .thenRejected('CLOSES_IN_THE_PAST', 'closesAt');
    const { closesAt: _, ...never } = open();
    given(ballot).when(Object.assign(new OpenBallot(), never), opening()).thenRejected('CLOSE_UNCLEAR', 'closesAt');
    given(ballot)
      .when(open({ closesAfter: { workingDays: 3, calendarId: 'cn' } }), opening())
      .thenRejected('CLOSE_UNCLEAR', 'closesAt');
  });
});

describe('The rule of a ballot', () => {
  it('is that of the procedure, or another where the procedure leaves the choice', () => {
    given(ballot)
      .when(open({ rule: { builtIn: 'SIMPLE_MAJORITY' } }), opening())
      .then(openedWith({ rule: BUILT_IN_RULES.SIMPLE_MAJORITY }));
    const iso = opening({ committee: { ...ground.committee, procedure: PROCEDURES.ISO_IEC } });
    given(ballot)
      .when(open(), iso)
      .then(openedWith({ proposes: 'FDIS' }));
    given(ballot)
      .when(open({ rule: { builtIn: 'SIMPLE_MAJORITY' } }), iso)
      .thenRejected('RULE_FIXED', 'rule');
  });

  it('can be met by those on the roll', () => {
    const observers = { ...ground.committee, members: [member('us-cpsc', 'O_MEMBER')] };
    given(ballot)
      .when(open(), opening({ committee: observers }))
      .thenRejected('NO_P_MEMBER', 'standardId');
    given(ballot)
      .when(open({ rule: { builtIn: 'SIMPLE_MAJORITY' } }), opening({ committee: { ...ground.committee, members: [] } }))
      .thenRejected('NO_VOTER', 'standardId');
    given(ballot)
      .when(open({ rule: { builtIn: 'SIMPLE_MAJORITY', quorum: { numerator: 4, denominator: 3 } } }), opening())
      .thenRejected('RULE_CANNOT_BE_MET', 'rule.quorum');
  });
});

describe('After a review', () => {
  it('a ballot says what is proposed', () => {
    given(ballot).when(open(), atStage('REVIEW')).thenRejected('PROPOSAL_MISSING', 'proposes');
    given(ballot)
      .when(open({ proposes: 'PUBLISHED' }), atStage('REVIEW'))
      .thenRejected('WRONG_STAGE', 'proposes');
    given(ballot)
      .when(open({ proposes: 'CONFIRMED' }), atStage('REVIEW'))
      .then(openedWith({ stage: 'REVIEW', proposes: 'CONFIRMED', rule: BUILT_IN_RULES.SIMPLE_MAJORITY }));
  });
});

describe('A recirculation', () => {
  const first = openedWith({ contentHash: OTHER_HASH });
  const history = [first, cast('cn-customs', 'APPROVE'), cast('us-cpsc', 'DISAPPROVE', { technicalReason: 'clause 1' })];
  const votes = [
    publishedAs('cn-customs', 'cn-customs', 'P_MEMBER', content('APPROVE')),
    publishedAs('us-cpsc', 'us-cpsc', 'O_MEMBER', content('DISAPPROVE', { technicalReason: 'clause 1' })),
  ];
  const closed = [...history, closedWith(first, votes)].reduce(evolve, initialState);
  const places: RoundBefore['places'] = {
    [OTHER_HASH]: { clause_1: 'a', clause_2: 'b', gone: 'c' },
    [HASH]: { clause_1: 'a', clause_2: 'B', added: 'd' },
  };
  const round = (before: Partial<RoundBefore> = {}, changes: Partial<Ground> = {}) =>
    opening({ before: { ballot: closed, places, ...before }, ...changes });
  const again = open({ recirculates: 'before' });

  it('keeps roll and rule, names what changed and who objects, and carries the votes over', () => {
    const grown = { ...ground.committee, members: [...ROLL, member('newcomer', 'P_MEMBER')] };
    given(ballot)
      .when(again, round({}, { committee: grown }))
      .then(
        openedWith({
          recirculation: {
            of: 'before',
            changed: ['clause_2', 'added', 'gone'],
            unresolved: ['us-cpsc'],
            carried: votes.map(({ party, content }) => ({ party: party as string, castBy: party as string, content })),
          },
        }),
      );
  });

  it('is of a closed ballot on the same standard, whose text has changed since, and whose votes have names', () => {
    given(ballot)
      .when(again, round({ ballot: initialState }))
      .thenRejected('BALLOT_NOT_FOUND', 'recirculates');
    given(ballot)
      .when(again, round({ ballot: history.reduce(evolve, initialState) }))
      .thenRejected('WRONG_STATUS', 'recirculates');
    given(ballot)
      .when(again, round({ ballot: { ...closed, standardId: 'other' } }))
      .thenRejected('ANOTHER_STANDARD', 'recirculates');
    given(ballot)
      .when(again, round({ ballot: { ...closed, contentHash: HASH } }))
      .thenRejected('TEXT_NOT_CHANGED', 'recirculates');
    given(ballot)
      .when(again, round({ ballot: { ...closed, secrecy: 'SECRET' } }))
      .thenRejected('NAMES_UNKNOWN', 'recirculates');
    given(ballot)
      .when(open({ recirculates: 'before', rule: { builtIn: 'CONSENSUS' } }), round())
      .thenRejected('RULE_CARRIES_OVER', 'rule');
  });
});
