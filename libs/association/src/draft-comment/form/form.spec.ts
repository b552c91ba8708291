import { randomBytes } from 'node:crypto';
import type { CalendarDate } from '@concord/kernel';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import writeExcelFile from 'write-excel-file/node';
import { ClauseNames } from './clause-names.js';

import { COLUMNS } from './columns.js';
import { type Form, type FormLine, lineOf } from './form.js';
import { type FormRow, readForm } from './read-form.js';
import { kindMeantBy, verdictMeantBy, verdictText } from './said.js';
import { writeDocx } from './write-docx.js';
import { writeXlsx } from './write-xlsx.js';
import { pack, unpack } from './zip.js';

const WRITERS = { docx: writeDocx, xlsx: writeXlsx };
const formats = Object.entries(WRITERS);

const line = (cells: Partial<FormLine> = {}): FormLine => ({
  author: 'cn-customs',
  line: '17',
  clause: '4.2',
  element: 'Table 1',
  kind: 'te',
  text: 'Thirty days are too few.',
  proposedChange: 'Sixty days.',
  observation: 'Noted: We know.',
  id: '0198c0de-0000-7000-8000-000000000001',
  ...cells,
});
const form = (...lines: readonly FormLine[]): Form => ({
  date: '2026-03-01' as CalendarDate,
  document: 'Returns, draft 2',
  project: 'returns',
  lines,
});
const told = (rows: readonly FormRow[]) => rows.map(({ number: _, ...cells }) => cells);
const codeOf = (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    ({ code }) => code,
  );

describe.each(formats)('A form as %s', (_, write) => {
  it('is read as it was written, whatever its cells say', async () => {
    const lines = [
      line(),
      line({ line: '', clause: '', element: '', proposedChange: '', observation: '', id: 'b' }),
      line({ text: 'Two\nlines,\n\nand\ta tab', observation: 'Rejected: 1 < 2 & "so" on ‘’ 漢字 🧸' }),
      line({ author: 'constructor', text: '__proto__', proposedChange: 'toString' }),
      line({ text: '_x0041_ & <w:t>', proposedChange: "  \u00a0'quoted'  ".trim() }),
    ];
    expect(told(await readForm(await write(form(...lines))))).toEqual(lines);
  });

  it('has no formulas, however a cell begins', async () => {
    const lines = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://127.0.0.1")'].map((text) => line({ text, proposedChange: text }));
    const file = await write(form(...lines));
    expect(told(await readForm(file))).toEqual(lines);
    // The page numbers in the foot are fields.
    const active = [...(await unpack(file))].filter(([path, part]) => !/footer/.test(path) && /<f[ >]|instrText|fldSimple/.test(`${part}`));
    expect(active).toEqual([]);
  });

  it('holds 5,000 comments of which no two are alike', async () => {
    const lines = Array.from({ length: 2_000 }, (__, n) => line({ id: `c-${n}`, text: `${n} ${randomBytes(150).toString('hex')}` }));
    const rows = told(await readForm(await write(form(...lines))));
    expect([rows.length, rows.every((row, n) => COLUMNS.every((column) => row[column] === lines[n]?.[column]))]).toEqual([2_000, true]);
  });
});

describe('The template', () => {
  const paragraphs = (text: string) => text.split('\n').map((each) => new Paragraph(each));
  const docx = (...tables: readonly (readonly TableRow[])[]) =>
    Packer.toBuffer(
      new Document({
        sections: [{ children: tables.map((rows) => new Table({ rows })).flatMap((table) => [new Paragraph('Date:'), table]) }],
      }),
    );
  const row = (...cells: readonly (string | TableCell)[]) =>
    new TableRow({ children: cells.map((each) => (typeof each === 'string' ? new TableCell({ children: paragraphs(each) }) : each)) });

  const ISO = [
    'MB/NC1',
    'Line number\n(e.g. 17)',
    'Clause/\nSubclause\n(e.g. 3.1)',
    'Paragraph/ Figure/ Table/\n(e.g. Table 1)',
    'Type of comment2',
    'Comments',
    'Proposed change',
    'Observations of the secretariat',
  ];

  it('of ISO is read by its titles, with its line breaks, examples and numbers of notes, and without its empty rows', async () => {
    const file = await docx([
      row('Template for comments', 'Date: 2026-03-01'),
      row(...ISO),
      row('DE', '', '4', '', 'ed', 'A typo.', 'Mend it.', ''),
      row('DE', '', '', '', '', '', '', ''),
    ]);
    expect(await readForm(file)).toEqual([
      {
        number: 3,
        ...line({
          author: 'DE',
          line: '',
          clause: '4',
          element: '',
          kind: 'ed',
          text: 'A typo.',
          proposedChange: 'Mend it.',
          observation: '',
          id: '',
        }),
      },
    ]);
  });

  it('of an earlier edition, without lines and with numbers above the titles, is read, too', async () => {
    const file = await docx([
      row('1', '2', '(3)', '4', '5', '(6)', '(7)'),
      row(
        'MB1',
        'Clause No./ Subclause No./ Annex (e.g. 3.1)',
        'Paragraph/ Figure/Table/Note (e.g. Table 1)',
        'Type of com-ment2',
        'Comment (justification for change) by the MB',
        'Proposed change by the MB',
        'Secretariat observations on each comment submitted',
      ),
      row('FR', '3.1', 'Note 2', 'te', 'Wrong.', 'Right.', 'Accepted'),
    ]);
    expect(told(await readForm(file))).toEqual([
      line({
        author: 'FR',
        line: '',
        clause: '3.1',
        element: 'Note 2',
        text: 'Wrong.',
        proposedChange: 'Right.',
        observation: 'Accepted',
        id: '',
      }),
    ]);
  });

  it('with titles and cells that are merged across and down is read as it looks', async () => {
    const down = (text: string) => new TableCell({ rowSpan: 2, children: paragraphs(text) });
    const file = await docx([
      row(...ISO.slice(0, 5).map(down), new TableCell({ columnSpan: 2, children: paragraphs('By the member body') }), down('Observations')),
      row('Comments', 'Proposed change'),
      row(new TableCell({ rowSpan: 2, children: paragraphs('DE') }), '1', '4', '', 'ge', 'One.', '', ''),
      row('2', '4', '', 'ge', 'Two.', '', ''),
    ]);
    const rows = await readForm(file);
    expect(rows.map(({ author, line: at, text }) => [author, at, text])).toEqual([
      ['DE', '1', 'One.'],
      ['DE', '2', 'Two.'],
    ]);
  });

  it('with titles over two rows of a spreadsheet is read, and numbers and days are text', async () => {
    const text = (value: string, rest: object = {}) => ({ value, type: String, ...rest });
    const file = await writeExcelFile([
      [text('Project: X')],
      [
        text('MB/NC', { rowSpan: 2 }),
        text('Line number', { rowSpan: 2 }),
        text('Clause/Subclause', { rowSpan: 2 }),
        text('Type', { rowSpan: 2 }),
        text('By the member body', { columnSpan: 2 }),
        null,
      ],
      [null, null, null, null, text('Comments'), text('Proposed change')],
      [
        null,
        { value: 17, type: Number },
        { value: 4.2, type: Number },
        text('te'),
        text('Says.'),
        { value: new Date('2026-04-02T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
      ],
    ]).toBuffer();
    expect(await readForm(file)).toEqual([
      { number: 4, ...line({ author: '', element: '', text: 'Says.', proposedChange: '2026-04-02', observation: '', id: '' }) },
    ]);
  });

  it('in two tables, with what was deleted in them and fields, is read as it is read on the page', async () => {
    const rows = (text: string) => [row(...ISO), row('', '', '4', '', 'te', text, '', '')];
    const parts = new Map(await unpack(await docx(rows('First'), rows('Second'))));
    const path = 'word/document.xml';
    const xml = parts.get(path)!.toString();
    const marked = xml.replace(
      /<w:r><w:t[^>]*>First<\/w:t><\/w:r>/,
      '<w:del w:id="1" w:author="x"><w:r><w:delText>Gone</w:delText></w:r></w:del><w:moveFrom w:id="2" w:author="x"><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:ins w:id="3" w:author="x"><w:r><w:instrText>REF</w:instrText><w:t>Fir</w:t><w:t>st</w:t></w:r></w:ins>',
    );
    expect(marked).not.toBe(xml);
    parts.set(path, Buffer.from(marked));
    expect(told(await readForm(await pack(parts, { smaller: true }))).map(({ text }) => text)).toEqual(['First', 'Second']);
  });

  it('that has not its titles is none', async () => {
    expect(await codeOf(docx([row('a', 'b')]).then(readForm))).toBe('BAD_FORM');
  });
});

describe('What is no form', () => {
  it('is one of more rows than there may be', async () => {
    const cells = { author: '', line: '', clause: '', element: '', proposedChange: '', observation: '', id: '' };
    const lines = Array.from({ length: 10_001 }, () => line(cells));
    expect(await codeOf(writeDocx(form(...lines)).then(readForm))).toBe('FORM_TOO_LARGE');
  });

  const parts = (xml: string, path = 'word/document.xml') => new Map([[path, Buffer.from(xml)]]);
  const sheet = (rows: string) =>
    new Map(
      Object.entries({
        'xl/workbook.xml':
          '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
      }).map(([path, xml]) => [path, Buffer.from(xml)] as const),
    );
  const packed = async (all: ReadonlyMap<string, Buffer>) => readForm(await pack(all, { smaller: true }));

  it.each([
    ['a picture', async () => randomBytes(5_000)],
    ['nothing', async () => Buffer.alloc(0)],
    ['a file of the old format', async () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(5_000)])],
    ['a package of something else', () => pack(parts('<a/>', 'a.xml'), { smaller: true })],
    ['a form that was cut off', async () => (await writeDocx(form(line()))).subarray(0, 5_000)],
    ['a text that is not well-formed', () => pack(parts('<w:document>'), { smaller: true })],
    ['a text with entities', () => pack(parts('<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'), { smaller: true })],
    ['an empty spreadsheet', () => pack(sheet(''), { smaller: true })],
  ])('is %s: refused, with the reason', async (_, make) => {
    expect(await codeOf(make().then(readForm))).toBe('BAD_FORM');
  });

  it('is a small file that grows when it is unpacked, whatever it says of its size', async () => {
    const bomb = await pack(new Map([['word/document.xml', Buffer.alloc(2 ** 26 + 1, ' ')]]), { smaller: true });
    expect(bomb.length).toBeLessThan(100_000);
    bomb.writeUInt32LE(10, bomb.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24);
    expect(await codeOf(readForm(bomb))).toBe('FORM_TOO_LARGE');
    const two = await pack(new Map(['a.xml', 'b.xml'].map((path) => [path, Buffer.alloc(600)])), { smaller: true });
    expect(await codeOf(unpack(two, 1_200))).toBe('read');
    expect(await codeOf(unpack(two, 1_199))).toBe('FORM_TOO_LARGE');
  });

  it.each([
    ['the last row that there is', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'],
    ['a row behind the last', '<row r="4294967296"/>'],
    ['the last column that there is', '<row r="1"><c r="XFD1"><v>1</v></c></row>'],
    ['a column in disguise', '<row r="1" xmlns:x="urn:x"><c x:r="ZZZZZZ1" r="A1"><v>1</v></c></row>'],
  ])('is a spreadsheet with one cell in %s', async (_, rows) => {
    expect(await codeOf(packed(sheet(rows)))).toBe('FORM_TOO_LARGE');
  });

  it('is one with more parts than a form has', async () => {
    const many = new Map(Array.from({ length: 1_001 }, (_, n) => [`${n}.xml`, Buffer.from('<a/>')] as const));
    expect(await codeOf(packed(many))).toBe('FORM_TOO_LARGE');
  });
});

describe('In a form', () => {
  it('a section goes by its number, or by its eId where two have the same', () => {
    const eIds = ['general', 'clause_4', 'clause_4__para_2', 'annex_a__clause_1', 'clause_7', 'annex_7'];
    const names = new ClauseNames(eIds);
    expect(eIds.map((eId) => names.nameOf(eId))).toEqual(['GENERAL', '4', '4.2', 'A.1', 'clause_7', 'annex_7']);
    for (const eId of [...eIds, null]) expect(names.meantBy(names.nameOf(eId))).toBe(eId);
    expect(
      ['Clause 4.2', 'subclause 4.2.', 'clause_4__para_2', 'Annex A.1', '4', 'whole document', '—'].map((name) => names.meantBy(name)),
    ).toEqual(['clause_4__para_2', 'clause_4__para_2', 'clause_4__para_2', 'annex_a__clause_1', 'clause_4', null, null]);
    expect(['7', '5', 'Table 1'].map((name) => names.meantBy(name))).toEqual([undefined, undefined, undefined]);
  });

  it('kinds go by their codes or their names', () => {
    expect(['te', 'TE', 'Technical', ' ed. ', 'ge', 'te/ed', ''].map(kindMeantBy)).toEqual([
      'TECHNICAL',
      'TECHNICAL',
      'TECHNICAL',
      'EDITORIAL',
      'GENERAL',
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['Accepted', 'ACCEPTED', null, null],
    ['accepted.', 'ACCEPTED', null, null],
    ['Accepted (draft 3)', 'ACCEPTED', null, 3],
    ['Accepted in part (draft 3): Sixty.', 'ACCEPTED_IN_PART', 'Sixty.', 3],
    ['Partially accepted\nSixty.', 'ACCEPTED_IN_PART', 'Sixty.', null],
    ['Accepted in principle – see 4.2', 'ACCEPTED_IN_PART', 'see 4.2', null],
    ['Not accepted. Thirty will do.', 'REJECTED', 'Thirty will do.', null],
    ['Rejected: (draft 3) has it.', 'REJECTED', '(draft 3) has it.', null],
    ['NOTED; thanks', 'NOTED', 'thanks', null],
  ])('the observation "%s" is understood', (text, disposition, observation, resultingDraft) => {
    expect(verdictMeantBy(text)).toEqual({ disposition, observation, resultingDraft });
  });

  it('an observation that decides nothing is not, and what was decided comes back', () => {
    expect(['Thanks', 'Acceptedly', ''].map(verdictMeantBy)).toEqual([undefined, undefined, undefined]);
    const verdicts = [
      { disposition: 'ACCEPTED', observation: 'in part of the text: yes', resultingDraft: null },
      { disposition: 'ACCEPTED_IN_PART', observation: '(draft 9) was better', resultingDraft: 3 },
      { disposition: 'NOTED', observation: ': and so on', resultingDraft: null },
    ] as const;
    for (const verdict of verdicts) expect(verdictMeantBy(verdictText(verdict))).toEqual(verdict);
  });

  it('a comment stands with all that is known of it', () => {
    const content = {
      clause: 'clause_4__para_2',
      line: null,
      element: 'Table 1',
      kind: 'TECHNICAL',
      text: 'Why?',
      proposedChange: null,
    } as const;
    const verdict = { disposition: 'NOTED', observation: 'Because.', resultingDraft: null } as const;
    expect(lineOf({ id: 'c-1', author: 'shop', ...content, verdict }, new ClauseNames(['clause_4__para_2']))).toEqual(
      line({ author: 'shop', line: '', text: 'Why?', proposedChange: '', observation: 'Noted: Because.', id: 'c-1' }),
    );
  });
});
