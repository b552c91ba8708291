import { canonicalJson } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { Requirement } from '@concord/rules';
import type { Provision, Text } from '../provision.js';
import { Effort } from './effort.js';
import { inLanguage } from './in-language.js';
import { inMergedOrder } from './merged-order.js';
import { movedBetween } from './moves.js';
import { differenceOfWords, isSame, type WordDifference } from './word-difference.js';

/** What can have happened to a provision from one text to another. */
export const PROVISION_CHANGES = ['ADDED', 'REPEALED', 'CHANGED', 'RENUMBERED', 'MOVED', 'UNCHANGED'] as const;
export type ProvisionChange = (typeof PROVISION_CHANGES)[number];

export interface LanguageDifference extends WordDifference {
  readonly language: string;
}

export interface FieldDifference extends WordDifference {
  /** The field of the requirement: `mustHold`. */
  readonly field: keyof Requirement;
}

/** A provision in two texts, known by its eId. */
export interface ProvisionDifference {
  readonly eId: string;
  /** ADDED, REPEALED or UNCHANGED alone, or what else happened to it, in the order of `PROVISION_CHANGES`. */
  readonly changes: readonly ProvisionChange[];
  /** As it was; null: it is ADDED. */
  readonly before: Provision | null;
  /** As it is now; null: it is REPEALED. */
  readonly after: Provision | null;
  /** Null where it has no number in either text; the same holds for the lists below. */
  readonly number: WordDifference | null;
  readonly headings: readonly LanguageDifference[];
  readonly text: readonly LanguageDifference[];
  readonly requirement: readonly FieldDifference[];
}

/** Two texts beside each other, in the reading order of the later one, with what is gone from it where it stood. */
export interface Difference {
  readonly provisions: readonly ProvisionDifference[];
  /** How many provisions met with each change. */
  readonly counts: Readonly<Record<ProvisionChange, number>>;
  /** Whether some words differ too much, or all of them together are too many, to be compared word by word; `grain` says where. */
  readonly coarse: boolean;
}

/** Numbers and requirements are in no language that divides words in its own way. */
const NO_LANGUAGE = 'und';

function inAllLanguages(before: readonly LocalizedText[], after: readonly LocalizedText[], effort: Effort): readonly LanguageDifference[] {
  const old = new Map(before.map(({ language, text }) => [language, text]));
  const now = new Map(after.map(({ language, text }) => [language, text]));
  const languages = [...new Set([...now.keys(), ...old.keys()])];
  return languages.map((language) => ({
    language,
    ...differenceOfWords(old.get(language) ?? '', now.get(language) ?? '', language, effort),
  }));
}

const written = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(written).join('\n');
  return typeof value === 'string' ? value : canonicalJson(value);
};

function ofRequirements(before: Requirement | null, after: Requirement | null, effort: Effort): readonly FieldDifference[] {
  const fields = Object.keys({ ...before, ...after }) as (keyof Requirement)[];
  return fields
    .map((field) => ({ field, ...differenceOfWords(written(before?.[field]), written(after?.[field]), NO_LANGUAGE, effort) }))
    .filter(({ runs }) => runs.length > 0);
}

/** What is in force is what the authentic language says, so that another one in its place is a change, too. */
const authenticOf = (provision: Provision): string => JSON.stringify([provision.headings[0]?.language, provision.text[0]?.language]);

function changesOf(before: Provision | null, after: Provision | null, reworded: boolean, moved: boolean): readonly ProvisionChange[] {
  if (!before) return ['ADDED'];
  if (!after) return ['REPEALED'];
  const changes: ProvisionChange[] = [];
  if (reworded || before.kind !== after.kind || authenticOf(before) !== authenticOf(after)) changes.push('CHANGED');
  if (before.number !== after.number) changes.push('RENUMBERED');
  if (moved) changes.push('MOVED');
  return changes.length > 0 ? changes : ['UNCHANGED'];
}

function ofProvision(before: Provision | null, after: Provision | null, moved: boolean, effort: Effort): ProvisionDifference {
  const numbers = [before?.number ?? null, after?.number ?? null] as const;
  const headings = inAllLanguages(before?.headings ?? [], after?.headings ?? [], effort);
  const text = inAllLanguages(before?.text ?? [], after?.text ?? [], effort);
  const requirement = ofRequirements(before?.requirement ?? null, after?.requirement ?? null, effort);
  const reworded = ![...headings, ...text, ...requirement].every(isSame);
  return {
    eId: (after ?? (before as Provision)).eId,
    changes: changesOf(before, after, reworded, moved),
    before,
    after,
    number: numbers.every((number) => number === null) ? null : differenceOfWords(numbers[0] ?? '', numbers[1] ?? '', NO_LANGUAGE, effort),
    headings,
    text,
    requirement,
  };
}

const wordsIn = ({ number, headings, text, requirement }: ProvisionDifference): readonly WordDifference[] => [
  ...(number ? [number] : []),
  ...headings,
  ...text,
  ...requirement,
];

function counted(provisions: readonly ProvisionDifference[]): Difference['counts'] {
  const counts = Object.fromEntries(PROVISION_CHANGES.map((change) => [change, 0])) as Record<ProvisionChange, number>;
  for (const change of provisions.flatMap(({ changes }) => changes)) counts[change]++;
  return counts;
}

/** What happened between two texts: in all languages, or as the readers of one of them see it. */
export function differenceOf(before: Text, after: Text, language?: string): Difference {
  if (language !== undefined) return differenceOf(inLanguage(before, language), inLanguage(after, language));
  const effort = new Effort();
  const old = new Map(before.map((provision) => [provision.eId, provision]));
  const now = new Map(after.map((provision) => [provision.eId, provision]));
  const moved = movedBetween(before, after);
  const provisions = inMergedOrder(before, after).map(({ eId }) =>
    ofProvision(old.get(eId) ?? null, now.get(eId) ?? null, moved.has(eId), effort),
  );
  return {
    provisions,
    counts: counted(provisions),
    coarse: provisions.some((provision) => wordsIn(provision).some(({ grain }) => grain !== 'WORD')),
  };
}
