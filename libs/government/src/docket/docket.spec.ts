import type { Actor, Instant, TimeZone } from '@concord/kernel';
import { given } from '@concord/kernel/testing';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DescribeDocket, FileDocument, RelateDocument } from './docket.commands.js';
import type { DocketEvent, DocumentFiled } from './docket.events.js';
import { docket } from './docket.js';

const agency: Actor = { person: 'kim', party: 'us-cpsc', kind: 'AGENCY', roles: ['OFFICER'] };
/** Each files norms of its own. */
const asAgency = { actor: agency, facts: { agencyOfNorm: 'us-cpsc' } };
const asOther = { actor: { ...agency, party: 'us-uscbp' }, facts: { agencyOfNorm: 'us-uscbp' } };

const id = { docketId: 'cpsc-2020-0001', jurisdiction: 'US', number: 'CPSC-2020-0001', system: 'regulations.gov' };
const file = (name: string, fields: Partial<FileDocument> = {}) =>
  Object.assign(new FileDocument(), {
    ...id,
    documentId: name,
    norm: name.toLowerCase(),
    documentType: 'Proposed Rule',
    title: 'Safety of Toys',
    postedAt: '2020-01-10T00:00:00-05:00',
    zone: 'America/New_York',
    ...fields,
  });
const describeIt = (fields: Partial<DescribeDocket> = {}) => Object.assign(new DescribeDocket(), { ...id, title: 'Toys', ...fields });
const relate = (documentId: string, fields: Partial<RelateDocument> = {}) =>
  Object.assign(new RelateDocument(), { docketId: id.docketId, documentId, reason: 'Read the notice', ...fields });

const opened: DocketEvent = {
  type: 'government.docket.DocketOpened',
  data: { agency: 'us-cpsc', jurisdiction: 'US', number: 'CPSC-2020-0001', system: 'regulations.gov' },
};
const filed = (name: string, fields: Partial<DocumentFiled['data']> = {}): DocketEvent => ({
  type: 'government.docket.DocumentFiled',
  data: {
    agency: 'us-cpsc',
    documentId: name,
    norm: name.toLowerCase(),
    documentType: 'Proposed Rule',
    subtype: null,
    title: 'Safety of Toys',
    registerNumber: null,
    objectId: null,
    postedAt: '2020-01-10T05:00:00.000Z' as Instant,
    zone: 'America/New_York' as TimeZone,
    commentsFrom: null,
    commentsUntil: null,
    withdrawn: false,
    modifiedAt: null,
    ...fields,
  },
});
const related = (documentId: string, fields: object): DocketEvent => ({
  type: 'government.docket.DocumentRelated',
  data: { documentId, relation: null, to: null, norm: null, basis: null, candidates: [], reason: null, ...fields },
});

const rule = { documentType: 'Rule', postedAt: '2021-01-10T05:00:00.000Z' } as const;
const filedRule = (name: string, fields: Partial<DocumentFiled['data']> = {}) =>
  filed(name, { documentType: 'Rule', postedAt: '2021-01-10T05:00:00.000Z' as Instant, ...fields });
const finalises = related('R', { relation: 'FINALISES', to: 'P', norm: 'p', basis: 'TITLE' });

describe('A docket', () => {
  it('is opened with its first document', () => {
    given(docket).when(file('P'), asAgency).then(opened, filed('P'));
  });

  it('says what a document does to another one, whichever was filed first', () => {
    given(docket, opened, filed('P')).when(file('R', rule), asAgency).then(filedRule('R'), finalises);
    given(docket, opened, filedRule('R')).when(file('P'), asAgency).then(filed('P'), finalises);
  });

  it('takes a relation back that a later document makes doubtful', () => {
    given(docket, opened, filed('P'), filedRule('R'), finalises)
      .when(file('Q', { title: 'Safety of Toys', postedAt: '2020-01-10T05:00:00.000Z' }), asAgency)
      .then(
        filed('Q'),
        related('R', { relation: 'UNRESOLVED', candidates: ['P', 'Q'] }),
        related('Q', { relation: 'UNRESOLVED', candidates: ['P'] }),
      );
  });

  it('records nothing for a document that it has, or an older description', () => {
    const known = filed('P', { modifiedAt: '2022-01-01T00:00:00.000Z' as Instant });
    given(docket, opened, known)
      .when(file('P', { modifiedAt: '2022-01-01T00:00:00Z' }), asAgency)
      .thenNothing();
    given(docket, opened, known)
      .when(file('P', { modifiedAt: '2021-01-01T00:00:00Z', title: 'Old' }), asAgency)
      .thenNothing();
  });

  it('files a document anew that its publisher describes otherwise', () => {
    given(docket, opened, filed('P'))
      .when(file('P', { withdrawn: true }), asAgency)
      .then(filed('P', { withdrawn: true }));
  });

  it('takes documents of several agencies, each from its own', () => {
    given(docket, opened, filed('P'))
      .when(file('Q', { title: 'Magnets' }), asOther)
      .then(filed('Q', { agency: 'us-uscbp', title: 'Magnets' }));
    given(docket, opened, filed('P'))
      .when(file('P', { title: 'Mine' }), asOther)
      .thenRejected('NOT_YOURS');
    given(docket, opened).when(describeIt(), asOther).thenRejected('NOT_YOURS');
  });

  it('takes any id of a publisher', () => {
    given(docket, opened).when(file('constructor'), asAgency).then(filed('constructor'));
    given(docket, opened)
      .when(file('__proto__', { norm: 'proto' }), asAgency)
      .then(filed('__proto__', { norm: 'proto' }));
  });

  it('takes no document for a norm that is not there, or belongs to others', () => {
    const naming = (agencyOfNorm: string | null) => ({ actor: agency, facts: { agencyOfNorm } });
    given(docket).when(file('P'), naming('')).thenRejected('NORM_NOT_FOUND', 'norm');
    given(docket).when(file('P'), naming('us-uscbp')).thenRejected('NOT_YOURS', 'norm');
    const { norm: _, ...material } = file('P');
    given(docket)
      .when(Object.assign(new FileDocument(), material), naming(null))
      .then(opened, filed('P', { norm: null }));
  });

  it('is described once', () => {
    const described: DocketEvent = {
      type: 'government.docket.DocketDescribed',
      data: { title: 'Toys', abstract: null, docketType: 'Rulemaking', rin: null, modifiedAt: null },
    };
    given(docket)
      .when(describeIt({ docketType: 'Rulemaking' }), asAgency)
      .then(opened, described);
    given(docket, opened, described)
      .when(describeIt({ docketType: 'Rulemaking' }), asAgency)
      .thenNothing();
  });
});

describe('The word of the agency on a document', () => {
  const candidate = related('R', { relation: 'UNRESOLVED', candidates: ['P'] });
  const history = [opened, filed('P'), filedRule('R', { title: 'Something else' }), candidate];
  const known = { facts: { normExists: true } };

  it('takes the place of what was concluded, and is not changed by later documents', () => {
    const stated = related('R', { relation: 'FINALISES', to: 'P', norm: 'p', basis: 'AGENCY', reason: 'Read the notice' });
    given(docket, ...history)
      .when(relate('R', { relation: 'FINALISES', norm: 'p' }), { ...asAgency, ...known })
      .then(stated)
      .when(relate('R', { relation: 'FINALISES', norm: 'p' }), { ...asAgency, ...known })
      .thenNothing()
      .when(file('Q', { title: 'Something else', postedAt: '2020-02-10T05:00:00.000Z' }), asAgency)
      .then(filed('Q', { title: 'Something else', postedAt: '2020-02-10T05:00:00.000Z' as Instant }));
  });

  it('may name a norm of another docket, or say that it stands by itself', () => {
    given(docket, ...history)
      .when(relate('R', { relation: 'CORRECTS', norm: 'elsewhere' }), { ...asAgency, ...known })
      .then(related('R', { relation: 'CORRECTS', norm: 'elsewhere', basis: 'AGENCY', reason: 'Read the notice' }));
    given(docket, ...history)
      .when(relate('R'), { ...asAgency, facts: { normExists: false } })
      .then(related('R', { basis: 'AGENCY', reason: 'Read the notice' }));
  });

  it('is refused where it names nothing, or is about a document of others', () => {
    given(docket, ...history)
      .when(relate('X'), { ...asAgency, ...known })
      .thenRejected('DOCUMENT_NOT_FOUND', 'documentId');
    given(docket, ...history)
      .when(relate('R'), { ...asOther, ...known })
      .thenRejected('NOT_YOURS');
    given(docket, ...history)
      .when(relate('R', { relation: 'EXTENDS' }), { ...asAgency, ...known })
      .thenRejected('BAD_INPUT', 'norm');
    given(docket, ...history)
      .when(relate('R', { relation: 'EXTENDS', norm: 'none' }), { ...asAgency, facts: { normExists: false } })
      .thenRejected('NORM_NOT_FOUND', 'norm');
  });

  it('cannot be that it is unresolved', () => {
    const faults = validateSync(plainToInstance(RelateDocument, { ...relate('R'), relation: 'UNRESOLVED', norm: 'toys' }));
    expect(faults.map(({ property }) => property)).toEqual(['relation']);
  });
});
