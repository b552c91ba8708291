import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { headOf } from './support/log-reading.js';
import { RunningPlatform } from './support/running-platform.js';

const FILES = ['cpsc', 'uscbp'].map((agency) => join(import.meta.dirname, `../../shared/data/regulations/${agency}.json`));
/** Its window ends before it starts. */
const CONTRADICTS_ITSELF = 'CPSC-2015-0022-0136';

interface Document {
  readonly id: string;
  readonly attributes: Readonly<Record<'agencyId' | 'documentType' | 'postedDate' | 'docketId', string>> & {
    readonly subtype: string | null;
    readonly withdrawn: boolean;
    readonly commentStartDate: string | null;
    readonly commentEndDate: string | null;
  };
}

const yearInWashington = (instant: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', year: 'numeric' }).format(new Date(instant));

/** What the files say of a document, by the name under which the platform counts it. */
const SAID: Readonly<Record<string, (attributes: Document['attributes']) => string | null>> = {
  AGENCY: ({ agencyId }) => `us-${agencyId.toLowerCase()}`,
  DOCUMENT_TYPE: ({ documentType }) => documentType,
  SUBTYPE: ({ subtype }) => subtype,
  YEAR: ({ postedDate }) => yearInWashington(postedDate),
  // All windows of the files are over: a proposal on which nobody can comment any more is a draft.
  STATUS: ({ withdrawn, documentType }) => (withdrawn ? 'WITHDRAWN' : documentType === 'Rule' ? 'ADOPTED' : 'DRAFT'),
};

/** Milliseconds for a test that runs whole imports, each a process of its own. */
const PATIENCE = 240_000;

describe('All documents of two agencies on regulations.gov', () => {
  let platform: RunningPlatform;
  let documents: readonly Document[];
  let head: string;

  const ask = async (query: string) => {
    const { data, errors } = await platform.ask(query);
    expect(errors).toEqual([]);
    return data;
  };
  const papersOf = async (docket: string) => {
    const fields = 'documentId kind kindBasis relation relatedTo relationBasis candidates relatedNorm { id }';
    const { documents: page } = (
      await ask(`{ docket(id: "${docket}", atLeast: "${head}") { documents(first: 50) { nodes { ${fields} } } } }`)
    ).docket;
    return new Map<string, Record<string, unknown>>(page.nodes.map((node: { documentId: string }) => [node.documentId, node]));
  };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const files = await Promise.all(FILES.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as { data: Document[] }));
    documents = files.flatMap(({ data }) => data);
  });
  afterAll(() => platform?.remove());

  it(
    'are imported, one of them without the window that contradicts itself',
    async () => {
      const outputs: string[] = [];
      for (const file of FILES) {
        const { code, stdout, stderr } = await platform.cli('import', 'regulations', file);
        expect([code, stderr]).toEqual([0, '']);
        outputs.push(...stdout.trim().split('\n'));
      }
      head = await headOf(platform);
      expect(outputs).toEqual([
        '427 imported, 0 there already, 0 refused',
        expect.stringContaining(`${CONTRADICTS_ITSELF}  imported without its window for comments`),
        '491 imported, 0 there already, 0 refused',
      ]);
    },
    PATIENCE,
  );

  it.each([
    [['STATUS']],
    [['AGENCY']],
    [['DOCUMENT_TYPE']],
    [['SUBTYPE']],
    [['YEAR']],
    [['AGENCY', 'YEAR', 'STATUS']],
    [['DOCUMENT_TYPE', 'SUBTYPE', 'AGENCY']],
  ])('are as many by %s as the files say', async (by) => {
    const counted = new Map<string, number>();
    for (const { attributes } of documents) {
      const key = JSON.stringify(by.map((dimension) => SAID[dimension]?.(attributes)));
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
    const { normCounts } = await ask(`{ normCounts(by: [${by.join()}], atLeast: "${head}") { keys count } }`);
    expect(new Map(normCounts.map(({ keys, count }: { keys: unknown; count: number }) => [JSON.stringify(keys), count]))).toEqual(counted);
  });

  it('are in their dockets', async () => {
    const { dockets, norms } = await ask(`{ dockets(atLeast: "${head}") { totalCount } norms(atLeast: "${head}") { totalCount } }`);
    expect(dockets.totalCount).toBe(new Set(documents.map(({ attributes }) => attributes.docketId)).size);
    expect(norms.totalCount).toBe(documents.length);
  });

  it('are linked to what they are about', async () => {
    const fireworks = await papersOf('cpsc-2006-0034');
    expect([...fireworks.keys()]).toEqual(['CPSC-2006-0034-0001', 'CPSC-2006-0034-0002', 'CPSC-2006-0034-0014', 'CPSC-2006-0034-2443']);
    expect(fireworks.get('CPSC-2006-0034-0001')).toMatchObject({ kind: 'ADVANCE_NOTICE', kindBasis: 'TITLE', relation: null });
    expect(fireworks.get('CPSC-2006-0034-0014')).toMatchObject({
      kind: 'EXTENSION',
      relation: 'EXTENDS',
      relatedTo: 'CPSC-2006-0034-0002',
      relatedNorm: { id: 'cpsc-2006-0034-0002' },
    });
    expect((await papersOf('cpsc-2009-0064')).get('CPSC-2009-0064-0011')).toMatchObject({
      relation: 'CORRECTS',
      relatedTo: 'CPSC-2009-0064-0010',
      relationBasis: 'REGISTER_NUMBER',
    });
    expect((await papersOf('cpsc-2006-0035')).get('CPSC-2006-0035-0002')).toMatchObject({
      relation: 'WITHDRAWS',
      relatedTo: 'CPSC-2006-0035-0001',
    });
    expect((await papersOf('cpsc-2017-0020')).get('CPSC-2017-0020-0180')).toMatchObject({
      relation: 'FINALISES',
      relatedTo: 'CPSC-2017-0020-0010',
    });
    expect((await papersOf('uscbp-2009-0021')).get('USCBP-2009-0021-0008')).toMatchObject({
      relation: 'UNRESOLVED',
      relatedTo: null,
      candidates: ['USCBP-2009-0021-0001', 'USCBP-2009-0021-0002'],
    });
  });

  it('say where else to look for what their docket does not hold', async () => {
    const { docket } = await ask(
      '{ docket(id: "cpsc-2006-0044") { documents { nodes { relation candidatesElsewhere { documentId } } } } }',
    );
    expect(docket.documents.nodes).toEqual([{ relation: 'UNRESOLVED', candidatesElsewhere: [{ documentId: 'CPSC-2006-0024-0001' }] }]);
  });

  it('say what came of a proposal', async () => {
    const { norm } = await ask(
      '{ norm(id: "cpsc-2010-0022-0001") { status documentsAbout { relation norm { id status documentsAbout { relation } } } } }',
    );
    expect(norm).toEqual({
      status: 'DRAFT',
      documentsAbout: [
        { relation: 'FINALISES', norm: { id: 'cpsc-2010-0022-0014', status: 'ADOPTED', documentsAbout: [{ relation: 'CORRECTS' }] } },
      ],
    });
  });

  it(
    'are not recorded twice',
    async () => {
      for (const file of FILES) expect((await platform.cli('import', 'regulations', file)).stdout).toMatch(/^0 imported, /);
      expect(await headOf(platform)).toBe(head);
    },
    PATIENCE,
  );

  it('have dockets that are described by files of their own', async () => {
    const file = join(platform.dataDir, 'dockets.json');
    const attributes = {
      agencyId: 'CPSC',
      title: 'Amendments to Fireworks Regulations',
      docketType: 'Rulemaking',
      dkAbstract: 'Fuses and burnout',
      rin: '3041-AC35',
      modifyDate: '2018-02-05T06:00:00Z',
    };
    const listed = { agencyId: 'CPSC', title: 'Study of Debris', docketType: 'Nonrulemaking', lastModifiedDate: '2022-12-21T06:00:00Z' };
    const items = [
      { id: 'CPSC-2006-0034', type: 'dockets', attributes },
      { id: 'CPSC-2099-0001', type: 'dockets', attributes: listed },
    ];
    await writeFile(file, JSON.stringify({ data: items }));
    expect((await platform.cli('import', 'regulations', file)).stdout).toBe('2 imported, 0 there already, 0 refused\n');
    expect((await platform.cli('import', 'regulations', file)).stdout).toBe('0 imported, 2 there already, 0 refused\n');
    const fields = '{ number title abstract docketType rin documents { totalCount } }';
    const read = `{ a: docket(id: "cpsc-2006-0034", atLeast: "${await headOf(platform)}") ${fields} b: docket(id: "cpsc-2099-0001") ${fields} }`;
    expect(await ask(read)).toEqual({
      a: {
        number: 'CPSC-2006-0034',
        title: 'Amendments to Fireworks Regulations',
        abstract: 'Fuses and burnout',
        docketType: 'Rulemaking',
        rin: '3041-AC35',
        documents: { totalCount: 4 },
      },
      b: {
        number: 'CPSC-2099-0001',
        title: 'Study of Debris',
        abstract: null,
        docketType: 'Nonrulemaking',
        rin: null,
        documents: { totalCount: 0 },
      },
    });
  });
});
