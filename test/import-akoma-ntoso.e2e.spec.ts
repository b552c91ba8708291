import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRejection } from '@concord/kernel';
import { readAkomaNtoso } from '@concord/legal-text';
import { temporaryFolder } from './support/folders.js';
import { headOf } from './support/log-reading.js';
import { type CliResult, RunningPlatform } from './support/running-platform.js';

const REQUIREMENT = {
  direction: 'IMPORT',
  hsCodes: ['9503'],
  appliesWhen: null,
  mustHold: 'transaction.lines.all(line, line.quantity <= parameter.most)',
  onBreach: 'HOLD',
  parameters: [{ name: 'most', unit: '1', decimals: 0, values: [{ from: '2026-01-01', value: '20' }] }],
};

interface Wording {
  readonly title: string;
  readonly heading: string;
  readonly first: string;
  readonly item: string;
  readonly last: string;
}

/** A regulation whose second section is in force later, then suspended. */
const regulation = (language: string, { title, heading, first, item, last }: Wording) => `<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="regulation"><meta>
<identification source="#agency">
<FRBRWork><FRBRthis value="/akn/ke/act/2026/toys/!main"/><FRBRuri value="/akn/ke/act/2026/toys"/><FRBRdate date="2026-01-15" name="adoption"/>
<FRBRauthor href="#agency"/><FRBRcountry value="ke"/></FRBRWork>
<FRBRExpression><FRBRthis value="/akn/ke/act/2026/toys/${language}@/!main"/><FRBRuri value="/akn/ke/act/2026/toys/${language}@"/>
<FRBRdate date="2026-01-15" name="adoption"/><FRBRauthor href="#agency"/>
<FRBRauthoritative value="${language === 'eng'}"/><FRBRlanguage language="${language}"/></FRBRExpression>
<FRBRManifestation><FRBRthis value="/x"/><FRBRuri value="/x"/><FRBRdate date="2026-01-15" name="markup"/><FRBRauthor href="#agency"/></FRBRManifestation>
</identification>
<publication date="2026-01-20" name="gazette" showAs="Gazette"/>
<lifecycle source="#agency">
<eventRef eId="e1" date="2026-03-01" source="#original" refersTo="#inForce"/>
<eventRef eId="e2" date="2026-04-01" source="#original" refersTo="#inForce"/>
<eventRef eId="e3" date="2026-05-01" source="#original"/><eventRef eId="e4" date="2026-06-01" source="#original"/></lifecycle>
<temporalData source="#agency">
<temporalGroup eId="t1"><timeInterval start="#e1" refersTo="#inForce"/></temporalGroup>
<temporalGroup eId="t2"><timeInterval start="#e2" end="#e3" refersTo="#inForce"/><timeInterval start="#e4" refersTo="#inForce"/></temporalGroup>
</temporalData>
<references source="#agency"><TLCOrganization eId="agency" href="/ontology/organization/ke/agency" showAs="Agency"/></references>
<proprietary source="#agency" xmlns:c="urn:concord:akoma-ntoso:1"><c:requirement provision="sec_1">${JSON.stringify(REQUIREMENT).replaceAll('<', '&lt;')}</c:requirement></proprietary>
</meta>
<preface><longTitle><p><docTitle>${title}</docTitle></p></longTitle></preface>
<body>
<section eId="sec_1" period="#t1"><num>1.</num><heading>${heading}</heading><content><p>${first}</p>
<blockList><item eId="sec_1__item_a"><num>(a)</num><p><b>${item}</b></p></item></blockList></content></section>
<section eId="sec_2" period="#t2"><num>2.</num><content><p>${last}</p></content></section>
</body></act></akomaNtoso>
`;

const ENGLISH = regulation('eng', {
  title: 'Toys',
  heading: 'Small parts',
  first: 'A toy has',
  item: 'no small parts.',
  last: 'It is labelled.',
});
const SWAHILI = regulation('swa', {
  title: 'Vinyago',
  heading: 'Sehemu ndogo',
  first: 'Kinyago hakina',
  item: 'sehemu ndogo.',
  last: 'Kina lebo.',
});

describe('The import of Akoma Ntoso', () => {
  let platform: RunningPlatform;
  let folder: string;

  const importAll = (...more: readonly string[]): Promise<CliResult> =>
    platform.cli('import', 'akoma-ntoso', folder, '--agency', 'ke-toys', '--zone', 'Africa/Nairobi', ...more);
  const norm = async (fields: string) => {
    const { data, errors } = await platform.ask(
      `query ($head: Position!) { norm(id: "akn-ke-act-2026-toys", atLeast: $head) { ${fields} } }`,
      {
        head: await headOf(platform),
      },
    );
    expect(errors).toEqual([]);
    return data.norm;
  };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    folder = await temporaryFolder('concord-akn-');
    await writeFile(join(folder, 'toys-eng.xml'), ENGLISH);
    await writeFile(join(folder, 'toys-swa.akn'), Buffer.from(`\ufeff${SWAHILI.replace('UTF-8', 'UTF-16')}`, 'utf16le'));
    await writeFile(join(folder, 'broken.xml'), '<akomaNtoso>\n<act>');
    await writeFile(join(folder, 'notes.txt'), 'no XML');
  });
  afterAll(async () => {
    await platform?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('makes one norm of a work in two languages, says what it refused, and lists all that is not in the norm', async () => {
    const report = join(folder, 'report.jsonl');
    const { code, stdout, stderr } = await importAll('--jurisdiction', 'KE', '--report', report);
    expect([code, stderr]).toEqual([0, '']);
    const items = (await readFile(report, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(stdout.trim().split('\n')).toEqual([
      '1 imported, 0 there already, 1 refused',
      expect.stringMatching(/^ {2}\S+broken\.xml {2}NOT_WELL_FORMED: .*\(line 2, column \d+\)$/),
      `${items.length} details of the files are not in the norms; ${report} lists each of them`,
    ]);
    const line = ENGLISH.split('\n').findIndex((text) => text.includes('<b>')) + 1;
    expect(items).toContainEqual(expect.objectContaining({ file: join(folder, 'toys-eng.xml'), what: 'b', at: 'sec_1__item_a', line }));
    expect(items).toContainEqual(expect.objectContaining({ work: '/akn/ke/act/2026/toys/!main', what: 'publication', language: 'sw' }));
  });

  it('keeps the text in both languages, and what a machine can check', async () => {
    const { provisions, titles, source, agency, jurisdiction, publishedOn } = await norm(
      `agency jurisdiction publishedOn titles { language text } source { system documentId }
       provisions: text(inForceOn: "2026-06-15") { provisions { eId parent kind number headings { language text } text { language text } requirement { mustHold } } }`,
    );
    expect({ agency, jurisdiction, publishedOn, titles, source }).toEqual({
      agency: 'ke-toys',
      jurisdiction: 'KE',
      publishedOn: '2026-01-20',
      titles: [
        { language: 'en', text: 'Toys' },
        { language: 'sw', text: 'Vinyago' },
      ],
      source: { system: 'akoma-ntoso', documentId: '/akn/ke/act/2026/toys/!main' },
    });
    const both = (english: string, swahili: string) => [
      { language: 'en', text: english },
      { language: 'sw', text: swahili },
    ];
    const place = { parent: null, kind: 'SECTION', headings: [], requirement: null };
    expect(provisions.provisions).toEqual([
      {
        ...place,
        eId: 'sec_1',
        number: '1.',
        headings: both('Small parts', 'Sehemu ndogo'),
        text: both('A toy has', 'Kinyago hakina'),
        requirement: { mustHold: REQUIREMENT.mustHold },
      },
      { ...place, eId: 'sec_1__item_a', parent: 'sec_1', kind: 'ITEM', number: '(a)', text: both('no small parts.', 'sehemu ndogo.') },
      { ...place, eId: 'sec_2', number: '2.', text: both('It is labelled.', 'Kina lebo.') },
    ]);
  });

  it.each([
    ['2026-03-01', ['IN_FORCE', 'IN_FORCE', 'NOT_YET_IN_FORCE']],
    ['2026-04-30', ['IN_FORCE', 'IN_FORCE', 'IN_FORCE']],
    ['2026-05-01', ['IN_FORCE', 'IN_FORCE', 'SUSPENDED']],
    ['2026-06-01', ['IN_FORCE', 'IN_FORCE', 'IN_FORCE']],
  ])('puts provisions into force on the days that the document names: %s', async (day, standings) => {
    const { text } = await norm(`text(inForceOn: "${day}") { provisions { standing } }`);
    expect(text.provisions.map(({ standing }: { standing: string }) => standing)).toEqual(standings);
  });

  it('is undone by nothing: the platform gives the same provisions as Akoma Ntoso again', async () => {
    const answer = await fetch(`${platform.url}/eli/ke/ke-toys/regulation/akn-ke-act-2026-toys/1/en/xml`);
    expect(answer.status).toBe(200);
    const [before, after] = [ENGLISH, await answer.text()].map((xml) => {
      const reading = readAkomaNtoso(xml);
      if (isRejection(reading)) throw new Error(reading.message);
      return reading.documents[0]!;
    });
    expect(after!.text).toEqual(before!.text);
    expect(after!.title).toBe('Toys');
  });

  it('does nothing the second time, and refuses a file that says something else', async () => {
    expect((await importAll('--jurisdiction', 'KE')).stdout).toMatch(/^0 imported, 1 there already, 1 refused$/m);
    await writeFile(join(folder, 'toys-eng.xml'), ENGLISH.replace('no small parts', 'no sharp parts'));
    const { stdout } = await importAll('--jurisdiction', 'KE');
    expect(stdout).toMatch(/^0 imported, 0 there already, 2 refused$/m);
    expect(stdout).toMatch(/IMPORTED_OTHERWISE: .* was imported before as the norm akn-ke-act-2026-toys, and said something else/);
  });

  it('says which folder is not there, and which zone is none', async () => {
    const missing = await platform.cli('import', 'akoma-ntoso', '/nowhere', '--agency', 'ke-toys', '--zone', 'Africa/Nairobi');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringMatching(/^\/nowhere: ENOENT/m)]);
    const zoneless = await platform.cli('import', 'akoma-ntoso', folder, '--agency', 'ke-toys', '--zone', 'Nairobi');
    expect([zoneless.code, zoneless.stderr]).toEqual([1, expect.stringContaining('time zone database')]);
  });
});
