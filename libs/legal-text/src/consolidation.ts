import { addToDate, type CalendarDate, compareTimes, isRejection, type Rejection, reject } from '@concord/kernel';
import { type AmendingOperation, type Consolidation, consolidate, whole } from './amendment.js';
import type { Provision, Text } from './provision.js';
import type { Act, Commencement, Timeline } from './timeline.js';

type Amendment = Extract<Act, { kind: 'AMENDMENT' }>;
type Correction = Extract<Act, { kind: 'CORRECTION' }>;

/** An amendment with its day. */
export interface Effect {
  /** The edition that recorded it; on the same day the earlier edition goes first. */
  readonly edition: number;
  readonly on: CalendarDate;
  readonly operations: readonly AmendingOperation[];
}

const byDay = (a: Effect, b: Effect): number => compareTimes(a.on, b.on) || a.edition - b.edition;

/** The day of a commencement; undefined while the norm that it waits for has none. */
export function dateOf(commencement: Commencement, acts: readonly Act[]): CalendarDate | undefined {
  if ('on' in commencement) return commencement.on;
  const { with: norm, provision, notBefore } = commencement;
  const met = acts.findLast((act) => act.kind === 'CONDITION' && act.norm === norm && act.provision === provision);
  if (met?.kind !== 'CONDITION') return undefined;
  return met.on > notBefore ? met.on : notBefore;
}

const numbered = (acts: readonly Act[]) => acts.map((act, index) => [index + 2, act] as const);

const amendmentsOf = (acts: readonly Act[]): readonly (readonly [number, Amendment])[] =>
  numbered(acts).flatMap(([edition, act]) => (act.kind === 'AMENDMENT' ? [[edition, act] as const] : []));

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
  const mend = (provision: Provision): Provision =>
    concerned
      .filter(({ eId }) => eId === provision.eId)
      .reduce((before, { headings, text }) => ({ ...before, headings: headings ?? before.headings, text: text ?? before.text }), provision);
  return provisions.map(mend);
}

const correctedOperation =
  (edition: number, corrections: readonly Correction[]) =>
  (change: AmendingOperation): AmendingOperation =>
    'provisions' in change ? { ...change, provisions: corrected(change.provisions, edition, corrections) } : change;

/** A text on its way through the amendments, and which edition gave each provision its present words. */
export interface Consolidated extends Consolidation {
  readonly words: ReadonlyMap<string, number>;
}

const givesWords = (change: AmendingOperation): Text => ('provisions' in change ? change.provisions : []);

export function adoptedText({ adopted, acts }: Timeline): Consolidated {
  const text = corrected(adopted, 1, correctionsOf(acts));
  return { ...whole(text), words: new Map(text.map(({ eId }) => [eId, 1])) };
}

const correctionsOf = (acts: readonly Act[]): readonly Correction[] => acts.filter((act) => act.kind === 'CORRECTION');

/** The text after one more effect, or why it does not fit. */
export function applyEffect(before: Consolidated, { edition, operations }: Effect, timeline: Timeline): Consolidated | Rejection {
  const mended = operations.map(correctedOperation(edition, correctionsOf(timeline.acts)));
  const after = consolidate(before, mended);
  if (isRejection(after)) return after;
  const words = new Map(before.words);
  for (const { eId } of mended.flatMap(givesWords)) words.set(eId, edition);
  return { ...after, words };
}

/**
 * The text after effects that were accepted once, in their order. One that cannot be applied leaves the text as it is: only a
 * log that other software wrote can hold such.
 */
export function consolidatedThrough(timeline: Timeline, effects: readonly Effect[]): Consolidated {
  return effects.reduce((before, effect) => {
    const after = applyEffect(before, effect, timeline);
    return isRejection(after) ? before : after;
  }, adoptedText(timeline));
}

/** Why effects, carried out in this order, do not fit the adopted text; undefined when they do. */
function faultOfOrder(timeline: Timeline, effects: readonly Effect[]): Rejection | undefined {
  let text = adoptedText(timeline);
  for (const effect of effects) {
    const next = applyEffect(text, effect, timeline);
    if (isRejection(next)) return next;
    text = next;
  }
  return undefined;
}

/** Amendments that wait for the same commencement: they take effect together. */
interface Waiting {
  readonly norm: string;
  readonly amendments: readonly { readonly edition: number; readonly notBefore: CalendarDate; readonly operations: readonly AmendingOperation[] }[];
}

function waitingIn({ acts }: Timeline): readonly Waiting[] {
  const groups = new Map<string, { norm: string; amendments: Waiting['amendments'][number][] }>();
  for (const [edition, { commencement, operations }] of amendmentsOf(acts)) {
    if ('on' in commencement || dateOf(commencement, acts) !== undefined) continue;
    const key = JSON.stringify([commencement.with, commencement.provision]);
    const group = groups.get(key) ?? { norm: commencement.with, amendments: [] };
    groups.set(key, group);
    group.amendments.push({ edition, notBefore: commencement.notBefore, operations });
  }
  return [...groups.values()];
}

const commencedOn = ({ amendments }: Waiting, day: CalendarDate): Effect[] =>
  amendments.map(({ edition, notBefore, operations }) => ({ edition, operations, on: day > notBefore ? day : notBefore }));

const inOrder = (effects: readonly Effect[]): readonly Effect[] =>
  effects.toSorted(byDay);

const dayAfter = (day: CalendarDate): CalendarDate => addToDate(day, { days: 1 });

/**
 * Why the timeline cannot be carried out; undefined when it can, whenever the norms that amendments wait for come into force.
 * Each of those is tried on every day on which the text changes and on the day after it, and each two of them in both orders.
 * That is enough, because what one operation asks for can be taken away only by another single one.
 */
export function faultOfTimeline(timeline: Timeline): Rejection | undefined {
  const effects = effectsOf(timeline);
  const fault = faultOfOrder(timeline, effects);
  if (fault) return fault;
  const groups = waitingIn(timeline);
  for (const group of groups) {
    const earliest = group.amendments.map(({ notBefore }) => notBefore).sort()[0] as CalendarDate;
    const days = [earliest, ...effects.map(({ on }) => on).filter((on) => on > earliest)].flatMap((day) => [day, dayAfter(day)]);
    for (const day of days) {
      const alone = [...effects, ...commencedOn(group, day)];
      const orders = [alone, ...groups.filter((other) => other !== group).map((other) => [...alone, ...commencedOn(other, dayAfter(day))])];
      for (const order of orders) {
        const misfit = faultOfOrder(timeline, inOrder(order));
        if (misfit) return whenever(misfit, group.norm);
      }
    }
  }
  return undefined;
}

const whenever = ({ code, message, detail }: Rejection, norm: string): Rejection =>
  reject(code, `${message}; what waits for the commencement of ${norm} has to fit whenever that comes`, detail);
