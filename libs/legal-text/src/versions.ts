import type { CalendarDate } from '@concord/kernel';
import { type Consolidated, consolidatedThrough, effectsOf, repealedFrom } from './consolidation.js';
import type { Provision } from './provision.js';
import { commencedOn, type Standing, standingsOn } from './standing.js';
import { type Act, asOfEdition, latestEdition, type Timeline } from './timeline.js';

/** A provision as it reads on a day. */
export interface ProvisionOn extends Provision {
  readonly standing: Standing;
  /** The edition that gave it its present words: 1 is the adopted text. */
  readonly words: number;
}

/**
 * A text that was consolidated once. Its number and its words stay for ever; from which day on it is in force may come to be
 * known otherwise, or it may be superseded before it ever is.
 */
export interface Version {
  /** In the order in which they came to be known; the adopted text is 1. */
  readonly version: number;
  /** The first day of this text; null while that is not fixed. */
  readonly inForceFrom: CalendarDate | null;
  /** The first day of what follows it; null: nothing does, as far as is known. */
  readonly inForceUntil: CalendarDate | null;
  /** The editions that make it, in the order in which they take effect, without the adopted text. */
  readonly editions: readonly number[];
}

/** One step on the way to a text: an edition carried out, or a correction of what an edition brought. */
interface Step {
  readonly edition: number;
  readonly before: Step | null;
  readonly next: Map<number, Step>;
  version: number | undefined;
}

/** A text that holds from a day on, as it is known at some edition. */
interface Reading {
  readonly from: CalendarDate | null;
  readonly step: Step;
}

const follow = (step: Step, editions: readonly number[]): Step =>
  editions.reduce((before, edition) => {
    const next = before.next.get(edition) ?? { edition, before, next: new Map(), version: undefined };
    before.next.set(edition, next);
    return next;
  }, step);

function wayTo(step: Step): readonly number[] {
  const way: number[] = [];
  for (let at = step; at.before !== null; at = at.before) way.push(at.edition);
  return way.reverse();
}

/** The editions that correct the words of each edition. */
function correctionsIn(acts: readonly Act[]): (edition: number) => readonly number[] {
  const corrections = new Map<number, number[]>();
  acts.forEach((act, index) => {
    if (act.kind === 'CORRECTION') corrections.set(act.of, [...(corrections.get(act.of) ?? []), index + 2]);
  });
  return (edition) => corrections.get(edition) ?? [];
}

/** The texts in the order of their days. What is carried out before the norm commences is in its first text. */
function readingsOf(timeline: Timeline, root: Step): readonly Reading[] {
  const start = commencedOn(timeline);
  const correctionsOf = correctionsIn(timeline.acts);
  let step = follow(root, correctionsOf(1));
  const readings = new Map<CalendarDate | null, Step>([[start, step]]);
  for (const { edition, on } of effectsOf(timeline)) {
    step = follow(step, [edition, ...correctionsOf(edition)]);
    readings.set(start !== null && on < start ? start : on, step);
  }
  return [...readings].map(([from, last]) => ({ from, step: last }));
}

/** The readings of each edition, the first one first; each text gets its number, and is put into `steps`, when it is first met. */
function* readingsByEdition(timeline: Timeline, steps: Step[]): Generator<readonly Reading[]> {
  const root: Step = { edition: 1, before: null, next: new Map(), version: undefined };
  for (let edition = 1; edition <= latestEdition(timeline); edition++) {
    const readings = readingsOf(asOfEdition(timeline, edition), root);
    for (const { step } of readings) step.version ??= steps.push(step);
    yield readings;
  }
}

/** The texts of all days in their order, as they were known at one edition. */
export type KnownVersions = readonly Pick<Version, 'version' | 'inForceFrom'>[];

/** What was known of the texts at edition 1, 2 and so on: to walk through all of them costs no more than to look at the last. */
export function* versionsByEdition(timeline: Timeline): Generator<KnownVersions> {
  for (const readings of readingsByEdition(timeline, [])) {
    yield readings.map(({ from, step }) => ({ version: step.version as number, inForceFrom: from }));
  }
}

interface Numbered {
  readonly current: readonly Version[];
  /** The last step to each version that ever was, by its number less one. */
  readonly steps: readonly Step[];
}

const remembered = new WeakMap<Timeline, Numbered>();

/** Numbers each text when it first comes to be known, edition by edition: so a number never changes its meaning. */
function numbered(timeline: Timeline): Numbered {
  const known = remembered.get(timeline);
  if (known) return known;
  const steps: Step[] = [];
  let readings: readonly Reading[] = [];
  for (const next of readingsByEdition(timeline, steps)) readings = next;
  const end = repealedFrom(timeline);
  const current = readings.map(({ from, step }, index) => ({
    version: step.version as number,
    inForceFrom: from,
    inForceUntil: readings[index + 1]?.from ?? end,
    editions: wayTo(step),
  }));
  const result = { current, steps };
  remembered.set(timeline, result);
  return result;
}

/** The texts of a norm as far as they are known now, in the order of their days. */
export const versionsOf = (timeline: Timeline): readonly Version[] => numbered(timeline).current;

/** The version that holds on a day; undefined when the norm is not in force then. */
export function versionOn(timeline: Timeline, day: CalendarDate): Version | undefined {
  const start = commencedOn(timeline);
  const end = repealedFrom(timeline);
  if (start === null || day < start || (end !== null && day >= end)) return undefined;
  return versionsOf(timeline).findLast(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day);
}

/** The last text that was asked for: that of the next version mostly goes on from it. */
const latelyRead = new WeakMap<Timeline, { readonly way: readonly number[]; readonly text: Consolidated }>();

/** The words of a version, whenever it was known; undefined when there never was such a version. */
export function textOfVersion(timeline: Timeline, version: number): Consolidated | undefined {
  const step = numbered(timeline).steps[version - 1];
  if (!step) return undefined;
  const way = wayTo(step);
  const isCorrection = (edition: number | undefined): boolean => timeline.acts[(edition ?? 0) - 2]?.kind === 'CORRECTION';
  const read = latelyRead.get(timeline);
  // A correction changes what the editions before it brought, so nothing goes on from there.
  const from = read?.way.every((edition, index) => edition === way[index]) && !isCorrection(way[read.way.length]) ? read : undefined;
  const taken = new Set(way);
  const then: Timeline = {
    adopted: timeline.adopted,
    // What came later, or belongs to other texts, keeps its place in the count and does nothing.
    acts: timeline.acts.map((act, index) => (act.kind !== 'CORRECTION' || taken.has(index + 2) ? act : NOTHING)),
  };
  const effects = way.slice(from?.way.length).flatMap((edition) => {
    const act = timeline.acts[edition - 2];
    return act?.kind === 'AMENDMENT' ? [{ edition, on: '0001-01-01' as CalendarDate, operations: act.operations }] : [];
  });
  const text = consolidatedThrough(then, effects, from?.text);
  latelyRead.set(timeline, { way, text });
  return text;
}

const NOTHING: Act = { kind: 'RESUMPTION', provisions: [], from: '0001-01-01' as CalendarDate, reason: '' };

/** The text of a version with the standing of each provision on a day. */
export function provisionsOn(timeline: Timeline, version: number, day: CalendarDate): readonly ProvisionOn[] {
  const consolidated = textOfVersion(timeline, version);
  if (!consolidated) return [];
  const standingOf = standingsOn(timeline, consolidated.text, day);
  return consolidated.text.map((provision) => ({
    ...provision,
    standing: standingOf(provision.eId),
    words: consolidated.words.get(provision.eId) ?? 1,
  }));
}
