import { type LicenceEvent, licenceCoverage, type NormEvent } from '@concord/government';
import type { CalendarDate, DomainEvent, Instant, TimeZone } from '@concord/kernel';
import { type AmendingOperation, kindOf, type Provision } from '@concord/legal-text';
import type { RowsOf } from '@concord/projections';
import type { Requirement } from '@concord/rules';
import { checked, type Known, requirementsFor } from './admission.js';
import { type HeldLicence, heldLicences, type RegisteredSeller, registeredSellers } from './admission.tables.js';
import { repeated } from './repeated-check.js';
import type { TransactionOpened } from './transaction.events.js';
import { requirementAt, type WatchedNorm, watchedNorms } from './watched-norm.js';

const day = (text: string) => text as CalendarDate;

/** The row that the events of one object leave in a table. */
const rowOf = <Row>(table: RowsOf, stream: string, ...events: readonly DomainEvent[]): Row | undefined =>
  events.reduce<object | undefined>((row, event) => {
    const recorded = { ...event, stream } as never;
    const [key] = table.keys(recorded);
    return table.evolve(row, recorded, key ?? '');
  }, undefined) as Row | undefined;

const requiring = (requirement: Partial<Requirement>): Requirement => ({
  direction: 'IMPORT',
  hsCodes: ['9503'],
  appliesWhen: null,
  mustHold: '"TEST_REPORT" in transaction.documents',
  onBreach: 'REFUSE',
  parameters: [],
  ...requirement,
});
const provision = (eId: string, requirement: Requirement | null, parent: string | null = null): Provision => ({
  eId,
  parent,
  kind: kindOf(eId),
  number: null,
  headings: [{ language: 'en', text: `Heading of ${eId}` }],
  text: [{ language: 'en', text: `Text of ${eId}` }],
  requirement,
});
const drafted = (jurisdiction: string, ...provisions: readonly Provision[]): NormEvent => ({
  type: 'government.norm.NormDrafted',
  data: {
    agency: 'an-agency',
    jurisdiction,
    documentType: 'law',
    titles: [{ language: 'en', text: 'Toys' }],
    docket: null,
    source: null,
    hsCodes: [],
    provisions,
    amendments: [],
  },
});
const ZONE = 'UTC' as TimeZone;
const published = (inForceFrom: string | null): NormEvent => ({
  type: 'government.norm.NormPublished',
  data: { publishedOn: day('2025-01-01'), inForceFrom: inForceFrom === null ? null : day(inForceFrom), zone: ZONE },
});
const amended = (on: string, ...operations: readonly AmendingOperation[]): NormEvent => ({
  type: 'government.norm.NormAmended',
  data: { by: null, commencement: { on: day(on) }, operations, reason: 'Experience', zone: ZONE },
});
const substituted = (...provisions: readonly Provision[]): AmendingOperation => ({
  operation: 'SUBSTITUTE',
  provisions,
  keepsParts: false,
});
const suspended = (from: string, until: string | null, ...provisions: readonly string[]): NormEvent => ({
  type: 'government.norm.ProvisionsSuspended',
  data: { provisions, from: day(from), until: until === null ? null : day(until), reason: 'Doubts', zone: ZONE },
});
const commenced = (on: string, ...provisions: readonly string[]): NormEvent => ({
  type: 'government.norm.NormCommenced',
  data: { provisions, commencement: { on: day(on) }, zone: ZONE },
});
const norm = (id: string, ...events: readonly NormEvent[]): WatchedNorm =>
  rowOf<WatchedNorm>(watchedNorms, `government.norm/${id}`, ...events)!;
const inForce = (id: string, jurisdiction: string, requirement: Requirement, from = '2026-01-01') =>
  norm(id, drafted(jurisdiction, provision('sec_1', requirement)), published(from));

const appliedFor = (jurisdiction = 'DE'): LicenceEvent => ({
  type: 'government.licence.LicenceAppliedFor',
  data: { enterprise: 'shenzhen-toys', agency: 'de-market', jurisdiction, hsCodes: ['95'], reason: 'To sell toys' },
});
const granted = (...hsCodes: readonly string[]): LicenceEvent => ({
  type: 'government.licence.LicenceGranted',
  data: { hsCodes, validFrom: day('2026-01-01'), validUntil: day('2026-12-31') },
});
const licence = (id: string, ...events: readonly LicenceEvent[]): HeldLicence =>
  rowOf<HeldLicence>(heldLicences, `government.licence/${id}`, ...events)!;

const seller = rowOf<RegisteredSeller>(registeredSellers, 'enterprise.registration/shenzhen-toys', {
  type: 'enterprise.registration.RegistrationFiled',
  data: { legalName: 'Shenzhen Toys', country: 'CN', operationMode: 'PLATFORM', hsCodes: [], contact: null },
});

const opened = (change: Partial<TransactionOpened['data']> = {}): TransactionOpened['data'] => ({
  seller: 'shenzhen-toys',
  buyer: 'eva',
  kind: 'B2C',
  origin: 'CN',
  destination: 'DE',
  currency: 'EUR',
  lines: [
    { hsCode: '950300', description: 'Robot', quantity: 2, unitPrice: '49.90' },
    { hsCode: '850650', description: 'Battery', quantity: 4, unitPrice: '0.50' },
  ],
  total: { amount: '101.80', currency: 'EUR' },
  documents: [],
  openedAt: '2026-03-01T12:00:00.000Z' as Instant,
  openedOn: day('2026-03-01'),
  ...change,
});
const known = (change: Partial<Known> = {}): Known => ({ norms: [], seller, licences: [], ...change });

describe('The answer', () => {
  it('is ADMITTED where nothing in force says otherwise', () => {
    expect(checked(opened(), known())).toMatchObject({ answer: 'ADMITTED', findings: [], requirementsConsidered: [] });
  });

  it('names norm, version, provision, result and consequence of each requirement that applies', () => {
    const { answer, findings } = checked(opened(), known({ norms: [inForce('toys', 'EU', requiring({}))] }));
    expect(answer).toBe('REFUSED');
    expect(findings).toEqual([
      {
        normId: 'toys',
        version: 1,
        eId: 'sec_1',
        result: 'BREACH',
        consequence: 'REFUSE',
        mustHold: '"TEST_REPORT" in transaction.documents',
        parameters: [],
        fault: null,
      },
    ]);
  });

  it('is ADMITTED where the requirement is met', () => {
    const norms = [inForce('toys', 'EU', requiring({}))];
    expect(checked(opened({ documents: ['TEST_REPORT'] }), known({ norms })).answer).toBe('ADMITTED');
  });

  it('tells of requirements on other goods that they were considered', () => {
    const record = checked(opened(), known({ norms: [inForce('shoes', 'EU', requiring({ hsCodes: ['64'] }))] }));
    expect(record.findings).toEqual([]);
    expect(record.requirementsConsidered).toEqual([{ normId: 'shoes', version: 1, eId: 'sec_1' }]);
  });

  it('can be repeated from the record and the norms, whatever has become of these', () => {
    const limit = {
      name: 'limit',
      unit: 'EUR',
      decimals: 2,
      values: [
        { from: day('2026-01-01'), value: '150.00' },
        { from: day('2026-07-01'), value: '100.00' },
      ],
    };
    const mustHold = 'transaction.valueMinorUnits < parameter.limit && transaction.lines[1].quantity == 4';
    const events = [drafted('DE', provision('sec_1', requiring({ mustHold, parameters: [limit] }))), published('2026-01-01')];
    const record = checked(opened(), known({ norms: [norm('toys', ...events)] }));
    expect(record.findings[0]).toMatchObject({
      result: 'MET',
      parameters: [{ name: 'limit', unit: 'EUR', decimals: 2, value: '150.00' }],
    });

    const later = norm('toys', ...events, amended('2026-02-01', substituted(provision('sec_1', requiring({ mustHold: 'false' })))));
    const kept = JSON.parse(JSON.stringify(record)) as typeof record;
    const again = repeated(kept, ({ version, eId }) => requirementAt(later, version, eId));
    expect(again).toEqual({ same: true, answer: record.answer, findings: record.findings, missing: [] });
  });

  it('that was recorded otherwise does not come out the same', () => {
    const norms = [inForce('toys', 'DE', requiring({}))];
    const record = checked(opened(), known({ norms }));
    const find = ({ version, eId }: { version: number; eId: string }) => requirementAt(norms[0]!, version, eId);
    expect(repeated({ ...record, answer: 'ADMITTED' }, find)).toMatchObject({ same: false, answer: 'REFUSED' });
    const facts = { ...record.facts, transaction: { ...record.facts.transaction, documents: ['TEST_REPORT'] } };
    expect(repeated({ ...record, facts }, find)).toMatchObject({ same: false, answer: 'ADMITTED' });
    const place = { normId: 'toys', version: 1, eId: 'sec_9' };
    expect(repeated({ ...record, requirementsConsidered: [place] }, find)).toMatchObject({ same: false, findings: [], missing: [place] });
  });

  it('is UNDECIDED, and HELD, where a parameter has no value on the day', () => {
    const quota = { name: 'quota', unit: '1', decimals: 0, values: [{ from: day('2026-04-01'), value: '5' }] };
    const mustHold = 'transaction.lines.all(l, l.quantity <= parameter.quota)';
    const { answer, findings } = checked(opened(), known({ norms: [inForce('toys', 'DE', requiring({ mustHold, parameters: [quota] }))] }));
    expect(answer).toBe('HELD');
    expect(findings[0]).toMatchObject({ result: 'UNDECIDED', parameters: [], fault: 'the parameter quota has no value on 2026-03-01' });
  });
});

describe('Requirements', () => {
  const considered = (norms: readonly WatchedNorm[], change: Partial<TransactionOpened['data']> = {}) =>
    requirementsFor(norms, opened(change)).map(({ normId, version }) => `${normId}.${version}`);

  it('are those of the destination and its blocs on imports, and of the origin and its blocs on exports', () => {
    const norms = [
      inForce('cn-export', 'CN', requiring({ direction: 'EXPORT' })),
      inForce('cn-import', 'CN', requiring({})),
      inForce('de-export', 'DE', requiring({ direction: 'EXPORT' })),
      inForce('de-import', 'DE', requiring({})),
      inForce('eu-export', 'EU', requiring({ direction: 'EXPORT' })),
      inForce('eu-import', 'EU', requiring({})),
      inForce('us-import', 'US', requiring({})),
    ];
    expect(considered(norms)).toEqual(['cn-export.1', 'de-import.1', 'eu-import.1']);
    expect(considered(norms, { origin: 'DE', destination: 'CN' })).toEqual(['cn-import.1', 'de-export.1', 'eu-export.1']);
  });

  it('of a bloc watch no goods that stay inside it', () => {
    const norms = [inForce('eu-import', 'EU', requiring({})), inForce('de-import', 'DE', requiring({}))];
    expect(considered(norms, { origin: 'FR' })).toEqual(['de-import.1']);
  });

  it('hold from the day on which they come into force', () => {
    const norms = [inForce('toys', 'DE', requiring({}), '2026-03-02')];
    expect(considered(norms)).toEqual([]);
    expect(considered(norms, { openedOn: day('2026-03-02') })).toEqual(['toys.1']);
  });

  it('are none of a draft, of a norm without commencement, and of one that is repealed', () => {
    const draft = drafted('DE', provision('sec_1', requiring({})));
    const repealed: NormEvent = { type: 'government.norm.NormRepealed', data: { repealedFrom: day('2026-03-01'), reason: 'Outdated' } };
    expect(considered([norm('draft', draft), norm('open', draft, published(null))])).toEqual([]);
    const gone = norm('gone', draft, published('2026-01-01'), repealed);
    expect(considered([gone])).toEqual([]);
    expect(considered([gone], { openedOn: day('2026-02-28') })).toEqual(['gone.1']);
  });

  it('are those of the version in force on the day', () => {
    const change = amended('2026-03-01', substituted(provision('sec_1', requiring({ onBreach: 'FLAG' }))));
    const norms = [norm('toys', drafted('DE', provision('sec_1', requiring({}))), published('2026-01-01'), change)];
    expect(considered(norms, { openedOn: day('2026-02-28') })).toEqual(['toys.1']);
    expect(considered(norms)).toEqual(['toys.2']);
    expect(checked(opened(), known({ norms }))).toMatchObject({ answer: 'ADMITTED', findings: [{ consequence: 'FLAG', version: 2 }] });
  });

  it('are those of provisions in force: not of one that is suspended, waits for its own day, or is a part of such a one', () => {
    const text = drafted(
      'DE',
      provision('sec_1', requiring({})),
      provision('sec_2', null),
      provision('sec_2__para_1', requiring({}), 'sec_2'),
      provision('sec_3', requiring({})),
    );
    const events = [text, published('2026-01-01'), commenced('2026-05-01', 'sec_3'), suspended('2026-03-01', '2026-04-01', 'sec_2')];
    const places = (openedOn: string) =>
      requirementsFor([norm('toys', ...events)], opened({ openedOn: day(openedOn) })).map(({ eId }) => eId);
    expect(places('2026-02-28')).toEqual(['sec_1', 'sec_2__para_1']);
    expect(places('2026-03-01')).toEqual(['sec_1']);
    expect(places('2026-04-01')).toEqual(['sec_1', 'sec_2__para_1']);
    expect(places('2026-05-01')).toEqual(['sec_1', 'sec_2__para_1', 'sec_3']);
  });

  it('that an amendment inserts or repeals count from its day on', () => {
    const inserted: AmendingOperation = { operation: 'INSERT', provisions: [provision('sec_2', requiring({}))], after: 'sec_1' };
    const events = [
      drafted('DE', provision('sec_1', null)),
      published('2026-01-01'),
      amended('2026-02-01', inserted),
      amended('2026-03-01', { operation: 'REPEAL', eId: 'sec_2' }),
    ];
    const norms = [norm('toys', ...events)];
    expect(norms[0]?.demands).toBe(true);
    const on = (openedOn: string) => considered(norms, { openedOn: day(openedOn) });
    expect([on('2026-01-31'), on('2026-02-28'), on('2026-03-01')]).toEqual([[], ['toys.2'], []]);
  });
});

describe('What the platform keeps of a norm', () => {
  it('are its requirements without the words', () => {
    const row = inForce('toys', 'DE', requiring({}));
    expect(row.demands).toBe(true);
    expect(row.timeline.adopted).toEqual([
      { eId: 'sec_1', parent: null, kind: 'SECTION', number: null, headings: [], text: [], requirement: requiring({}) },
    ]);
    expect(row.timeline.titles).toEqual([]);
    const corrected: NormEvent = {
      type: 'government.norm.TextCorrected',
      data: { of: 1, eId: 'sec_1', headings: null, text: [{ language: 'en', text: 'Toys' }], correction: 'ERRATUM', reason: 'A slip' },
    };
    const change = amended('2026-03-01', substituted(provision('sec_1', requiring({}))));
    const { timeline } = norm('toys', drafted('DE', provision('sec_1', requiring({}))), published('2026-01-01'), corrected, change);
    expect(timeline.acts.map(({ kind }) => kind)).toEqual(['COMMENCEMENT', 'CORRECTION', 'AMENDMENT']);
    expect(JSON.stringify(timeline)).not.toMatch(/Toys|Text of|Heading of|slip|Experience/);
  });

  it('is marked where it demands nothing that a machine can check', () => {
    expect(norm('notice', drafted('DE', provision('sec_1', null)), published('2026-01-01')).demands).toBe(false);
  });

  it('stays the same row where an event does not change its text', () => {
    const row = norm('toys', drafted('DE'));
    const withdrawn = { type: 'government.norm.NormWithdrawn', data: { reason: 'No need' }, stream: 'government.norm/toys' };
    expect(watchedNorms.evolve(row, withdrawn as never, 'toys')).toBe(row);
  });
});

describe('The seller', () => {
  it('is known with country and operation mode while it is registered, and unknown after', () => {
    expect(checked(opened(), known()).facts.seller).toMatchObject({ registered: true, jurisdiction: 'CN', operationMode: 'PLATFORM' });
    const left = { type: 'enterprise.registration.EnterpriseDeregistered', data: {}, stream: 'enterprise.registration/shenzhen-toys' };
    expect(registeredSellers.evolve(seller, left as never, 'shenzhen-toys')).toBeUndefined();
    expect(checked(opened(), known({ seller: undefined })).facts.seller).toMatchObject({
      registered: false,
      jurisdiction: '',
      operationMode: '',
    });
  });

  it('is licensed where its licences together cover every line', () => {
    const toys = licence('toys', appliedFor(), granted('9503'));
    const power = licence('power', appliedFor('EU'), granted('85'));
    expect(checked(opened(), known({ licences: [toys] }))).toMatchObject({ licences: ['toys'], facts: { seller: { licensed: false } } });
    expect(checked(opened(), known({ licences: [power, toys] }))).toMatchObject({
      licences: ['power', 'toys'],
      facts: { seller: { licensed: true } },
    });
  });

  it.each<[string, readonly LicenceEvent[]]>([
    ['not granted yet', [appliedFor()]],
    ['of another place', [appliedFor('FR'), granted('95', '85')]],
    ['for other goods', [appliedFor(), granted('64')]],
    [
      'suspended',
      [
        appliedFor(),
        granted('95', '85'),
        { type: 'government.licence.LicenceSuspended', data: { suspendedFrom: day('2026-02-01'), reason: 'Complaints' } },
      ],
    ],
    [
      'revoked',
      [
        appliedFor(),
        granted('95', '85'),
        { type: 'government.licence.LicenceRevoked', data: { revokedFrom: day('2026-03-01'), reason: 'Fraud' } },
      ],
    ],
  ])('is not licensed by a licence that is %s', (_, events) => {
    expect(checked(opened(), known({ licences: [licence('one', ...events)] }))).toMatchObject({
      licences: [],
      facts: { seller: { licensed: false } },
    });
  });

  it('is not licensed before or after the validity of its licence', () => {
    const licences = [licence('both', appliedFor(), granted('95', '85'))];
    const on = (openedOn: string) => checked(opened({ openedOn: day(openedOn) }), known({ licences })).facts.seller.licensed;
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-12-31'), on('2027-01-01')]).toEqual([false, true, true, false]);
  });
});

test('a licence starts from nothing', () => {
  expect(licence('one', appliedFor())).toEqual({
    ...licenceCoverage.initialState,
    id: 'one',
    enterprise: 'shenzhen-toys',
    jurisdiction: 'DE',
  });
});
