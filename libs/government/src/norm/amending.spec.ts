import { given } from '@concord/kernel/testing';
import {
  AmendNorm,
  AnnounceForce,
  CommenceNorm,
  CorrectText,
  MeetCondition,
  PublishNorm,
  RepealNorm,
  ResumeProvisions,
  SuspendProvisions,
} from './norm.commands.js';
import type { ConditionMet, NormAmended, NormCommenced, NormEvent } from './norm.events.js';
import { norm } from './norm.js';
import {
  ALONE,
  agency,
  amended,
  command,
  commencedOn,
  day,
  drafted,
  otherAgency,
  published,
  publishedFrom,
  repealOf,
  stateOf,
  substitute,
  ZONE,
} from './testing/norms.js';

const reason = 'experience';
const NOBODY = new Map();
const act = (body: object = {}) => ({ actor: agency, facts: NOBODY, ...body });
const amend = (inForceFrom: string, ...operations: AmendNorm['operations']) => command(AmendNorm, { inForceFrom, operations, reason });
const repealSection = (eId: string, inForceFrom: string) => amend(inForceFrom, { operation: 'REPEAL', eId });
const waitingFor = (other: string, ...operations: AmendNorm['operations']) =>
  command(AmendNorm, { inForceWith: { norm: other }, operations, reason });

describe('An amendment', () => {
  it('is made by the agency of the norm only, and of an adopted norm only', () => {
    given(norm, drafted, published)
      .when(repealSection('sec_1', '2026-07-01'), act({ actor: otherAgency }))
      .thenRejected('NOT_YOURS');
    given(norm, drafted).when(repealSection('sec_1', '2026-07-01'), act()).thenRejected('WRONG_STATUS');
    given(norm).when(repealSection('sec_1', '2026-07-01'), act()).thenRejected('NORM_NOT_FOUND');
  });

  it('may be one of several on a day, and may look back', () => {
    given(norm, drafted, published)
      .when(repealSection('sec_1', '2026-07-01'), act())
      .then(amended('2026-07-01', repealOf('sec_1')))
      .when(repealSection('sec_2', '2026-07-01'), act())
      .then(amended('2026-07-01', repealOf('sec_2')))
      .when(amend('2026-06-15', { operation: 'RENUMBER', eId: 'sec_2', number: '§ 2' }), act())
      .then(amended('2026-06-15', { operation: 'RENUMBER', eId: 'sec_2', number: '§ 2' }));
  });

  it('that does not fit is refused and names the place', () => {
    const history = given(norm, drafted, published, amended('2026-07-01', repealOf('sec_1')));
    history.when(repealSection('sec_1', '2026-08-01'), act()).thenRejected('ALREADY_REPEALED', 'operations');
    history.when(repealSection('sec_9', '2026-08-01'), act()).thenRejected('UNKNOWN_PROVISION', 'operations');
    history
      .when(amend('2026-08-01', { operation: 'INSERT', provision: { eId: 'sec_1' }, after: 'sec_2' }), act())
      .thenRejected('PROVISION_EXISTS', 'operations');
    history.when(amend('2026-08-01', { operation: 'INSERT' }), act()).thenRejected('BAD_OPERATION', 'operations');
    history.when(amend('2026-08-01', { operation: 'RENUMBER' }), act()).thenRejected('BAD_OPERATION', 'operations');
    history
      .when(amend('2026-08-01', { operation: 'SUBSTITUTE', eId: 'sec_2', provision: { eId: 'sec_9' } }), act())
      .thenRejected('BAD_OPERATION', 'operations');
    const all = { operation: 'REPEAL' as const, wholeNorm: true };
    history.when(amend('2026-08-01', { operation: 'REPEAL' }), act()).thenRejected('BAD_OPERATION', 'operations');
    history.when(amend('2026-08-01', { ...all, eId: 'sec_2' }), act()).thenRejected('BAD_OPERATION', 'operations');
    history
      .when(amend('2026-08-01', { operation: 'RENUMBER', eId: 'sec_2', number: '9', provision: { eId: 'sec_2' } }), act())
      .thenRejected('BAD_OPERATION', 'operations');
    history.when(amend('2026-08-01', all, { ...all, eId: 'sec_2' }), act()).thenRejected('BAD_OPERATION', 'operations');
  });

  it('that looks back is refused where it would take away what a later one needs', () => {
    given(norm, drafted, published, amended('2026-08-01', substitute('sec_1', 'new')))
      .when(repealSection('sec_1', '2026-07-01'), act())
      .thenRejected('ALREADY_REPEALED', 'operations')
      .when(repealSection('sec_1', '2026-08-01'), act())
      .then(amended('2026-08-01', repealOf('sec_1')));
  });

  it('says when it takes effect: on a day, or with another norm, not both', () => {
    const operations = [{ operation: 'REPEAL' as const, eId: 'sec_1' }];
    const history = given(norm, drafted, published);
    history.when(command(AmendNorm, { operations, reason }), act()).thenRejected('NO_COMMENCEMENT', 'inForceFrom');
    history
      .when(command(AmendNorm, { operations, reason, inForceFrom: '2026-07-01', inForceWith: { norm: 'kites' } }), act())
      .thenRejected('TWO_COMMENCEMENTS', 'inForceWith');
  });
});

describe('What waits for another norm', () => {
  const kites = [drafted, publishedFrom(null)];
  const facts = (...events: readonly NormEvent[]) => new Map([['kites', stateOf(...events)]]);
  const waiting: NormAmended = {
    type: 'government.norm.NormAmended',
    data: {
      by: null,
      commencement: { with: 'kites', provision: null, notBefore: day('2026-03-01') },
      operations: [repealOf('sec_1')],
      reason,
      zone: ZONE,
    },
  };
  const met = (on: string): ConditionMet => ({
    type: 'government.norm.ConditionMet',
    data: { norm: 'kites', provision: null, on: day(on), zone: ZONE },
  });
  const meet = command(MeetCondition, { norm: 'kites' });

  it('takes effect on the day on which the other commences, once that is known', () => {
    given(norm, drafted, published)
      .when(waitingFor('kites', { operation: 'REPEAL', eId: 'sec_1' }), act({ facts: facts(...kites) }))
      .then(waiting)
      .when(meet, { facts: stateOf(...kites) })
      .thenNothing()
      .when(meet, { facts: stateOf(...kites, commencedOn('2026-09-01')) })
      .then(met('2026-09-01'))
      .when(meet, { facts: stateOf(...kites, commencedOn('2026-09-01')) })
      .thenNothing();
  });

  it('takes effect at once with a norm that has its day already', () => {
    given(norm, drafted, published)
      .when(waitingFor('kites', { operation: 'REPEAL', eId: 'sec_1' }), act({ facts: facts(...kites, commencedOn('2026-09-01')) }))
      .then(waiting, met('2026-09-01'));
  });

  it('cannot wait for a norm, or a provision, that there is not', () => {
    const history = given(norm, drafted, published);
    history
      .when(waitingFor('kites', { operation: 'REPEAL', eId: 'sec_1' }), act({ facts: facts() }))
      .thenRejected('NORM_NOT_FOUND', 'inForceWith');
    const ofSection = command(AmendNorm, {
      inForceWith: { norm: 'kites', provision: 'sec_9' },
      operations: [{ operation: 'REPEAL', eId: 'sec_1' }],
      reason,
    });
    history.when(ofSection, act({ facts: facts(...kites) })).thenRejected('UNKNOWN_PROVISION', 'inForceWith');
  });

  it('keeps others from taking away what it will need, whenever that is', () => {
    given(norm, drafted, published, waiting)
      .when(repealSection('sec_1', '2030-01-01'), act())
      .thenRejected('ALREADY_REPEALED', 'operations')
      .when(repealSection('sec_2', '2030-01-01'), act())
      .then(amended('2030-01-01', repealOf('sec_2')));
  });

  it('follows the day of the other when it is moved', () => {
    given(norm, drafted, published, waiting, met('2026-09-01'))
      .when(meet, { facts: stateOf(...kites, commencedOn('2026-09-01'), commencedOn('2026-10-01')) })
      .then(met('2026-10-01'));
  });
});

describe('Commencement', () => {
  const commence = (inForceFrom: string, provisions?: string[]) =>
    command(CommenceNorm, { inForceFrom, ...(provisions && { provisions }) });
  const undated = [drafted, publishedFrom(null)] as const;

  it('is fixed for the whole norm, or for some of its provisions on days of their own', () => {
    given(norm, ...undated)
      .when(commence('2026-06-01'), act())
      .then(commencedOn('2026-06-01'))
      .when(commence('2026-09-01', ['sec_2']), act())
      .then(commencedOn('2026-09-01', ['sec_2']))
      .when(commence('2026-09-01', ['sec_9']), act())
      .thenRejected('UNKNOWN_PROVISION', 'provisions')
      .when(command(CommenceNorm, {}), act())
      .thenRejected('NO_COMMENCEMENT', 'inForceFrom');
  });

  it('can be moved while both days lie ahead, in the zone of the norm', () => {
    const beforeMidnight = { now: '2026-06-01T03:59:59.000Z' };
    const afterMidnight = { now: '2026-06-01T04:00:00.000Z' };
    given(norm, ...undated, commencedOn('2026-06-01'))
      .when(commence('2026-07-01'), act(afterMidnight))
      .thenRejected('ALREADY_COMMENCED')
      .when(commence('2026-05-31'), act(beforeMidnight))
      .thenRejected('ALREADY_COMMENCED', 'inForceFrom')
      .when(commence('2026-07-01'), act(beforeMidnight))
      .then(commencedOn('2026-07-01'));
  });

  it('does not wait for itself', () => {
    given(norm, ...undated)
      .when(command(CommenceNorm, { inForceWith: { norm: 'toys' } }), act({ facts: new Map([['toys', stateOf(...undated)]]) }))
      .thenRejected('WAITS_FOR_ITSELF', 'inForceWith');
  });

  it('may wait for another norm', () => {
    const commenced: NormCommenced = {
      type: 'government.norm.NormCommenced',
      data: { provisions: null, commencement: { with: 'kites', provision: null, notBefore: day('2026-03-01') }, zone: ZONE },
    };
    given(norm, ...undated)
      .when(command(CommenceNorm, { inForceWith: { norm: 'kites' } }), act({ facts: new Map([['kites', stateOf(...undated)]]) }))
      .then(commenced);
    given(norm, drafted)
      .when(
        command(PublishNorm, { publishedOn: '2026-03-01', inForceWith: { norm: 'kites' }, zone: ZONE }),
        act({ facts: { ...ALONE, awaited: new Map([['kites', stateOf(...undated)]]) } }),
      )
      .then(publishedFrom(null), commenced);
  });

  it('is announced on its day, once', () => {
    const announce = (on: string) => command(AnnounceForce, { on });
    given(norm, drafted, published)
      .when(announce('2026-06-02'))
      .thenNothing()
      .when(announce('2026-06-01'))
      .then({ type: 'government.norm.NormCameIntoForce', data: { on: day('2026-06-01') } })
      .when(announce('2026-06-01'))
      .thenNothing();
  });
});

describe('A suspension', () => {
  const suspend = (from: string, until?: string) =>
    command(SuspendProvisions, { provisions: ['sec_1'], from, reason, ...(until && { until }) });
  const resume = (from: string) => command(ResumeProvisions, { provisions: ['sec_1'], from, reason });

  it('ends by itself, or with a resumption', () => {
    given(norm, drafted, published)
      .when(suspend('2026-07-01', '2026-07-01'), act())
      .thenRejected('DATE_IN_WRONG_ORDER', 'until')
      .when(suspend('2026-07-01'), act())
      .then({
        type: 'government.norm.ProvisionsSuspended',
        data: { provisions: ['sec_1'], from: day('2026-07-01'), until: null, reason, zone: ZONE },
      })
      .when(resume('2026-08-01'), act())
      .then({ type: 'government.norm.ProvisionsResumed', data: { provisions: ['sec_1'], from: day('2026-08-01'), reason, zone: ZONE } })
      .when(resume('2026-09-01'), act())
      .thenRejected('NOT_SUSPENDED', 'from');
  });

  it('is of what stands in the text on its first day', () => {
    const gone = given(norm, drafted, published, amended('2026-08-01', repealOf('sec_1')));
    gone.when(suspend('2026-08-01'), act()).thenRejected('ALREADY_REPEALED', 'provisions');
    gone.when(suspend('2026-05-31'), act()).thenRejected('DATE_IN_WRONG_ORDER', 'from');
  });
});

describe('A repeal', () => {
  const repeal = (repealedFrom: string, provisions?: string[]) =>
    command(RepealNorm, { repealedFrom, reason, ...(provisions && { provisions }) });

  it('ends the norm; what would come after has no text to change', () => {
    given(norm, drafted, published)
      .when(repeal('2026-06-01'), act())
      .thenRejected('DATE_IN_WRONG_ORDER', 'repealedFrom')
      .when(repeal('2027-01-01'), act({ actor: otherAgency }))
      .thenRejected('NOT_YOURS')
      .when(repeal('2027-01-01'), act())
      .then({ type: 'government.norm.NormRepealed', data: { repealedFrom: day('2027-01-01'), reason } })
      .when(repealSection('sec_1', '2027-01-01'), act())
      .thenRejected('ALREADY_REPEALED', 'inForceFrom')
      .when(repealSection('sec_1', '2026-12-31'), act())
      .then(amended('2026-12-31', repealOf('sec_1')));
    const ended: NormEvent = { type: 'government.norm.NormRepealed', data: { repealedFrom: day('2026-02-01'), reason } };
    given(norm, drafted, publishedFrom('2026-01-01'), ended)
      .when(
        waitingFor('kites', { operation: 'REPEAL', eId: 'sec_1' }),
        act({ facts: new Map([['kites', stateOf(drafted, publishedFrom(null))]]) }),
      )
      .thenRejected('ALREADY_REPEALED', 'inForceFrom');
  });

  it('of single provisions is an amendment', () => {
    given(norm, drafted, published)
      .when(repeal('2027-01-01', ['sec_1']), act())
      .then(amended('2027-01-01', repealOf('sec_1')))
      .when(repeal('2027-02-01', ['sec_1']), act())
      .thenRejected('ALREADY_REPEALED', 'operations');
  });
});

describe('A correction', () => {
  const correct = (body: Partial<CorrectText>) =>
    command(CorrectText, { eId: 'sec_1', correction: 'ERRATUM', reason: 'misprint', ...body });
  const corrected = (of: number, correction: 'ERRATUM' | 'TRANSLATION', ...texts: readonly (readonly [string, string])[]): NormEvent => ({
    type: 'government.norm.TextCorrected',
    data: {
      of,
      eId: 'sec_1',
      headings: null,
      text: texts.map(([language, text]) => ({ language, text })),
      correction,
      reason: 'misprint',
    },
  });

  it('mends the words of the act that brought them', () => {
    given(norm, drafted, published, amended('2026-07-01', substitute('sec_1', 'nwe')))
      .when(correct({ text: [{ language: 'en', text: 'new' }] }), act())
      .then(corrected(3, 'ERRATUM', ['en', 'new']))
      .when(correct({ text: [{ language: 'en', text: 'Text of section 1' }], asOf: '2026-06-30' }), act())
      .then(corrected(1, 'ERRATUM', ['en', 'Text of section 1']));
  });

  it('adds another language to those that there are', () => {
    given(norm, drafted, published)
      .when(correct({ text: [{ language: 'fr', text: 'Texte' }] }), act())
      .thenRejected('NOTHING_TO_CORRECT', 'text')
      .when(correct({ correction: 'TRANSLATION', text: [{ language: 'fr', text: 'Texte' }] }), act())
      .then(corrected(1, 'TRANSLATION', ['en', 'Text of sec_1'], ['fr', 'Texte']))
      .when(correct({ correction: 'TRANSLATION', text: [{ language: 'fr', text: 'Autre' }] }), act())
      .thenRejected('NOTHING_TO_CORRECT', 'text');
  });

  it('states something, and of a provision that there is', () => {
    given(norm, drafted, published)
      .when(correct({}), act())
      .thenRejected('NOTHING_TO_CORRECT', 'text')
      .when(correct({ eId: 'sec_9', text: [{ language: 'en', text: 'x' }] }), act())
      .thenRejected('UNKNOWN_PROVISION', 'eId')
      .when(correct({ text: [{ language: 'en', text: 'Text of sec_1' }] }), act())
      .thenNothing();
  });
});
