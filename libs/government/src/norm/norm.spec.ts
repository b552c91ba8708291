import type { Actor, CalendarDate, Instant, TimeZone } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import {
  AmendNorm,
  CloseConsultation,
  CommenceNorm,
  DraftNorm,
  OpenConsultation,
  PublishNorm,
  RepealNorm,
  WithdrawNorm,
} from './norm.commands.js';
import type { NormAmended, NormCommenced, NormDrafted, NormEvent, NormPublished, NormRepealed, Provision } from './norm.events.js';
import { norm } from './norm.js';
import { normTimeline, versionOn } from './norm-timeline.js';

const day = (text: string) => text as CalendarDate;
const at = (text: string) => text as Instant;
const command = <T extends object>(type: new () => T, body: Partial<T>): T => Object.assign(new type(), { normId: 'toys' }, body);

const agency: Actor = { person: 'ana', party: 'us-cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
const otherAgency: Actor = { ...agency, party: 'us-cbp' };

const provision = (eId: string, text = `Text of ${eId}`): Provision => ({
  eId,
  heading: null,
  text: [{ language: 'en', text }],
  requirement: null,
});

const drafted: NormDrafted = {
  type: 'government.norm.NormDrafted',
  data: {
    agency: 'us-cpsc',
    jurisdiction: 'US',
    documentType: 'regulation',
    titles: [{ language: 'en', text: 'Toys' }],
    docket: null,
    source: null,
    hsCodes: ['9503'],
    provisions: [provision('sec_1'), provision('sec_2')],
  },
};
const opened: NormEvent = {
  type: 'government.norm.ConsultationOpened',
  data: { opensAt: at('2026-01-01T05:00:00.000Z'), closesAt: at('2026-03-02T04:59:59.000Z'), zone: 'America/New_York' as TimeZone },
};
const published: NormPublished = {
  type: 'government.norm.NormPublished',
  data: { publishedOn: day('2026-03-01'), inForceFrom: day('2026-06-01'), zone: 'America/New_York' as TimeZone },
};
const amended = (version: number, inForceFrom: string, ...operations: NormAmended['data']['operations']): NormAmended => ({
  type: 'government.norm.NormAmended',
  data: { version, inForceFrom: day(inForceFrom), operations, reason: 'experience' },
});

const draftToys = (body: Partial<DraftNorm> = {}) =>
  command(DraftNorm, {
    jurisdiction: 'US',
    documentType: 'regulation',
    titles: [{ language: 'en', text: 'Toys' }],
    hsCodes: ['9503'],
    provisions: [
      { eId: 'sec_1', text: [{ language: 'en', text: 'Text of sec_1' }] },
      { eId: 'sec_2', text: [{ language: 'en', text: 'Text of sec_2' }] },
    ],
    ...body,
  });

const publish = command(PublishNorm, { publishedOn: '2026-03-01', inForceFrom: '2026-06-01', zone: 'America/New_York' });
const repealSection = (eId: string, inForceFrom: string) =>
  command(AmendNorm, { inForceFrom, reason: 'experience', operations: [{ operation: 'REPEAL', eId }] });

describe('A draft', () => {
  it('belongs to the agency that drafts it', () => {
    given(norm).when(draftToys(), { actor: agency }).then(drafted);
  });

  it('names each HS code once, in order', () => {
    given(norm)
      .when(draftToys({ hsCodes: ['95', '9503', '95'], provisions: [] }), { actor: agency })
      .then({ ...drafted, data: { ...drafted.data, hsCodes: ['95', '9503'], provisions: [] } });
  });

  it('is refused under an id that is taken', () => {
    given(norm, drafted).when(draftToys(), { actor: agency }).thenRejected('NORM_EXISTS', 'normId');
  });

  it('has each eId once', () => {
    const twice = { eId: 'sec_1', text: [{ language: 'en', text: 'a' }] };
    given(norm)
      .when(draftToys({ provisions: [twice, twice] }))
      .thenRejected('PROVISION_EXISTS', 'provisions');
  });

  it.each([
    ['that is not CEL', 'transaction..'],
    ['that asks for what no transaction has', 'transaction.colour == "red"'],
    ['that gives no truth value', 'transaction.currency'],
    ['whose pattern could run without bound', 'transaction.currency.matches("(a+)+$")'],
    ['that nests more than two loops', '[1].all(a, [1].all(b, [1].all(c, true)))'],
  ])('is refused with a requirement %s', (_, mustHold) => {
    const requirement = { direction: 'IMPORT' as const, mustHold, onBreach: 'REFUSE' as const };
    given(norm)
      .when(draftToys({ provisions: [{ eId: 'sec_1', text: [{ language: 'en', text: 'a' }], requirement }] }))
      .thenRejected('FAULTY_REQUIREMENT', 'provisions');
  });

  it('can be withdrawn, and then not be published', () => {
    given(norm, drafted)
      .when(command(WithdrawNorm, { reason: 'superseded' }), { actor: agency })
      .then({ type: 'government.norm.NormWithdrawn', data: { reason: 'superseded' } })
      .when(publish, { actor: agency })
      .thenRejected('WRONG_STATUS');
  });
});

describe('A consultation', () => {
  const window = { opensAt: '2026-01-01T00:00:00-05:00', closesAt: '2026-03-01T23:59:59-05:00', zone: 'America/New_York' };
  const backwards = { ...window, closesAt: '2025-12-31T23:59:59-05:00' };
  const open = command(OpenConsultation, { window });

  it('keeps its window as instants in UTC, with the zone in which it is shown', () => {
    given(norm, drafted).when(open, { actor: agency }).then(opened);
  });

  it('opens with the draft where the draft says so', () => {
    given(norm)
      .when(draftToys({ consultation: window }), { actor: agency })
      .then(drafted, opened);
  });

  it('that would end before it starts is refused, and the draft that asks for it is not made', () => {
    given(norm, drafted)
      .when(command(OpenConsultation, { window: backwards }), { actor: agency })
      .thenRejected('WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt');
    given(norm)
      .when(draftToys({ consultation: backwards }), { actor: agency })
      .thenRejected('WINDOW_ENDS_BEFORE_IT_STARTS', 'closesAt');
  });

  it('holds back adoption until its last second has passed, and ends with it', () => {
    given(norm, drafted, opened)
      .when(publish, { actor: agency, now: at('2026-03-02T04:59:58.999Z') })
      .thenRejected('CONSULTATION_OPEN')
      .when(publish, { actor: agency, now: at('2026-03-02T04:59:59.000Z') })
      .then({ type: 'government.norm.ConsultationClosed', data: { closedAt: at('2026-03-02T04:59:59.000Z') } }, published);
  });

  it('is closed by the platform at its deadline, not before, and once', () => {
    const close = command(CloseConsultation, {});
    given(norm, drafted, opened)
      .when(close, { now: at('2026-03-02T04:59:58.000Z') })
      .thenRejected('CONSULTATION_OPEN')
      .when(close, { now: at('2026-03-02T05:00:00.000Z') })
      .then({ type: 'government.norm.ConsultationClosed', data: { closedAt: at('2026-03-02T04:59:59.000Z') } })
      .when(close, { now: at('2026-03-02T06:00:00.000Z') })
      .thenNothing();
  });
});

describe('A published norm', () => {
  it('is changed by its own agency only', () => {
    const history = given(norm, drafted, published);
    history.when(repealSection('sec_1', '2026-07-01'), { actor: otherAgency }).thenRejected('NOT_YOURS');
    history.when(command(RepealNorm, { repealedFrom: '2027-01-01', reason: 'x' }), { actor: otherAgency }).thenRejected('NOT_YOURS');
    given(norm, drafted).when(publish, { actor: otherAgency }).thenRejected('NOT_YOURS');
  });

  it('cannot be published again', () => {
    given(norm, drafted, published).when(publish, { actor: agency }).thenRejected('WRONG_STATUS');
  });

  it('that does not exist is not found', () => {
    given(norm).when(publish, { actor: agency }).thenRejected('NORM_NOT_FOUND');
  });

  it('without a date of commencement is commenced once, and amended only then', () => {
    const undated: NormPublished = { ...published, data: { ...published.data, inForceFrom: null } };
    const commenced: NormCommenced = { type: 'government.norm.NormCommenced', data: { inForceFrom: day('2026-06-01') } };
    given(norm, drafted, undated)
      .when(repealSection('sec_1', '2026-07-01'), { actor: agency })
      .thenRejected('NOT_COMMENCED')
      .when(command(CommenceNorm, { inForceFrom: '2026-06-01' }), { actor: agency })
      .then(commenced)
      .when(command(CommenceNorm, { inForceFrom: '2026-06-02' }), { actor: agency })
      .thenRejected('ALREADY_COMMENCED');
  });

  it('is amended from a day after its latest text began, and the amendments are counted', () => {
    given(norm, drafted, published)
      .when(repealSection('sec_1', '2026-06-01'), { actor: agency })
      .thenRejected('DATE_IN_WRONG_ORDER', 'inForceFrom')
      .when(repealSection('sec_1', '2026-07-01'), { actor: agency })
      .then(amended(2, '2026-07-01', { operation: 'REPEAL', eId: 'sec_1' }))
      .when(repealSection('sec_2', '2026-07-01'), { actor: agency })
      .thenRejected('DATE_IN_WRONG_ORDER', 'inForceFrom');
  });

  it('refuses an amendment that does not fit its text, naming the place', () => {
    given(norm, drafted, published, amended(2, '2026-07-01', { operation: 'REPEAL', eId: 'sec_1' }))
      .when(repealSection('sec_1', '2026-08-01'), { actor: agency })
      .thenRejected('UNKNOWN_PROVISION', 'operations');
  });

  it('is repealed from a day after its latest text began, and then no longer amended', () => {
    const repealed: NormRepealed = {
      type: 'government.norm.NormRepealed',
      data: { version: 1, repealedFrom: day('2027-01-01'), reason: 'obsolete' },
    };
    given(norm, drafted, published)
      .when(command(RepealNorm, { repealedFrom: '2026-05-31', reason: 'obsolete' }), { actor: agency })
      .thenRejected('DATE_IN_WRONG_ORDER', 'repealedFrom')
      .when(command(RepealNorm, { repealedFrom: '2027-01-01', reason: 'obsolete' }), { actor: agency })
      .then(repealed)
      .when(repealSection('sec_1', '2027-02-01'), { actor: agency })
      .thenRejected('WRONG_STATUS');
  });
});

describe('The timeline of a norm', () => {
  const history: NormEvent[] = [
    drafted,
    published,
    amended(2, '2026-07-01', { operation: 'SUBSTITUTE', provision: provision('sec_2', 'New text') }),
    amended(
      3,
      '2026-08-01',
      { operation: 'INSERT', provision: provision('sec_1a'), after: 'sec_1' },
      { operation: 'REPEAL', eId: 'sec_1' },
    ),
    { type: 'government.norm.NormRepealed', data: { version: 3, repealedFrom: day('2027-01-01'), reason: 'obsolete' } },
  ];
  const timeline = history.reduce((before, event) => normTimeline.evolve(before, event), normTimeline.initialState);

  it.each([
    ['2026-05-31', undefined, undefined],
    ['2026-06-01', 1, ['sec_1', 'sec_2']],
    ['2026-06-30', 1, ['sec_1', 'sec_2']],
    ['2026-07-01', 2, ['sec_1', 'sec_2']],
    ['2026-08-01', 3, ['sec_1a', 'sec_2']],
    ['2026-12-31', 3, ['sec_1a', 'sec_2']],
    ['2027-01-01', undefined, undefined],
  ])('gives the text in force on %s', (on, version, places) => {
    const text = versionOn(timeline, day(on));
    expect(text?.version).toBe(version);
    expect(text?.provisions.map(({ eId }) => eId)).toEqual(places);
  });

  it('knows the substituted words only from their day on', () => {
    const words = (on: string) => versionOn(timeline, day(on))?.provisions.find(({ eId }) => eId === 'sec_2')?.text[0]?.text;
    expect([words('2026-06-30'), words('2026-07-01')]).toEqual(['Text of sec_2', 'New text']);
  });
});
