import fc from 'fast-check';
import { PROVISION_KINDS, type Provision, type ProvisionKind, type Text } from '../../provision.js';
import { type AkomaNtosoDocument, type Attributes, BODIES, type DocumentType, type MetaElement } from '../document.js';

/** Characters that XML, or its white space, makes hard; a control character stands in no text of the platform. */
const CHARACTERS = [
  ...'abcXYZ019 .,;<>&"\'\n\t',
  ']]>',
  '  ',
  '\u00a0',
  '\u2028',
  '§',
  'é',
  'е',
  '法',
  '🧸',
  '\u200b',
  '&amp;',
  '<p>',
  '<!--',
  '-->',
];

const textOf = (characters: readonly string[], max: number) =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength: max })
    .map((parts) => parts.join(''))
    .filter((text) => /\S/.test(text));
/** Words with any spaces and lines; there is something to read in them, as in all texts of the platform. */
export const words = textOf(CHARACTERS, 12);
const short = textOf(CHARACTERS, 4);

const LABELS = [...Object.values(PROVISION_KINDS), 'wrapup', 'crossheading', 'rec'];
const KINDS = Object.keys(PROVISION_KINDS) as ProvisionKind[];

interface Sprout {
  readonly kind: ProvisionKind;
  readonly label: string;
  readonly number: string | null;
  readonly heading: string | null;
  readonly text: string | null;
  readonly hasRequirement: boolean;
  readonly attributes: readonly (readonly [string, string])[];
  readonly parts: readonly Sprout[];
}

const { sprout } = fc.letrec<{ sprout: Sprout }>((tie) => ({
  sprout: fc.record({
    kind: fc.oneof(fc.constantFrom(...KINDS), fc.constantFrom<ProvisionKind>('ITEM', 'HCONTAINER', 'PREAMBLE', 'SECTION')),
    label: fc.oneof(fc.constantFrom(...LABELS), fc.constantFrom('wrapup', 'crossheading')),
    number: fc.option(short),
    heading: fc.option(short),
    text: fc.option(words),
    hasRequirement: fc.boolean(),
    attributes: fc.uniqueArray(fc.tuple(fc.constantFrom('status', 'period', 'wId', 'class', 'title', '__proto__'), words), {
      maxLength: 2,
      selector: ([name]) => name,
    }),
    parts: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('sprout'), { minLength: 1, maxLength: 3 })),
  }) as fc.Arbitrary<Sprout>,
}));

interface Grown {
  readonly text: Text;
  readonly remarks: ReadonlyMap<string, Attributes>;
}

function grow(sprouts: readonly Sprout[], language: string): Grown {
  const text: Provision[] = [];
  const remarks = new Map<string, Attributes>();
  const add = ({ kind, label, number, heading, text: own, hasRequirement, attributes, parts }: Sprout, parent: string | null): void => {
    const eId = `${parent === null ? '' : `${parent}__`}${label}_${text.length}`;
    if (attributes.length > 0) remarks.set(eId, new Map(attributes));
    text.push({
      eId,
      parent,
      kind,
      number,
      headings: heading === null ? [] : [{ language, text: heading }],
      text: own === null ? [] : [{ language, text: own }],
      requirement: hasRequirement
        ? { direction: 'IMPORT', hsCodes: ['9503'], appliesWhen: null, mustHold: own ?? 'true', onBreach: 'HOLD', parameters: [] }
        : null,
    });
    for (const part of parts) add(part, eId);
  };
  for (const part of sprouts) add(part, null);
  return { text, remarks };
}

const element = (name: string, attributes: readonly (readonly [string, string])[], parts: readonly MetaElement[] = []): MetaElement => ({
  element: name,
  attributes: new Map(attributes),
  parts,
});

const metaOf = (language: string, values: readonly string[]): readonly MetaElement[] => [
  element(
    'identification',
    [['source', '#concord']],
    [
      element('FRBRWork', [], [element('FRBRthis', [['value', values[0] ?? '']])]),
      element('FRBRExpression', [], [element('FRBRlanguage', [['language', language]])]),
    ],
  ),
  ...(values.length > 1
    ? [
        element(
          'lifecycle',
          [['source', '#concord']],
          values.map((value) => element('eventRef', [['source', value]])),
        ),
      ]
    : []),
  ...(values.length > 2
    ? [
        element(
          'references',
          [['source', '#concord']],
          values.map((value) => element('original', [['showAs', value]])),
        ),
      ]
    : []),
];

/** Any document whose words are of one language. */
export const documents: fc.Arbitrary<AkomaNtosoDocument> = fc
  .record({
    type: fc.constantFrom(...(Object.keys(BODIES) as DocumentType[])),
    language: fc.constantFrom('en', 'zh-Hans', 'und'),
    values: fc.array(words, { maxLength: 4 }),
    coverPage: fc.option(words),
    title: fc.option(words),
    preface: fc.option(words),
    conclusions: fc.option(words),
    sprouts: fc.array(sprout, { maxLength: 4 }),
  })
  .map(({ type, language, values, sprouts, ...around }) => ({
    type,
    attributes: new Map([['name', values[0] ?? 'norm']]),
    language,
    meta: metaOf(language, values),
    ...(type === 'portion' ? { coverPage: null, title: null, preface: null, conclusions: null } : around),
    ...grow(sprouts, language),
  }));
