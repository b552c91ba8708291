import { isRejection, type Rejection } from '@concord/kernel';
import fc from 'fast-check';
import { AKOMA_NTOSO } from './document.js';
import { type Reading, readAkomaNtoso } from './read.js';
import { documents } from './testing/documents.js';
import { soups } from './testing/soups.js';
import { writeAkomaNtoso } from './write.js';
import { DEEPEST_NESTING, LARGEST_DOCUMENT } from './xml.js';

function read(xml: string): Reading {
  const reading = readAkomaNtoso(xml);
  if (isRejection(reading)) throw new Error(reading.message);
  return reading;
}

const only = (xml: string) => {
  const { documents: all, unsupported } = read(xml);
  expect(all).toHaveLength(1);
  return { document: all[0]!, unsupported };
};

const META = `    <meta>
      <identification source="#agency">
        <FRBRWork>
          <FRBRthis value="/akn/ea/act/2026/toys/!main"/>
          <FRBRuri value="/akn/ea/act/2026/toys"/>
          <FRBRdate date="2026-01-15" name="adoption"/>
          <FRBRauthor href="#agency"/>
          <FRBRcountry value="ea"/>
        </FRBRWork>
        <FRBRExpression>
          <FRBRthis value="/akn/ea/act/2026/toys/eng@2026-03-01/!main"/>
          <FRBRuri value="/akn/ea/act/2026/toys/eng@2026-03-01"/>
          <FRBRdate date="2026-03-01" name="version"/>
          <FRBRauthor href="#agency"/>
          <FRBRlanguage language="eng"/>
        </FRBRExpression>
        <FRBRManifestation>
          <FRBRthis value="/akn/ea/act/2026/toys/eng@2026-03-01/!main.xml"/>
          <FRBRuri value="/akn/ea/act/2026/toys/eng@2026-03-01.akn"/>
          <FRBRdate date="2026-03-01" name="version"/>
          <FRBRauthor href="#agency"/>
        </FRBRManifestation>
      </identification>
      <publication date="2026-01-20" name="gazette" showAs="Gazette" number="7"/>
      <lifecycle source="#agency">
        <eventRef eId="eref_1" date="2026-01-15" source="#original" type="generation"/>
        <eventRef eId="eref_2" date="2026-03-01" source="#original" refersTo="#inForce"/>
      </lifecycle>
      <analysis source="#agency">
        <passiveModifications>
          <textualMod eId="pmod_1" type="substitution" period="#tmpg_1">
            <source href="/akn/ea/act/2026/plastics/!main"/>
            <destination href="#sec_1"/>
          </textualMod>
        </passiveModifications>
      </analysis>
      <temporalData source="#agency">
        <temporalGroup eId="tmpg_1">
          <timeInterval start="#eref_2" refersTo="#inForce"/>
        </temporalGroup>
      </temporalData>
      <references source="#agency">
        <original eId="original" href="/akn/ea/act/2026/toys" showAs="Original"/>
        <TLCOrganization eId="agency" href="/ontology/organization/ea/agency" showAs="Agency for Toys"/>
      </references>
    </meta>`;

const act = (body: string, around = { before: '', after: '' }, meta = META) => `<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="${AKOMA_NTOSO}">
  <act name="regulation">
${meta}
${around.before}    <body>
${body}
    </body>
${around.after}  </act>
</akomaNtoso>
`;

/** A document in the forms that we write. */
const CANONICAL = act(
  `      <chapter eId="chp_1" period="#tmpg_1" wId="chp_1">
        <num>Chapter I</num>
        <heading>Safety of toys</heading>
        <section eId="chp_1__sec_1">
          <num>§ 1</num>
          <heading>Small parts</heading>
          <content>
            <p>A toy has no small parts.</p>
            <p>A part is small that fits the cylinder.</p>
          </content>
        </section>
        <crossHeading eId="chp_1__crossheading_1">Chemicals</crossHeading>
        <section eId="chp_1__sec_2">
          <num>§ 2</num>
          <intro>
            <p>Of lead a toy holds at most</p>
          </intro>
          <paragraph eId="chp_1__sec_2__para_a">
            <num>(a)</num>
            <content>
              <p>2 mg/kg where it is dry, and</p>
            </content>
          </paragraph>
          <hcontainer eId="chp_1__sec_2__hcontainer_1" name="example">
            <content>
              <p xml:space="preserve">As  chalk is.</p>
            </content>
          </hcontainer>
          <wrapUp eId="chp_1__sec_2__wrapup_1">
            <p>unless it is scraped off.</p>
          </wrapUp>
        </section>
        <section eId="chp_1__sec_3">
          <num>§ 3</num>
          <content>
            <p>The label names</p>
            <blockList>
              <item eId="chp_1__sec_3__item_a">
                <num>(a)</num>
                <p>the maker,</p>
                <blockList>
                  <item eId="chp_1__sec_3__item_a__item_1">
                    <p>with its address;</p>
                  </item>
                </blockList>
              </item>
              <listWrapUp eId="chp_1__sec_3__wrapup">in a language of the buyer.</listWrapUp>
            </blockList>
          </content>
        </section>
      </chapter>
      <hcontainer eId="sch_1" name="schedule">
        <heading>Limits</heading>
      </hcontainer>`,
  {
    before: `    <coverPage>
      <p>Official Gazette</p>
    </coverPage>
    <preface>
      <longTitle>
        <p>
          <docTitle>Regulation on toys</docTitle>
        </p>
      </longTitle>
      <p>of 15 January 2026</p>
    </preface>
    <preamble eId="preamble">
      <p>The Agency,</p>
      <recitals>
        <recital eId="preamble__rec_1">
          <num>(1)</num>
          <p>Children put toys into their mouths.</p>
        </recital>
      </recitals>
      <container eId="preamble__wrapup" name="wrapup">
        <p>orders:</p>
      </container>
    </preamble>
`,
    after: `    <conclusions>
      <p>Done on 15 January 2026</p>
    </conclusions>
`,
  },
);

describe('Akoma Ntoso', () => {
  it('is read as it was written, whatever the document says', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const { document: again, unsupported } = only(writeAkomaNtoso(document));
        expect(unsupported).toEqual([]);
        expect(again).toEqual(document);
      }),
      { numRuns: 300 },
    );
  });

  it('is written as it was read, to the letter, where it is in the forms that we write', () => {
    const { document, unsupported } = only(CANONICAL);
    expect(unsupported).toEqual([]);
    expect(writeAkomaNtoso(document)).toBe(CANONICAL);
  });

  it('gives the text as a tree of provisions in the order of reading', () => {
    const { text, title, preface, language, remarks } = only(CANONICAL).document;
    expect([title, preface, language]).toEqual(['Regulation on toys', 'of 15 January 2026', 'en']);
    expect(text.map(({ eId, parent, kind, number }) => [eId, parent, kind, number])).toEqual([
      ['preamble', null, 'PREAMBLE', null],
      ['preamble__rec_1', 'preamble', 'HCONTAINER', '(1)'],
      ['preamble__wrapup', 'preamble', 'HCONTAINER', null],
      ['chp_1', null, 'CHAPTER', 'Chapter I'],
      ['chp_1__sec_1', 'chp_1', 'SECTION', '§ 1'],
      ['chp_1__crossheading_1', 'chp_1', 'HCONTAINER', null],
      ['chp_1__sec_2', 'chp_1', 'SECTION', '§ 2'],
      ['chp_1__sec_2__para_a', 'chp_1__sec_2', 'PARAGRAPH', '(a)'],
      ['chp_1__sec_2__hcontainer_1', 'chp_1__sec_2', 'HCONTAINER', null],
      ['chp_1__sec_2__wrapup_1', 'chp_1__sec_2', 'HCONTAINER', null],
      ['chp_1__sec_3', 'chp_1', 'SECTION', '§ 3'],
      ['chp_1__sec_3__item_a', 'chp_1__sec_3', 'ITEM', '(a)'],
      ['chp_1__sec_3__item_a__item_1', 'chp_1__sec_3__item_a', 'ITEM', null],
      ['chp_1__sec_3__wrapup', 'chp_1__sec_3', 'HCONTAINER', null],
      ['sch_1', null, 'SCHEDULE', null],
    ]);
    expect(text.find(({ eId }) => eId === 'chp_1__sec_1')?.text).toEqual([
      { language: 'en', text: 'A toy has no small parts.\nA part is small that fits the cylinder.' },
    ]);
    expect(remarks.get('chp_1')).toEqual(
      new Map([
        ['period', '#tmpg_1'],
        ['wId', 'chp_1'],
      ]),
    );
  });

  it('finds the title in the preface, or else on the cover; within a longer line it stands there, too', () => {
    const titled = (before: string) => {
      const { title, preface, coverPage } = only(act('<section eId="sec_1"/>', { before, after: '' })).document;
      return { title, preface, coverPage };
    };
    expect(titled('<preface><p>An Act</p><longTitle><p>to make toys safe</p></longTitle></preface>')).toEqual({
      title: 'to make toys safe',
      preface: 'An Act',
      coverPage: null,
    });
    expect(titled('<preface><p>The <docTitle>Toys Act</docTitle> 2026</p></preface>')).toEqual({
      title: 'Toys Act',
      preface: 'The Toys Act 2026',
      coverPage: null,
    });
    expect(titled('<coverPage><p><docTitle>Toys Act</docTitle></p></coverPage>')).toEqual({
      title: 'Toys Act',
      preface: null,
      coverPage: 'Toys Act',
    });
  });

  it('tells exactly what it does not keep, and where', () => {
    const { document, unsupported } = only(
      act(`<section eId="sec_1" xmlns:x="urn:x" x:rank="3"><num class="big">1</num><subheading>Of lead</subheading>
<content><p>See <ref href="/akn/ea/act/1">Act 1</ref>, <b>now</b>.<authorialNote marker="1"><p>As amended.</p></authorialNote></p>
<table><tr><th>Metal</th><th colspan="2">mg</th></tr><tr><td>Lead</td><td>2</td><td>3</td></tr></table></content></section>
<section><num>2.</num><content><p><mod>Put <quotedText startQuote="“" endQuote="”">3</quotedText></mod></p></content></section>
<section eId="sec_1"><foreign><m xmlns="urn:m">x²</m></foreign></section>`),
    );
    expect(document.text.map(({ eId, number, text }) => [eId, number, text[0]?.text])).toEqual([
      ['sec_1', '1', 'Of lead\nSee Act 1, now.\nMetal\tmg\nLead\t2\t3'],
      ['sec_2', '2.', 'Put “3”'],
      ['sec_3', null, undefined],
    ]);
    const entry = (what: string, at: string, values = '', lost = '') => expect.objectContaining({ what, at, values, words: lost });
    expect(unsupported).toEqual([
      entry('section/@{urn:x}rank', 'sec_1', '3'),
      entry('num/@class', 'sec_1', 'big'),
      entry('subheading', 'sec_1'),
      entry('ref', 'sec_1', 'href="/akn/ea/act/1"'),
      entry('b', 'sec_1'),
      entry('authorialNote', 'sec_1', 'marker="1"', 'As amended.'),
      entry('table', 'sec_1'),
      entry('th/@colspan', 'sec_1', '2'),
      entry('section/@eId', 'sec_2'),
      entry('mod', 'sec_2'),
      entry('quotedText', 'sec_2'),
      entry('section/@eId', 'sec_3', 'sec_1'),
      entry('foreign', 'sec_3', '', 'x²'),
    ]);
    expect(unsupported.map(({ line }) => line - unsupported[0]!.line)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4]);
  });

  it('loses no character without telling, however the elements are put together', () => {
    const characters = (text: string) => [...text.replace(/\s/g, '')].sort().join('');
    fc.assert(
      fc.property(soups, ({ xml, words }) => {
        const { document, unsupported } = only(act(xml));
        const kept = document.text.flatMap(({ number, headings, text }) => [
          number ?? '',
          ...[...headings, ...text].map((one) => one.text),
        ]);
        expect(characters([...kept, ...unsupported.map((lost) => lost.words)].join(''))).toBe(characters(words));
      }),
      { numRuns: 300 },
    );
  });

  it('takes white space as a reader does, and keeps it where it is preserved', () => {
    const words = (content: string) =>
      only(act(`<section eId="sec_1"><content>${content}</content></section>`)).document.text[0]?.text[0]?.text;
    expect(words('\n <p>\n  one\n  <i> two</i>three </p>\n <p/> <p> four</p>')).toBe('one twothree\n\nfour');
    expect(words('<p>Put <quotedStructure startQuote="“" endQuote="”"><p>one</p><p>two</p></quotedStructure>.</p>')).toBe(
      'Put\n“one\ntwo”\n.',
    );
    expect(words('<p xml:space="preserve"> one  <i>two </i></p>')).toBe(' one  two ');
    expect(words('<p>no\u00a0 break</p>')).toBe('no\u00a0 break');
    expect(words('<p>one<br/>two &#x3c;&amp;<![CDATA[<p>]]></p>')).toBe('one\ntwo <&<p>');
  });

  it('reads schedules that are attached, and each document of a collection', () => {
    const attached = only(
      act('<section eId="sec_1"/>', {
        before: '',
        after: `<attachments><attachment eId="att_1"><heading>Limits</heading><doc name="schedule"><meta>x</meta><mainBody>
          <p>All in mg/kg</p><paragraph eId="att_1__para_1"><content><p>Lead: 2</p></content></paragraph></mainBody></doc></attachment></attachments>`,
      }),
    );
    expect(attached.document.text.map(({ eId, parent, kind, text }) => [eId, parent, kind, text[0]?.text])).toEqual([
      ['sec_1', null, 'SECTION', undefined],
      ['att_1', null, 'SCHEDULE', 'All in mg/kg'],
      ['att_1__para_1', 'att_1', 'PARAGRAPH', 'Lead: 2'],
    ]);
    expect(attached.unsupported.map(({ what, words }) => [what, words])).toEqual([
      ['doc', ''],
      ['meta', 'x'],
    ]);
    const part = (name: string, body: string) =>
      `<component><${name} name="x">${META}<${body}><p>${name}</p></${body}></${name}></component>`;
    const collection = read(
      `<akomaNtoso xmlns="${AKOMA_NTOSO}"><documentCollection name="proposal">${META}<collectionBody/><components>${part('bill', 'body')}${part('doc', 'mainBody')}${part('judgment', 'judgmentBody')}</components></documentCollection></akomaNtoso>`,
    );
    expect(collection.documents.map(({ type, text }) => [type, text[0]?.eId, text[0]?.text[0]?.text])).toEqual([
      ['bill', 'hcontainer_1', 'bill'],
      ['doc', 'hcontainer_1', 'doc'],
    ]);
    expect(collection.unsupported.map(({ what }) => what)).toEqual(['documentCollection', 'meta', 'judgment']);
  });

  describe('that is no good', () => {
    const refusal = (xml: string): Rejection => {
      const refused = readAkomaNtoso(xml);
      if (!isRejection(refused)) throw new Error('it was read');
      return refused;
    };

    it.each([
      ['', 'NOT_WELL_FORMED', /line 1, column 1\)/],
      ['<akomaNtoso>\n <act></akomaNtoso>', 'NOT_WELL_FORMED', /unexpected close tag.* \(line 2, column \d+\)/],
      ['<a>&undeclared;</a>', 'NOT_WELL_FORMED', /undefined entity.*\(line 1, column 16\)/],
      ['<a b="1" b="2"/>', 'NOT_WELL_FORMED', /duplicate attribute/],
      ['<a>\u0000</a>', 'NOT_WELL_FORMED', /disallowed character/],
      ['<x:a/>', 'NOT_WELL_FORMED', /unbound namespace prefix/],
      ['<akomaNtoso/>', 'NOT_AKOMA_NTOSO', /begins with \{\}akomaNtoso.*line 1/],
      ['<akomaNtoso xmlns="http://www.akomantoso.org/2.0"><act/></akomaNtoso>', 'NOT_AKOMA_NTOSO', /akomantoso\.org\/2\.0/],
      [`<akomaNtoso xmlns="${AKOMA_NTOSO}evil"><act/></akomaNtoso>`, 'NOT_AKOMA_NTOSO', /evil/],
      [
        `<akomaNtoso xmlns="${AKOMA_NTOSO}">\n<debate/></akomaNtoso>`,
        'DOCUMENT_TYPE_NOT_SUPPORTED',
        /type debate is not supported.*line 2/,
      ],
      [`<akomaNtoso xmlns="${AKOMA_NTOSO}"/>`, 'DOCUMENT_TYPE_NOT_SUPPORTED', /no document with provisions/],
    ])('is refused with its place: %j', (xml, code, message) => {
      expect(refusal(xml)).toMatchObject({ code, message: expect.stringMatching(message) });
    });

    it('is refused rather than let entities grow, or files be read', () => {
      const laughs = `<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>`;
      const outside = `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>`;
      expect([laughs, outside].map((xml) => refusal(xml).code)).toEqual(['DOCTYPE_REFUSED', 'DOCTYPE_REFUSED']);
    });

    it('is refused where it is nested without end, and read up to there', () => {
      const nested = (depth: number) => act(`${'<list>'.repeat(depth)}${'</list>'.repeat(depth)}`);
      expect(refusal(nested(1_000_000))).toMatchObject({
        code: 'TOO_DEEP',
        message: expect.stringContaining(`more than ${DEEPEST_NESTING} deep`),
      });
      expect(only(nested(DEEPEST_NESTING - 3)).document.text).toHaveLength(DEEPEST_NESTING - 3);
    });

    it('is refused where it is larger than memory should bear', () => {
      expect(refusal(' '.repeat(LARGEST_DOCUMENT + 1))).toMatchObject({ code: 'TOO_LARGE' });
    });

    it('is refused where a requirement of ours is none, and lists those of other places', () => {
      const proprietary = (eId: string, json: string) =>
        META.replace(
          '</meta>',
          `<proprietary source="#a" xmlns:c="urn:concord:akoma-ntoso:1"><c:requirement provision="${eId}">${json}</c:requirement></proprietary></meta>`,
        );
      const withRequirement = (eId: string, json: string) => act('<section eId="sec_1"/>', undefined, proprietary(eId, json));
      const good = { direction: 'IMPORT', hsCodes: [], appliesWhen: null, mustHold: 'true', onBreach: 'HOLD', parameters: [] };
      expect(refusal(withRequirement('sec_1', '{'))).toMatchObject({
        code: 'BAD_REQUIREMENT',
        message: expect.stringMatching(/sec_1.*no JSON \(line \d+\)/),
      });
      expect(refusal(withRequirement('sec_1', JSON.stringify({ ...good, onBreach: 'SHRUG' }))).message).toMatch(/its onBreach is "SHRUG"/);
      expect(only(withRequirement('sec_1', JSON.stringify(good))).document.text[0]?.requirement).toEqual(good);
      expect(only(withRequirement('sec_9', '{}')).unsupported).toEqual([
        expect.objectContaining({ what: '{urn:concord:akoma-ntoso:1}requirement', reason: 'there is no provision sec_9', words: '{}' }),
      ]);
    });
  });
});
