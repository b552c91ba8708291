import { diffArrays } from 'diff';
import type { Effort } from './effort.js';
import { sentencesOf, wordsOf } from './tokens.js';

export const RUN_CHANGES = ['KEPT', 'REMOVED', 'ADDED'] as const;
export type RunChange = (typeof RUN_CHANGES)[number];

/** Some words in a row that share their fate. */
export interface Run {
  readonly change: RunChange;
  readonly text: string;
}

/** How finely two texts were compared: texts that differ too much to be compared by words are compared by sentences, or as wholes. */
export const GRAINS = ['WORD', 'SENTENCE', 'WHOLE'] as const;
export type Grain = (typeof GRAINS)[number];

/** The way from one text to another: what was kept and removed is the old text, what was kept and added is the new one. */
export interface WordDifference {
  readonly grain: Grain;
  readonly runs: readonly Run[];
}

const without = (change: RunChange, { runs }: WordDifference): string =>
  runs.reduce((text, run) => (run.change === change ? text : text + run.text), '');

export const oldText = (difference: WordDifference): string => without('ADDED', difference);
export const newText = (difference: WordDifference): string => without('REMOVED', difference);
export const isSame = ({ runs }: WordDifference): boolean => runs.every(({ change }) => change === 'KEPT');

/** Runs of one kind become one, and in a changed place what was removed comes before what was added. */
function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '') result.push({ change: 'REMOVED', text: removed });
    if (added !== '') result.push({ change: 'ADDED', text: added });
    removed = added = '';
  };
  for (const { change, text } of runs) {
    if (text === '') continue;
    if (change === 'REMOVED') removed += text;
    else if (change === 'ADDED') added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.change === 'KEPT') result[result.length - 1] = { change, text: last.text + text };
      else result.push({ change, text });
    }
  }
  flush();
  return result;
}

/** A space that was kept between two changes is read as a part of them: nobody can follow a change that is torn at each space. */
const smoothed = (runs: readonly Run[]): readonly Run[] =>
  joined(
    runs.flatMap((run, index) => {
      const between = index > 0 && index < runs.length - 1 && run.change === 'KEPT' && run.text.trim() === '';
      return between
        ? [
            { change: 'REMOVED', text: run.text },
            { change: 'ADDED', text: run.text },
          ]
        : [run];
    }),
  );

/** White space with which both sides of a change begin or end was not changed. */
const tightened = (runs: readonly Run[]): readonly Run[] =>
  joined(
    runs.flatMap((run, index) => {
      const next = runs[index + 1];
      if (run.change === 'REMOVED' && next?.change === 'ADDED') return tightenedChange(run.text, next.text);
      return run.change === 'ADDED' && runs[index - 1]?.change === 'REMOVED' ? [] : [run];
    }),
  );

function tightenedChange(removed: string, added: string): readonly Run[] {
  const head = same(spaceBefore(removed), spaceBefore(added));
  const tail = same(spaceAfter(removed.slice(head.length)), spaceAfter(added.slice(head.length)));
  const between = (text: string): string => text.slice(head.length, text.length - tail.length);
  return [
    { change: 'KEPT', text: head },
    { change: 'REMOVED', text: between(removed) },
    { change: 'ADDED', text: between(added) },
    { change: 'KEPT', text: tail },
  ];
}

const spaceBefore = (text: string): string => text.slice(0, text.length - text.trimStart().length);
const spaceAfter = (text: string): string => text.slice(text.trimEnd().length);
const same = (one: string, other: string): string => (one === other ? one : '');

/** Undefined when more edits would be needed than the effort allows. */
function compared(before: readonly string[], after: readonly string[], effort: Effort): readonly Run[] | undefined {
  const maxEditLength = effort.edits;
  const changes = diffArrays([...before], [...after], { maxEditLength });
  if (!changes) {
    effort.spend(maxEditLength);
    return undefined;
  }
  effort.spend(changes.reduce((edits, { added, removed, count }) => (added || removed ? edits + count : edits), 0));
  return changes.map(({ added, removed, value }) => ({ change: added ? 'ADDED' : removed ? 'REMOVED' : 'KEPT', text: value.join('') }));
}

/** How many items two lists share at their beginning. */
function sharedBy(before: readonly string[], after: readonly string[]): number {
  const end = Math.min(before.length, after.length);
  let shared = 0;
  while (shared < end && before[shared] === after[shared]) shared++;
  return shared;
}

/** The difference of two texts that have nothing in common where they begin or end. */
function differenceBetween(before: readonly string[], after: readonly string[], language: string, effort: Effort): WordDifference {
  const words = (sentences: readonly string[]) => sentences.flatMap((sentence) => wordsOf(sentence, language));
  const byWord = compared(words(before), words(after), effort);
  if (byWord) return { grain: 'WORD', runs: tightened(smoothed(byWord)) };
  const bySentence = compared(before, after, effort);
  if (bySentence) return { grain: 'SENTENCE', runs: joined(bySentence) };
  return {
    grain: 'WHOLE',
    runs: joined([
      { change: 'REMOVED', text: before.join('') },
      { change: 'ADDED', text: after.join('') },
    ]),
  };
}

/** The difference of two texts, word by word as their language has words. */
export function differenceOfWords(before: string, after: string, language: string, effort: Effort): WordDifference {
  if (before === after) return { grain: 'WORD', runs: joined([{ change: 'KEPT', text: before }]) };
  const [from, to] = [sentencesOf(before), sentencesOf(after)];
  const head = sharedBy(from, to);
  const tail = sharedBy(from.slice(head).reverse(), to.slice(head).reverse());
  const kept = (sentences: readonly string[]): Run => ({ change: 'KEPT', text: sentences.join('') });
  const middle = differenceBetween(from.slice(head, from.length - tail), to.slice(head, to.length - tail), language, effort);
  return { grain: middle.grain, runs: joined([kept(from.slice(0, head)), ...middle.runs, kept(from.slice(from.length - tail))]) };
}
