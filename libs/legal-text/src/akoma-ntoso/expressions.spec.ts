import { isRejection } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import fc from 'fast-check';
import type { Text } from '../provision.js';
import type { AkomaNtosoDocument } from './document.js';
import { expressionOf, type Merged, mergeExpressions } from './expressions.js';
import { documents } from './testing/documents.js';

const work = (uri: string): AkomaNtosoDocument['meta'] => [
  {
    element: 'identification',
    attributes: new Map(),
    parts: [
      { element: 'FRBRWork', attributes: new Map(), parts: [{ element: 'FRBRthis', attributes: new Map([['value', uri]]), parts: [] }] },
    ],
  },
];

/** The words again in another language. */
const translated = (texts: readonly LocalizedText[], language: string): readonly LocalizedText[] => [
  ...texts,
  ...texts.map(({ text }) => ({ language, text: `${language}: ${text}` })),
];

const inTwo = (text: Text, language: string): Text =>
  text.map((provision) => ({
    ...provision,
    headings: translated(provision.headings, language),
    text: translated(provision.text, language),
  }));

function merged(...all: [AkomaNtosoDocument, ...AkomaNtosoDocument[]]): Merged {
  const answer = mergeExpressions(all);
  if (isRejection(answer)) throw new Error(answer.message);
  return answer;
}

describe('The expressions of a work', () => {
  it('make one text again, whatever it says', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = inTwo(document.text, 'fr');
        const expression = (language: string): AkomaNtosoDocument => ({
          ...document,
          language,
          text: expressionOf(text, language),
          meta: work('/toys'),
        });
        const authentic = expression(document.language);
        expect(authentic.text).toEqual(document.text);
        expect(merged(authentic, expression('fr')).text).toEqual(text);
      }),
      { numRuns: 100 },
    );
  });

  const provision = {
    eId: 'sec_1',
    parent: null,
    kind: 'SECTION',
    number: 'Section 1',
    headings: [],
    text: [],
    requirement: null,
  } as const;
  const english: AkomaNtosoDocument = {
    type: 'act',
    attributes: new Map(),
    language: 'en',
    meta: work('/toys'),
    coverPage: null,
    title: 'Toys',
    preface: null,
    text: [provision],
    remarks: new Map(),
    conclusions: null,
  };
  const german: AkomaNtosoDocument = { ...english, language: 'de', title: 'Spielzeug' };

  it('have one number for each provision, and the others are told', () => {
    const numbered = { ...german, text: [{ ...provision, number: '§ 1' }] };
    expect(merged(english, numbered)).toEqual({
      text: [provision],
      titles: [
        { language: 'en', text: 'Toys' },
        { language: 'de', text: 'Spielzeug' },
      ],
      otherNumbers: [{ eId: 'sec_1', language: 'de', number: '§ 1' }],
    });
  });

  it.each([
    ['ANOTHER_WORK', { ...german, meta: work('/food') }, '/food is another work than /toys'],
    ['LANGUAGE_TWICE', english, 'There are two documents of /toys in en'],
    [
      'BUILT_OTHERWISE',
      { ...german, text: [{ ...provision, eId: 'sec_2' }] },
      'The text in de is built otherwise: it has sec_2 where the authentic one has sec_1',
    ],
    ['BUILT_OTHERWISE', { ...german, text: [] }, 'The text in de is built otherwise: it has nothing where the authentic one has sec_1'],
  ])('are not merged where they do not fit: %s', (code, other, message) => {
    expect(mergeExpressions([english, other])).toMatchObject({ code, message });
  });
});
