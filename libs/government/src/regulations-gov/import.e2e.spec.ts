import { EVENT_LOG, type EventLog } from '@concord/event-log';
import type { Actor, Instant } from '@concord/kernel';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';
import type { RegulationsDocument } from './document.js';
import { type Imported, RegulationsImport } from './import.js';

const DAY = 86_400_000;
const inDays = (days: number): Instant => new Date(Date.now() + days * DAY).toISOString() as Instant;

/** What is published while the platform runs: windows that are open now. */
describe('The import of documents on which comments are taken now', () => {
  const agency: Actor = { person: 'import', party: 'us-cpsc', kind: 'AGENCY', roles: ['ADMIN'] };
  let running: RunningContext;
  let ask: Ask;

  const soon = inDays(10);
  const later = inDays(30);

  const document = (id: string, fields: Partial<RegulationsDocument> = {}): RegulationsDocument => ({
    id,
    agencyId: 'CPSC',
    documentType: 'Proposed Rule',
    subtype: null,
    title: 'Safety Standard for Toys',
    docketId: id.slice(0, -5),
    registerNumber: `2026-${id.slice(-4)}`,
    objectId: null,
    postedDate: inDays(-5),
    commentStartDate: inDays(-5),
    commentEndDate: soon,
    withdrawn: false,
    lastModifiedDate: inDays(-5),
    ...fields,
  });
  const notice = (id: string, fields: Partial<RegulationsDocument> = {}) =>
    document(id, { postedDate: inDays(-1), commentStartDate: inDays(-1), commentEndDate: later, ...fields });

  const bring = (...documents: readonly RegulationsDocument[]): Promise<readonly Imported['outcome'][]> =>
    documents.reduce<Promise<readonly Imported['outcome'][]>>(async (before, next) => {
      const outcomes = await before;
      return [...outcomes, (await running.app.get(RegulationsImport).import(next, agency)).outcome];
    }, Promise.resolve([]));

  /** The position that read models have to have seen: that of the last event. */
  const head = async () => (await running.app.get<EventLog>(EVENT_LOG).head()) as string;
  const read = async (object: string, id: string, fields: string) => {
    const waits = `norms(first: 1, atLeast: "${await head()}") { totalCount } dockets(first: 1, atLeast: "${await head()}") { totalCount }`;
    expect((await ask(`{ ${waits} }`)).codes).toEqual([]);
    const { data, codes } = await ask(`{ ${object}(id: "${id}") { ${fields} } }`);
    expect(codes).toEqual([]);
    return data[object];
  };
  const norm = (id: string) => read('norm', id, 'status consultation { closesAt }');
  const papers = async (id: string, fields: string) => (await read('docket', id, `documents { nodes { ${fields} } }`)).documents.nodes;
  const openUntil = (closesAt: Instant) => ({ status: 'CONSULTATION', consultation: { closesAt } });

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    ask = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
  });
  afterAll(() => running?.stop());

  it('extends the window of a proposal by a notice whose subtype says so, whichever comes first', async () => {
    const extension = (docket: string) => notice(`${docket}-0002`, { subtype: 'Extension of Comment Period' });
    expect(await bring(document('CPSC-2026-0001-0001'), extension('CPSC-2026-0001'))).toEqual(['IMPORTED', 'IMPORTED']);
    expect(await norm('cpsc-2026-0001-0001')).toEqual(openUntil(later));
    expect(await norm('cpsc-2026-0001-0002')).toEqual({ status: 'DRAFT', consultation: null });
    expect(await bring(extension('CPSC-2026-0011'), document('CPSC-2026-0011-0001'))).toEqual(['IMPORTED', 'IMPORTED']);
    expect(await norm('cpsc-2026-0011-0001')).toEqual(openUntil(later));
  });

  it('links a notice that only its title calls an extension, and moves nothing', async () => {
    const title = 'Safety Standard for Toys; Extension of Comment Period';
    await bring(document('CPSC-2026-0002-0001'), notice('CPSC-2026-0002-0002', { title }));
    expect(await norm('cpsc-2026-0002-0002')).toEqual(openUntil(later));
    expect(await norm('cpsc-2026-0002-0001')).toEqual(openUntil(soon));
    const [, second] = await papers('cpsc-2026-0002', 'documentId relation relatedTo');
    expect(second).toEqual({ documentId: 'CPSC-2026-0002-0002', relation: 'EXTENDS', relatedTo: 'CPSC-2026-0002-0001' });
  });

  it('withdraws a proposal by a notice whose subtype says so', async () => {
    await bring(
      document('CPSC-2026-0003-0001'),
      document('CPSC-2026-0003-0002', { subtype: 'Withdrawal', commentStartDate: null, commentEndDate: null, postedDate: inDays(-1) }),
    );
    expect(await norm('cpsc-2026-0003-0001')).toMatchObject({ status: 'WITHDRAWN' });
  });

  it('moves a window whose end the source has moved', async () => {
    await bring(document('CPSC-2026-0004-0001'));
    expect(await norm('cpsc-2026-0004-0001')).toEqual(openUntil(soon));
    await bring(document('CPSC-2026-0004-0001', { commentEndDate: later, lastModifiedDate: inDays(-4) }));
    expect(await norm('cpsc-2026-0004-0001')).toEqual(openUntil(later));
    const sooner = inDays(5);
    await bring(document('CPSC-2026-0004-0001', { commentEndDate: sooner, lastModifiedDate: inDays(-3) }));
    expect(await norm('cpsc-2026-0004-0001')).toEqual(openUntil(sooner));
  });

  it('leaves alone what the agency has decided here since', async () => {
    const proposal = document('CPSC-2026-0005-0001');
    await bring(proposal);
    const here = inDays(60);
    const input = { normId: 'cpsc-2026-0005-0001', closesAt: here, reason: 'Many asked for it' };
    const extend = 'mutation ($input: ExtendConsultation!) { extendConsultation(input: $input) { receipt { revision } } }';
    expect((await ask(extend, { input })).codes).toEqual([]);
    expect(await bring(proposal)).toEqual(['THERE_ALREADY']);
    expect(await norm('cpsc-2026-0005-0001')).toEqual(openUntil(here));
  });

  it('reopens a window that was over', async () => {
    const over = { commentStartDate: inDays(-90), commentEndDate: inDays(-60), postedDate: inDays(-90) };
    await bring(document('CPSC-2026-0006-0001', over));
    expect(await norm('cpsc-2026-0006-0001')).toEqual({ status: 'DRAFT', consultation: { closesAt: over.commentEndDate } });
    await bring(notice('CPSC-2026-0006-0002', { subtype: 'Reopening of Comment Period' }));
    expect(await norm('cpsc-2026-0006-0001')).toEqual(openUntil(later));
  });

  it('publishes a rule on which comments are taken, with the window in its docket', async () => {
    await bring(document('CPSC-2026-0007-0001', { documentType: 'Rule', subtype: 'Interim Final Rule' }));
    expect(await norm('cpsc-2026-0007-0001')).toEqual({ status: 'ADOPTED', consultation: null });
    expect(await papers('cpsc-2026-0007', 'kind commentsUntil')).toEqual([{ kind: 'INTERIM_FINAL_RULE', commentsUntil: soon }]);
  });

  it('files supporting material, which is no norm', async () => {
    await bring(document('CPSC-2026-0008-0001', { documentType: 'Supporting & Related Material' }));
    expect(await papers('cpsc-2026-0008', 'documentType norm { id }')).toEqual([
      { documentType: 'Supporting & Related Material', norm: null },
    ]);
  });

  it('records nothing of a document that is refused', async () => {
    const wrong = document('CPSC-2026-0009-0001', { title: 'x'.repeat(5_001) });
    expect(await bring(wrong)).toEqual(['REFUSED']);
    expect([await read('norm', 'cpsc-2026-0009-0001', 'id'), await read('docket', 'cpsc-2026-0009', 'id')]).toEqual([null, null]);
  });

  it('leaves out a window that ends before it starts', async () => {
    expect(await bring(document('CPSC-2026-0013-0001', { commentEndDate: inDays(-10) }))).toEqual(['IMPORTED']);
    expect(await read('norm', 'cpsc-2026-0013-0001', 'status consultation { closesAt }')).toEqual({ status: 'DRAFT', consultation: null });
  });

  it('lets the agency say what a document does', async () => {
    await bring(document('CPSC-2026-0010-0001'), notice('CPSC-2026-0012-0001', { title: 'Other words; Correction' }));
    const relate = 'mutation ($input: RelateDocument!) { relateDocument(input: $input) { receipt { position } } }';
    const input = {
      docketId: 'cpsc-2026-0012',
      documentId: 'CPSC-2026-0012-0001',
      relation: 'CORRECTS',
      norm: 'cpsc-2026-0010-0001',
      reason: 'It says so',
    };
    const { data, codes } = await ask(relate, { input });
    expect(codes).toEqual([]);
    const about = `{ norms(atLeast: "${data.relateDocument.receipt.position}", docket: "CPSC-2026-0010") { nodes {
      documents { documentId } documentsAbout { documentId relation relationBasis relationReason docket { number } } } } }`;
    expect((await ask(about)).data.norms.nodes).toEqual([
      {
        documents: [{ documentId: 'CPSC-2026-0010-0001' }],
        documentsAbout: [
          {
            documentId: 'CPSC-2026-0012-0001',
            relation: 'CORRECTS',
            relationBasis: 'AGENCY',
            relationReason: 'It says so',
            docket: { number: 'CPSC-2026-0012' },
          },
        ],
      },
    ]);
  });
});
