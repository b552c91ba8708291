import type { CalendarDate } from '@concord/kernel';
import {
  type Attributes,
  asOfEdition,
  type Force,
  forceOf,
  type MetaElement,
  type Provision,
  readIn,
  type Timeline,
  writeAkomaNtoso,
} from '@concord/legal-text';
import { editionAt } from '../norm/norm.read-model.js';
import type { Expression } from './expression.js';
import type { KnownPlaces } from './known-places.js';
import { segmentsOf, slugOf, textUri, workUri } from './norm-uri.js';
import type { NotedProvision } from './notes.js';

const element = (name: string, attributes: Readonly<Record<string, string>>, ...parts: readonly MetaElement[]): MetaElement => ({
  element: name,
  attributes: new Map(Object.entries(attributes)),
  parts,
});

/** What the three levels of FRBR have in common. */
const core = (uri: string, date: CalendarDate, name: string): readonly MetaElement[] => [
  element('FRBRthis', { value: uri }),
  element('FRBRuri', { value: uri }),
  element('FRBRdate', { date, name }),
  element('FRBRauthor', { href: '#agency' }),
];

function identification({ norm, language, languages, version }: Expression, today: CalendarDate): MetaElement {
  const point = version?.number ?? 'draft';
  const { publishedOn } = norm.state.timeline;
  const date = version ? version.day : today;
  const name = version ? 'point in time' : 'draft as seen';
  const [authentic] = languages;
  return element(
    'identification',
    { source: '#concord' },
    element(
      'FRBRWork',
      {},
      ...core(workUri(norm), publishedOn ?? today, publishedOn ? 'publication' : 'draft as seen'),
      element('FRBRcountry', { value: norm.jurisdiction.toLowerCase() }),
      element('FRBRsubtype', { value: slugOf(norm.documentType) }),
      element('FRBRnumber', { value: norm.id }),
    ),
    element(
      'FRBRExpression',
      {},
      ...core(textUri(norm, point, language), date, name),
      element('FRBRversionNumber', { value: String(point) }),
      element('FRBRauthoritative', { value: String(language === authentic) }),
      element('FRBRlanguage', { language }),
    ),
    element('FRBRManifestation', {}, ...core(textUri(norm, point, language, 'xml'), date, name)),
  );
}

/** An act that changed the text, as the notes tell of it. */
interface Change {
  readonly on: CalendarDate;
  readonly by: string | null;
}

/** The amendments that are in the text, by their editions. */
function changesOf(provisions: readonly NotedProvision[]): readonly Change[] {
  const changes = new Map<number, Change>();
  for (const { edition, on, by, kind } of provisions.flatMap(({ notes }) => notes)) {
    if (edition !== null && on !== null && kind !== 'SUSPENDED') changes.set(edition, { on, by });
  }
  return [...changes].sort(([a], [b]) => a - b).map(([, change]) => change);
}

/** When the text came to be what it is, on which days its provisions are in force, and where what did that is found. */
function lifecycle({ norm, provisions }: Expression, places: KnownPlaces, force: Force): readonly MetaElement[] {
  const { publishedOn } = norm.state.timeline;
  const changes = changesOf(provisions);
  const sources = [...new Set(changes.flatMap(({ by }) => by ?? []))];
  const sourceOf = (by: string | null): string => (by === null ? '#original' : `#amending_${sources.indexOf(by) + 1}`);
  const events = [
    ...(publishedOn ? [{ date: publishedOn, source: '#original', type: 'generation' }] : []),
    ...changes.map(({ on, by }) => ({ date: on, source: sourceOf(by), type: 'amendment' })),
  ];
  const references = sources.map((by, index) => {
    const place = places.get(by);
    return element('passiveRef', { eId: `amending_${index + 1}`, href: place ? workUri(place) : `#${by}`, showAs: by });
  });
  const [jurisdiction = '', agency = ''] = segmentsOf(norm);
  return [
    ...(events.length + force.events.length > 0
      ? [
          element(
            'lifecycle',
            { source: '#concord' },
            ...events.map((event, index) => element('eventRef', { eId: `event_${index + 1}`, ...event })),
            ...force.events,
          ),
        ]
      : []),
    ...force.temporalData,
    element(
      'references',
      { source: '#concord' },
      element('original', { eId: 'original', href: workUri(norm), showAs: norm.id }),
      ...references,
      ...force.references,
      element('TLCOrganization', { eId: 'agency', href: `/ontology/organization/${jurisdiction}/${agency}`, showAs: agency }),
      element('TLCOrganization', { eId: 'concord', href: '/ontology/organization/concord', showAs: 'Concord' }),
    ),
  ];
}

/** What a reader of the language reads, all under that language: a file of Akoma Ntoso is in one. */
function readable({ standing: _, gone: __, notes: ___, ...provision }: NotedProvision, language: string): Provision {
  const alone = (texts: Provision['text']): Provision['text'] => {
    const read = readIn(texts, language);
    return read ? [{ language, text: read.text }] : [];
  };
  return { ...provision, headings: alone(provision.headings), text: alone(provision.text) };
}

/** Words that are not in the language of the file say in which they are. */
function languageRemarks(provisions: readonly NotedProvision[], language: string): ReadonlyMap<string, Attributes> {
  return new Map(
    provisions.flatMap(({ eId, headings, text }) => {
      const read = readIn(text, language) ?? readIn(headings, language);
      return read && read.language !== language ? [[eId, new Map([['xml:lang', read.language]])]] : [];
    }),
  );
}

/** What is said of a provision, from whichever side. */
function together(...sides: readonly ReadonlyMap<string, Attributes>[]): ReadonlyMap<string, Attributes> {
  const all = new Map<string, Attributes>();
  for (const side of sides) for (const [eId, attributes] of side) all.set(eId, new Map([...(all.get(eId) ?? []), ...attributes]));
  return all;
}

/** What happened to the norm, as far as the expression knows of it. */
function timelineOf({ norm, version }: Expression): Timeline {
  const { timeline } = norm.state;
  return version?.knownAt ? asOfEdition(timeline, editionAt(norm, version.knownAt)) : timeline;
}

/** A text as Akoma Ntoso 3.0. Provisions that are gone from it are in the versions before. */
export function expressionAkn(expression: Expression, places: KnownPlaces, today: CalendarDate): string {
  const { norm, language, provisions, version } = expression;
  const present = provisions.filter(({ gone }) => !gone);
  const force = forceOf(timelineOf(expression), present);
  return writeAkomaNtoso({
    type: version ? 'act' : 'bill',
    attributes: new Map([
      ['name', slugOf(norm.documentType)],
      ['contains', version && version.number > 1 ? 'singleVersion' : 'originalVersion'],
    ]),
    language,
    meta: [identification(expression, today), ...lifecycle(expression, places, force)],
    coverPage: null,
    title: readIn(norm.titles, language)?.text ?? null,
    preface: null,
    text: present.map((provision) => readable(provision, language)),
    remarks: together(languageRemarks(present, language), force.remarks),
    conclusions: null,
  });
}
