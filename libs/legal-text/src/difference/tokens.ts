/** Where a sentence or a line ends, in scripts with white space and in those without. */
const SENTENCES = /.*?(?:[.!?;:؟۔।]["')\]]*\s+|[。！？；：…][」』”’）]*|\n+|$)/gsu;

/** The most code points that are looked at together: the segmenter of the engine takes quadratic time. */
const AT_ONCE = 500;
const PIECES = new RegExp(`.{1,${AT_ONCE}}`, 'gsu');

const segmenters = new Map<string, Intl.Segmenter>();

/** One for each primary language: nothing that follows it in a tag moves the boundaries of words. */
function segmenterOf(language: string): Intl.Segmenter {
  const [primary = language] = language.split('-');
  const known = segmenters.get(primary) ?? new Intl.Segmenter(primary, { granularity: 'word' });
  segmenters.set(primary, known);
  return known;
}

/** The sentences and lines of a text; together they are the text. */
export const sentencesOf = (text: string): readonly string[] => text.match(SENTENCES)?.filter((sentence) => sentence !== '') ?? [];

/** The words of a sentence and what stands between them, by the rules of its language; together they are the sentence. */
export function wordsOf(sentence: string, language: string): readonly string[] {
  const segmenter = segmenterOf(language);
  return (sentence.match(PIECES) ?? []).flatMap((piece) => Array.from(segmenter.segment(piece), ({ segment }) => segment));
}
