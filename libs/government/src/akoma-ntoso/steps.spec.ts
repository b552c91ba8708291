import { isRejection, type Rejection, timeZone } from '@concord/kernel';
import { readAkomaNtoso } from '@concord/legal-text';
import { CommenceNorm, DraftNorm, PublishNorm, RepealNorm, SuspendProvisions } from '../norm/norm.commands.js';
import { normIdOf } from './identity.js';
import { type NormOfWork, normOfWork } from './steps.js';
import { worksIn } from './work.js';

interface Said {
  readonly type?: string;
  readonly country?: string;
  readonly date?: string;
  readonly title?: string;
  readonly alias?: string;
  readonly events?: string;
  readonly groups?: string;
  readonly body?: string;
}

const SECTION = '<section eId="sec_1"><content><p>Words</p></content></section>';

/** What becomes of a document that says this and no more. */
function normOf({
  type = 'act',
  country = 'ke',
  date = '2026-01-15',
  title = '',
  alias = '',
  events = '',
  groups = '',
  body = SECTION,
}: Said) {
  const reading = readAkomaNtoso(`<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><${type} name="order"><meta>
    <identification source="#a"><FRBRWork><FRBRthis value="/akn/ke/toys/!main"/>${alias}<FRBRdate date="${date}" name="a"/><FRBRcountry value="${country}"/></FRBRWork>
    <FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
    ${events && `<lifecycle source="#a">${events}</lifecycle>`}${groups && `<temporalData source="#a">${groups}</temporalData>`}</meta>
    <preface><longTitle><p><docTitle>${title}</docTitle></p></longTitle></preface><body>${body}</body></${type}></akomaNtoso>`);
  if (isRejection(reading)) throw new Error(reading.message);
  const [work] = worksIn([{ file: 'a.xml', ...reading }]);
  return normOfWork(work!, { zone: timeZone('Africa/Nairobi'), jurisdiction: null });
}

function made(said: Said): NormOfWork {
  const norm = normOf(said);
  if (isRejection(norm)) throw new Error(norm.message);
  return norm;
}

const event = (eId: string, date: string, more = '') => `<eventRef eId="${eId}" date="${date}" source="#o" ${more}/>`;
const interval = (start: string, end = '') => `<timeInterval start="#${start}" ${end && `end="#${end}"`} refersTo="#inForce"/>`;
const group = (eId: string, ...intervals: string[]) => `<temporalGroup eId="${eId}">${intervals.join('')}</temporalGroup>`;
const section = (number: number, period: string, parts = '') => `<section eId="sec_${number}" period="#${period}">${parts}</section>`;

describe('A work of Akoma Ntoso as a norm', () => {
  it('is drafted and published when it is an act, and drafted when it is not', () => {
    expect(made({ title: 'Toys' }).commands).toEqual([
      expect.objectContaining({
        normId: 'akn-ke-toys',
        jurisdiction: 'KE',
        documentType: 'order',
        titles: [{ language: 'en', text: 'Toys' }],
        source: { system: 'akoma-ntoso', documentId: '/akn/ke/toys/!main' },
      }),
      Object.assign(new PublishNorm(), { normId: 'akn-ke-toys', publishedOn: '2026-01-15', zone: 'Africa/Nairobi' }),
    ]);
    expect(made({ type: 'bill' }).commands).toEqual([expect.any(DraftNorm)]);
  });

  it('has the name of the work for a title where it has none', () => {
    const titleOf = (said: Said) => (made(said).commands[0] as DraftNorm).titles[0]?.text;
    expect(titleOf({ alias: '<FRBRalias name="title" value="Toys Order"/>' })).toBe('Toys Order');
    expect(titleOf({})).toBe('/akn/ke/toys/!main');
  });

  it.each<[string, Said, Partial<Rejection>]>([
    [
      'names no country that there is',
      { country: 'atlantis' },
      { code: 'BAD_JURISDICTION', detail: expect.objectContaining({ value: 'atlantis' }) },
    ],
    ['names a year for a day', { date: '1977' }, { code: 'NO_DATE', message: 'The document names no day of its publication, but 1977' }],
    ['holds no provisions', { body: '' }, { code: 'NO_PROVISIONS' }],
  ])('is refused where it %s', (_, said, refusal) => expect(normOf(said)).toMatchObject(refusal));

  it('is in force from the day that its lifecycle names, if one says so', () => {
    const firstDay = (refersTo: string) =>
      (made({ events: event('e1', '2026-02-01', `refersTo="${refersTo}"`) }).commands[1] as PublishNorm).inForceFrom;
    expect(['#enterInForce', '#inForce', '#entryIntoForce', '#DateOfEnactment', '#endOfForce'].map(firstDay)).toEqual([
      '2026-02-01',
      '2026-02-01',
      '2026-02-01',
      undefined,
      undefined,
    ]);
  });

  it('has provisions with days of their own, and what they follow is not said again', () => {
    const norm = made({
      events: [event('e1', '2026-02-01'), event('e2', '2026-03-01'), event('e3', '2026-04-01'), event('e4', '2026-05-01')].join(''),
      groups: [group('t1', interval('e1')), group('t2', interval('e2', 'e3'), interval('e4')), group('t3', interval('e1', 'e4'))].join(''),
      body: section(1, 't1', '<paragraph eId="sec_1__para_1" period="#t2"/><paragraph eId="sec_1__para_2"/>') + section(2, 't3'),
    });
    const { normId } = norm;
    expect(norm.commands.slice(1)).toEqual([
      expect.objectContaining({ inForceFrom: '2026-02-01' }),
      expect.objectContaining({ normId, provisions: ['sec_1__para_1'], inForceFrom: '2026-03-01' }),
      expect.objectContaining({ normId, provisions: ['sec_1__para_1'], from: '2026-04-01', until: '2026-05-01' }),
      expect.objectContaining({ normId, provisions: ['sec_2'], repealedFrom: '2026-05-01' }),
    ]);
    expect(norm.commands.map((command) => command.constructor)).toEqual([
      DraftNorm,
      PublishNorm,
      CommenceNorm,
      SuspendProvisions,
      RepealNorm,
    ]);
  });

  it('ends as a whole where all of it ends on one day', () => {
    const norm = made({
      events: event('e1', '2026-02-01') + event('e2', '2026-03-01'),
      groups: group('t1', interval('e1', 'e2')),
      body: section(1, 't1') + section(2, 't1'),
    });
    expect(norm.commands[2]).toEqual(expect.objectContaining({ repealedFrom: '2026-03-01' }));
    expect(norm.commands[2]).not.toHaveProperty('provisions', expect.anything());
  });
});

describe('The id of such a norm', () => {
  it('is the name of the work in small letters, told from others where that is too long', () => {
    expect(normIdOf('/akn/us/act/2011-11-29/112-61/!main')).toBe('akn-us-act-2011-11-29-112-61');
    const [one, other] = ['one', 'other'].map((end) => normIdOf(`/akn/${'a'.repeat(70)}/${end}`));
    expect(one).toMatch(/^akn-a{48}-[0-9a-z]{12}$|^akn-a+-[0-9a-z]{12}$/);
    expect(one).toHaveLength(64);
    expect(one).not.toBe(other);
    expect(normIdOf('/法律')).toMatch(/^[0-9a-f]{12}$/);
  });
});
