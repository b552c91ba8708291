import type { LocalizedText } from '@concord/reference-data';
import type { Requirement } from '@concord/rules';

/**
 * What a provision can be: the hierarchical elements of Akoma Ntoso 3.0, with the abbreviation that stands for each in an
 * `eId` (Akoma Ntoso Naming Convention 1.0, 5.2).
 */
export const PROVISION_KINDS = {
  ALINEA: 'al',
  ARTICLE: 'art',
  BOOK: 'book',
  CHAPTER: 'chp',
  CLAUSE: 'cl',
  DIVISION: 'dvs',
  HCONTAINER: 'hcontainer',
  INDENT: 'indent',
  ITEM: 'item',
  LEVEL: 'lvl',
  LIST: 'list',
  PARAGRAPH: 'para',
  PART: 'part',
  POINT: 'point',
  PREAMBLE: 'preamble',
  PROVISO: 'proviso',
  RULE: 'rule',
  SCHEDULE: 'sch',
  SECTION: 'sec',
  SUBCHAPTER: 'subchp',
  SUBCLAUSE: 'subcl',
  SUBDIVISION: 'subdvs',
  SUBLIST: 'sublist',
  SUBPARAGRAPH: 'subpara',
  SUBPART: 'subpart',
  SUBRULE: 'subrule',
  SUBSECTION: 'subsec',
  SUBTITLE: 'subtitle',
  TITLE: 'title',
  TOME: 'tome',
  TRANSITIONAL: 'trans',
} as const;
export type ProvisionKind = keyof typeof PROVISION_KINDS;

/** A part of a norm's text, with a place that stays: `sec_3__para_2`. */
export interface Provision {
  /** Given once and never to another provision, whatever its number becomes. */
  readonly eId: string;
  /** The eId of the provision that it is a part of; null at the top of the text. */
  readonly parent: string | null;
  readonly kind: ProvisionKind;
  /** As it is shown before the heading: `§ 3`, `Article 4`, `(a)`; null where it has none. */
  readonly number: string | null;
  /** Once for each language; the first is the authentic one. None: it has no heading. */
  readonly headings: readonly LocalizedText[];
  /** Its own words, without those of its parts, once for each language. None: it has parts only. */
  readonly text: readonly LocalizedText[];
  readonly requirement: Requirement | null;
}

/** The provisions of a text in the order in which they are read: each is followed by its parts. */
export type Text = readonly Provision[];

const KIND_OF_ABBREVIATION = new Map(
  Object.entries(PROVISION_KINDS).map(([kind, abbreviation]) => [abbreviation as string, kind as ProvisionKind]),
);

/** The kind that an eId tells: `sec_3__para_2` is a PARAGRAPH; HCONTAINER where its abbreviation is none of the convention. */
export function kindOf(eId: string): ProvisionKind {
  const [abbreviation = ''] = (eId.split('__').at(-1) ?? '').split('_');
  return KIND_OF_ABBREVIATION.get(abbreviation) ?? 'HCONTAINER';
}

/** The eId, among those given, whose part an eId says it is: `sec_3` for `sec_3__para_2`. */
export function parentOf(eId: string, among: ReadonlySet<string>): string | null {
  for (let end = eId.lastIndexOf('__'); end > 0; end = eId.lastIndexOf('__', end - 1)) {
    const above = eId.slice(0, end);
    if (among.has(above)) return above;
  }
  return null;
}

/** Where the parts of the provision at `place` end: the place behind the last of them. */
export function endOfParts(text: Text, place: number): number {
  const inside = new Set([text[place]?.eId]);
  let end = place + 1;
  for (; end < text.length; end++) {
    const { eId, parent } = text[end] as Provision;
    if (parent === null || !inside.has(parent)) break;
    inside.add(eId);
  }
  return end;
}
