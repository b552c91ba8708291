import type { Provision } from '@concord/legal-text';
import { Field, ObjectType } from '@nestjs/graphql';
import type { DataSource } from 'typeorm';
import { configurationOf, spaced } from './languages.js';
import { highlightsIn } from './search.sql.js';

@ObjectType({ description: 'A piece of a passage.' })
export class HighlightPiece {
  @Field(() => String, { description: 'Plain text.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether it is one of the words that were looked for.' })
  found!: boolean;
}

@ObjectType({ description: 'A passage with words that were looked for.' })
export class Highlight {
  @Field(() => String, { description: 'The provision.' })
  eId!: string;

  @Field(() => String, { description: 'The language of the passage.' })
  language!: string;

  @Field(() => [HighlightPiece], { description: 'The passage, in pieces.' })
  pieces!: readonly HighlightPiece[];

  @Field(() => String, { description: 'The same as HTML: escaped, with the words in `<mark>`.' })
  html!: string;
}

const AT_MOST = 3;
/* What marks a word in a headline of PostgreSQL; no text of a norm holds these control characters. */
const OPEN = '\u0003';
const CLOSE = '\u0004';

const markedIn = (headline: string): string[] =>
  headline
    .split(OPEN)
    .slice(1)
    .map((part) => part.slice(0, part.indexOf(CLOSE)));

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const wordsIn = (text: string): string[] =>
  [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment.toLowerCase());

/** Characters that are shown before the first word that was found, and in all. */
const BEFORE = 80;
const LENGTH = 320;

interface Passage {
  readonly eId: string;
  readonly language: string;
  readonly text: string;
}

const passagesOf = ({ eId, headings, text }: Provision): readonly Passage[] =>
  text.map(({ language, text: words }) => {
    const heading = headings.find((each) => each.language === language)?.text;
    return { eId, language, text: heading === undefined ? words : `${heading}. ${words}` };
  });

/** The text in pieces, where each of the words is a piece of its own. */
function piecesOf(text: string, words: ReadonlySet<string>): HighlightPiece[] {
  const pieces: HighlightPiece[] = [];
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const found = isWordLike === true && words.has(segment.toLowerCase());
    const last = pieces.at(-1);
    if (last && last.found === found) last.text += segment;
    else pieces.push({ text: segment, found });
  }
  return pieces;
}

/** The part of a passage around the first word that was found, cut between words. */
function excerpt(pieces: readonly HighlightPiece[]): HighlightPiece[] {
  const first = pieces[0];
  const head = first && !first.found && first.text.length > BEFORE ? `… ${first.text.slice(-BEFORE).replace(/^\S*\s/, '')}` : first?.text;
  const shown: HighlightPiece[] = [];
  let left = LENGTH;
  for (const [index, piece] of pieces.entries()) {
    const text = index === 0 ? (head as string) : piece.text;
    if (text.length > left) {
      if (!piece.found) shown.push({ text: `${text.slice(0, left).replace(/\s\S*$/, '')} …`, found: false });
      break;
    }
    shown.push({ text, found: piece.found });
    left -= text.length;
  }
  return shown;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

const htmlOf = (pieces: readonly HighlightPiece[]): string =>
  pieces.map(({ text, found }) => (found ? `<mark>${escaped(text)}</mark>` : escaped(text))).join('');

/** The passages of provisions that have words, the best first. */
export async function highlighted(
  dataSource: DataSource,
  provisions: readonly Provision[],
  words: string,
  configurations: readonly string[],
): Promise<readonly Highlight[]> {
  const passages = provisions.flatMap(passagesOf);
  const found: Highlight[] = [];
  for (const configuration of configurations) {
    const concerned = passages.filter(({ language }) => configurationOf(language) === configuration);
    if (concerned.length === 0 || found.length >= AT_MOST) continue;
    const texts = concerned.map(({ text }) => spaced(text));
    const rows: readonly { readonly index: number; readonly marked: string }[] = await dataSource.query(highlightsIn(configuration), [
      texts,
      words,
    ]);
    for (const { index, marked } of rows) {
      const { eId, language, text } = concerned[index] as Passage;
      const asked = new Set(markedIn(marked).flatMap(wordsIn));
      const pieces = excerpt(piecesOf(text, asked));
      found.push({ eId, language, pieces, html: htmlOf(pieces) });
    }
  }
  return found.slice(0, AT_MOST);
}
