import fc from 'fast-check';

/** Elements of the vocabulary, and others, in no order that any schema allows. */
const NAMES = [
  ...[
    'section',
    'paragraph',
    'hcontainer',
    'list',
    'point',
    'content',
    'intro',
    'wrapUp',
    'blockList',
    'item',
    'listIntroduction',
    'listWrapUp',
  ],
  ...[
    'num',
    'heading',
    'subheading',
    'crossHeading',
    'p',
    'b',
    'ref',
    'mod',
    'quotedText',
    'quotedStructure',
    'br',
    'eol',
    'authorialNote',
    'del',
  ],
  ...['table', 'tr', 'td', 'tbody', 'caption', 'col', 'container', 'tblock', 'formula', 'toc', 'tocItem', 'img', 'recitals', 'recital'],
  ...['attachments', 'attachment', 'doc', 'mainBody', 'meta', 'componentRef', 'foreign', 'unknown', 'preamble'],
];

/** XML that is well-formed, and the words in it. */
interface Soup {
  readonly xml: string;
  readonly words: string;
}

const { soup } = fc.letrec<{ soup: Soup }>((tie) => ({
  soup: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom('a', ' b', 'c ', '\n', '§ 3').map((words) => ({ xml: words, words })),
    fc.constantFrom('quotedText', 'quotedStructure', 'embeddedStructure').chain((name) =>
      fc.tuple(fc.constantFrom('', '«'), fc.constantFrom('', '»'), fc.array(tie('soup'), { maxLength: 3 })).map(([start, end, parts]) => ({
        xml: `<${name} startQuote="${start}" endQuote="${end}">${parts.map(({ xml }) => xml).join('')}</${name}>`,
        words: `${start}${parts.map(({ words }) => words).join('')}${end}`,
      })),
    ),
    fc
      .tuple(
        fc.constantFrom(...NAMES),
        fc.constantFrom('', ' eId="x"', ' name="wrapup"', ' xml:space="preserve"'),
        fc.array(tie('soup'), { maxLength: 4 }),
      )
      .map(([name, attribute, parts]) => ({
        xml: `<${name}${attribute}>${parts.map(({ xml }) => xml).join('')}</${name}>`,
        words: parts.map(({ words }) => words).join(''),
      })),
  ) as fc.Arbitrary<Soup>,
}));

export const soups: fc.Arbitrary<Soup> = fc.array(soup, { minLength: 1, maxLength: 5 }).map((parts) => ({
  xml: parts.map(({ xml }) => xml).join(''),
  words: parts.map(({ words }) => words).join(''),
}));
