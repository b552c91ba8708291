import { type CalendarDate, compareTimes, isRejection, type Rejection } from '@concord/kernel';
import { type AmendingOperation, broughtBy, type Consolidation, consolidate, whole } from './amendment.js';
import type { Provision, Text } from './provision.js';
import type { Act, Commencement, Timeline } from './timeline.js';

export type Amendment = Extract<Act, { kind: 'AMENDMENT' }>;
type Correction = Extract<Act, { kind: 'CORRECTION' }>;

/** An amendment with its day. */
export interface Effect {
  /** The edition that recorded it. */
  readonly edition: number;
  readonly on: CalendarDate;
  readonly operations: readonly AmendingOperation[];
}

/** On the same day the earlier edition goes first. */
export const byDay = (a: Pick<Effect, 'on' | 'edition'>, b: Pick<Effect, 'on' | 'edition'>): number =>
  compareTimes(a.on, b.on) || a.edition - b.edition;

/** The day of a commencement; undefined while the norm that it waits for has none. A day that was moved is followed. */
export function dateOf(commencement: Commencement, acts: readonly Act[]): CalendarDate | undefined {
  if ('on' in commencement) return commencement.on;
  const { with: norm, provision, notBefore } = commencement;
  const met = acts.findLast((act) => act.kind === 'CONDITION' && act.norm === norm && act.provision === provision);
  if (met?.kind !== 'CONDITION') return undefined;
  return met.on > notBefore ? met.on : notBefore;
}

/** Each amendment with the edition that it made. */
export const amendmentsOf = (acts: readonly Act[]): readonly (readonly [number, Amendment])[] =>
  acts.flatMap((act, index) => (act.kind === 'AMENDMENT' ? [[index + 2, act] as const] : []));

/** The first day on which the norm is not in force any more, whoever repealed it; null while nobody has. */
export function repealedFrom({ acts }: Timeline): CalendarDate | null {
  const days = acts.flatMap((act) => {
    if (act.kind === 'REPEAL') return [act.from];
    if (act.kind !== 'AMENDMENT' || !act.operations.some(repealsAll)) return [];
    return [dateOf(act.commencement, acts)];
  });
  return days.reduce<CalendarDate | null>((first, day) => (day !== undefined && (first === null || day < first) ? day : first), null);
}

const repealsAll = (change: AmendingOperation): boolean => change.operation === 'REPEAL' && change.eId === null;

/** The amendments that have a day, in the order in which they take effect. What would come after the end of the norm does not. */
export function effectsOf(timeline: Timeline): readonly Effect[] {
  const end = repealedFrom(timeline);
  return amendmentsOf(timeline.acts)
    .flatMap(([edition, { commencement, operations }]) => {
      const on = dateOf(commencement, timeline.acts);
      return on === undefined || (end !== null && on >= end) ? [] : [{ edition, on, operations }];
    })
    .sort(byDay);
}

/** The words as published, with those that were corrected later. */
function corrected(provisions: Text, edition: number, corrections: readonly Correction[]): Text {
  const concerned = corrections.filter(({ of }) => of === edition);
  if (concerned.length === 0) return provisions;
  const mend = (provision: Provision): Provision => {
    const own = concerned.filter(({ eId }) => eId === provision.eId);
    const headings = own.findLast((correction) => correction.headings !== null)?.headings;
    const text = own.findLast((correction) => correction.text !== null)?.text;
    return { ...provision, headings: headings ?? provision.headings, text: text ?? provision.text };
  };
  return provisions.map(mend);
}

const correctedOperation =
  (edition: number, corrections: readonly Correction[]) =>
  (change: AmendingOperation): AmendingOperation =>
    'provisions' in change ? { ...change, provisions: corrected(change.provisions, edition, corrections) } : change;

/** A text, and which edition gave each provision that it has, or had, its last words: 1 is the adopted text. */
export interface Consolidated extends Consolidation {
  readonly words: ReadonlyMap<string, number>;
}

const correctionsOf = (acts: readonly Act[]): readonly Correction[] => acts.filter((act) => act.kind === 'CORRECTION');

export const adoptedText = ({ adopted, acts }: Timeline): Consolidation => whole(corrected(adopted, 1, correctionsOf(acts)));

/** The text after one more effect, or why it does not fit. */
export const applyEffect = (before: Consolidation, { edition, operations }: Effect, { acts }: Timeline): Consolidation | Rejection =>
  consolidate(before, operations.map(correctedOperation(edition, correctionsOf(acts))));

/**
 * The text after effects that were accepted once, in their order, from the adopted text on or from the one before. An effect
 * that cannot be applied leaves the text as it is: only a log that other software wrote can hold such.
 */
export function consolidatedThrough(timeline: Timeline, effects: readonly Effect[], before?: Consolidated): Consolidated {
  let text: Consolidation = before ?? adoptedText(timeline);
  const words = new Map(before?.words ?? text.text.map(({ eId }) => [eId, 1]));
  for (const effect of effects) {
    const after = applyEffect(text, effect, timeline);
    if (isRejection(after)) continue;
    text = after;
    for (const { eId } of broughtBy(effect.operations)) words.set(eId, effect.edition);
  }
  return { ...text, words };
}
