import type { CalendarDate } from '@concord/kernel';
import { type Provision, textOfVersion, versionsOf } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import type { Source } from '../norm/norm.events.js';
import type { NormState } from '../norm/norm-state.js';
import { configurationOf, spaced } from './languages.js';

/** Words by the configuration in which they are looked for. */
export type WordsByConfiguration = Readonly<Record<string, string>>;

/** Words of a provision, and the days on which they are the text. */
export interface Wording {
  readonly configuration: string;
  readonly from: CalendarDate | null;
  readonly until: CalendarDate | null;
  readonly words: string;
}

/** What a norm is found by. */
export interface Searchable {
  readonly titleWords: WordsByConfiguration;
  readonly words: WordsByConfiguration;
  readonly wordings: readonly Wording[];
}

/** PostgreSQL indexes no text whose words take more than 1 MiB; this many characters stay below it in every script. */
const WHOLE = 150_000;
/** Of what follows, so many characters of words that were not there yet: a long text is found by each of its words, and by phrases of its beginning. */
const FURTHER = 100_000;

function indexable(text: string): string {
  if (text.length <= WHOLE) return text.toWellFormed();
  const head = text.slice(0, WHOLE);
  const seen = new Set(head.split(/\s+/));
  let further = '';
  for (const word of text.slice(WHOLE).split(/\s+/)) {
    if (seen.has(word)) continue;
    seen.add(word);
    if (further.length + word.length >= FURTHER) break;
    further += ` ${word}`;
  }
  return (head + further).toWellFormed();
}

function byConfiguration(texts: readonly LocalizedText[]): WordsByConfiguration {
  const groups = new Map<string, string[]>();
  for (const { language, text } of texts) {
    const configuration = configurationOf(language);
    groups.set(configuration, [...(groups.get(configuration) ?? []), spaced(text)]);
  }
  return Object.fromEntries([...groups].map(([configuration, parts]) => [configuration, indexable([...new Set(parts)].join('\n'))]));
}

const wordsOf = ({ headings, text }: Provision): readonly LocalizedText[] => [...headings, ...text];

/** Each wording that a provision has or had, from the first to the last of its days in one piece. */
function wordingsOf({ timeline }: NormState): readonly Wording[] {
  const wordings: Wording[] = [];
  /** By provision and the edition that gave it its words. */
  let before = new Map<string, readonly Wording[]>();
  for (const { version, inForceFrom, inForceUntil } of versionsOf(timeline)) {
    const now = new Map<string, readonly Wording[]>();
    const { text, words } = textOfVersion(timeline, version) ?? NO_TEXT;
    for (const provision of text) {
      const key = `${words.get(provision.eId)} ${provision.eId}`;
      const standing = before.get(key);
      const wording = standing ?? wordingsFrom(provision, inForceFrom);
      for (const each of wording) (each as { until: CalendarDate | null }).until = inForceUntil;
      if (!standing) wordings.push(...wording);
      now.set(key, wording);
    }
    before = now;
  }
  return wordings;
}

const NO_TEXT = { text: [], words: new Map<string, number>() };

const wordingsFrom = (provision: Provision, from: CalendarDate | null): readonly Wording[] =>
  Object.entries(byConfiguration(wordsOf(provision))).map(([configuration, words]) => ({ configuration, from, until: null, words }));

/** Names and numbers by which people ask for a norm, whatever their language. */
const namesOf = (id: string, docket: string | null, source: Source | null): string =>
  [id, docket, source?.documentId, source?.registerNumber].filter((name) => name != null).join('\n');

/** The words of a norm: of its titles, names, and of every text that it has, had or will have. */
export function searchableOf(id: string, state: NormState, docket: string | null, source: Source | null): Searchable {
  const { titles } = state.timeline;
  const wordings = wordingsOf(state);
  const words = new Map<string, string[]>();
  // What may have to be cut is what has passed.
  const present = wordings.filter(({ until }) => until === null);
  const past = wordings.filter(({ until }) => until !== null);
  for (const { configuration, words: each } of [...present, ...past]) words.set(configuration, [...(words.get(configuration) ?? []), each]);
  const names = namesOf(id, docket, source);
  const titleWords = byConfiguration(titles);
  const named = Object.fromEntries(Object.entries(titleWords).map(([configuration, title]) => [configuration, `${title}\n${names}`]));
  return {
    titleWords: named,
    words: Object.fromEntries([...words].map(([configuration, parts]) => [configuration, indexable(parts.join('\n'))])),
    wordings,
  };
}
