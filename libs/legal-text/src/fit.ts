import { addToDate, type CalendarDate, isRejection, type Rejection, reject } from '@concord/kernel';
import { broughtBy } from './amendment.js';
import { adoptedText, amendmentsOf, applyEffect, byDay, dateOf, type Effect, effectsOf, repealedFrom } from './consolidation.js';
import { type Act, latestEdition, type Timeline } from './timeline.js';
import { afterUse, FREE, type Place, partsAmong, type Use, usesOf } from './uses.js';

/** Amendments that wait for the same commencement, each with the first day on which it can take effect. */
interface Waiting {
  readonly norm: string;
  readonly provision: string | null;
  readonly amendments: readonly Effect[];
}

/** What an amendment asks of one provision and does to it, on its day or, while it waits for a commencement, no earlier. */
interface Occurrence {
  readonly edition: number;
  readonly on: CalendarDate;
  readonly waits: Waiting | null;
  readonly uses: Use[];
}

/** A day for the commencement of each norm that comes into force. */
type Days = ReadonlyMap<Waiting, CalendarDate>;

function waitingIn({ acts }: Timeline): readonly Waiting[] {
  const groups = new Map<string, Waiting & { amendments: Effect[] }>();
  for (const [edition, { commencement, operations }] of amendmentsOf(acts)) {
    if ('on' in commencement || dateOf(commencement, acts) !== undefined) continue;
    const { with: norm, provision, notBefore } = commencement;
    const key = JSON.stringify([norm, provision]);
    const group = groups.get(key) ?? { norm, provision, amendments: [] };
    groups.set(key, group);
    group.amendments.push({ edition, on: notBefore, operations });
  }
  return [...groups.values()];
}

/** The first effect that does not fit the text which those before it leave. */
function faultOfOrder(timeline: Timeline, effects: readonly Effect[], recorded: number): Rejection | undefined {
  let text = adoptedText(timeline);
  for (const effect of effects) {
    const next = applyEffect(text, effect, timeline);
    if (isRejection(next)) return inEdition(next, effect.edition, recorded);
    text = next;
  }
  return undefined;
}

/** An earlier edition that no longer fits is named: the provision at fault is not one that the new act speaks of. */
const inEdition = ({ code, message, detail }: Rejection, edition: number, recorded: number): Rejection =>
  reject(code, edition > recorded ? message : `${message}; that is what edition ${edition} would find`, detail);

/** What is done to each provision that something waiting has to do with. */
function occurrencesIn(timeline: Timeline, fixed: readonly Effect[], groups: readonly Waiting[]): readonly (readonly Occurrence[])[] {
  const all = [
    ...fixed.map((effect) => ({ ...effect, waits: null })),
    ...groups.flatMap((waits) => waits.amendments.map((effect) => ({ ...effect, waits }))),
  ];
  const partsOf = partsAmong([...timeline.adopted, ...broughtBy(all.flatMap(({ operations }) => operations))]);
  const byProvision = new Map<string, Occurrence[]>();
  for (const { edition, on, waits, operations } of all) {
    for (const use of operations.flatMap((change) => usesOf(change, partsOf))) {
      const occurrences = byProvision.get(use.eId) ?? [];
      byProvision.set(use.eId, occurrences);
      if (occurrences.at(-1)?.edition === edition) occurrences.at(-1)?.uses.push(use);
      else occurrences.push({ edition, on, waits, uses: [use] });
    }
  }
  return [...byProvision.values()].filter((occurrences) => occurrences.some(({ waits }) => waits !== null));
}

/** Whether what is done to one provision does not fit if the norms come into force on these days, and the others never. */
function failsOn(days: Days, occurrences: readonly Occurrence[], start: Place, end: CalendarDate | null): boolean {
  let place: Place | undefined = start;
  const timed = occurrences.flatMap((occurrence) => {
    const { waits, on } = occurrence;
    if (waits === null) return [occurrence];
    const day = days.get(waits);
    return day === undefined ? [] : [{ ...occurrence, on: day > on ? day : on }];
  });
  for (const { on, uses } of timed.sort(byDay)) {
    if (end !== null && on >= end) return false;
    for (const use of uses) {
      place = afterUse(place, use);
      if (place === undefined) return true;
    }
  }
  return false;
}

/** So many days in a row, the first and all; at the ends of the calendar the one day. */
const daysFrom = (first: CalendarDate, count: number): readonly CalendarDate[] =>
  first < '0001-01-09' || first > '9999-12-23'
    ? [first]
    : Array.from({ length: Math.abs(count) }, (_, day) => addToDate(first, { days: day * Math.sign(count) }));

/** Every choice of one value for each key. */
function* choices<K, V>(keys: readonly K[], valuesOf: (key: K) => readonly V[]): Generator<ReadonlyMap<K, V>> {
  const [key, ...others] = keys;
  if (key === undefined) return yield new Map();
  for (const rest of choices(others, valuesOf)) for (const value of valuesOf(key)) yield new Map([[key, value], ...rest]);
}

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) return yield [];
  for (let at = from; at <= items.length - size; at++) {
    for (const rest of subsets(items, size - 1, at + 1)) yield [items[at] as T, ...rest];
  }
}

/**
 * Days of commencement on which the uses of one provision do not fit, smallest sets of norms first.
 *
 * Three norms are enough: a use is spoilt by one other that took the provision away or gave its eId, and what took it away
 * found it because a third had brought it. So all but one of them change what has become of the eId. Days matter only by their
 * order among the days of the other uses, so one and two norms are tried from each of those days on; three need no other order
 * than their own, which they have on the last days, too.
 */
function* spoilt(occurrences: readonly Occurrence[], start: Place, end: CalendarDate | null): Generator<Days> {
  const groups = [...new Set(occurrences.flatMap(({ waits }) => waits ?? []))];
  const changing = new Set(occurrences.flatMap(({ waits, uses }) => (waits && uses.some(({ use }) => use !== 'NEEDS') ? [waits] : [])));
  const steps = [...new Set(occurrences.map(({ on }) => on))].sort();
  const last = end === null ? daysFrom(steps.at(-1) as CalendarDate, 4) : daysFrom(end, -4);
  for (const size of [1, 2, 3]) {
    const days = size < 3 ? [...new Set(steps.flatMap((day) => daysFrom(day, size + 1)))] : last;
    for (const some of subsets(groups, size)) {
      if (some.filter((group) => changing.has(group)).length < size - 1) continue;
      for (const choice of choices(some, () => days)) if (failsOn(choice, occurrences, start, end)) yield choice;
    }
  }
}

/** What does not fit if the norms come into force on these days, and the others never. */
function faultOn(days: Days, timeline: Timeline, recorded: number): Rejection | undefined {
  const met = [...days].map(([{ norm, provision }, on]): Act => ({ kind: 'CONDITION', norm, provision, on }));
  const misfit = faultOfOrder(timeline, effectsOf({ ...timeline, acts: [...timeline.acts, ...met] }), recorded);
  const norms = [...days.keys()].map(({ norm }) => norm).join(' and ');
  return (
    misfit && reject(misfit.code, `${misfit.message}; what waits for ${norms} has to fit whenever that comes into force`, misfit.detail)
  );
}

/**
 * Why the timeline cannot be carried out; undefined when it can, on whatever days the norms that amendments wait for come into
 * force. An eId has one parent and one life, so each provision is looked at by itself; the text as a whole then tells the fault.
 * @param recorded the latest edition that is recorded: what is later is tried, and a fault of it needs no name
 */
export function faultOfTimeline(timeline: Timeline, recorded = latestEdition(timeline) - 1): Rejection | undefined {
  const fixed = effectsOf(timeline);
  const fault = faultOfOrder(timeline, fixed, recorded);
  if (fault) return fault;
  const groups = waitingIn(timeline);
  for (const group of groups) {
    const [earliest] = group.amendments.map(({ on }) => on).sort();
    const alone = faultOn(new Map([[group, earliest as CalendarDate]]), timeline, recorded);
    if (alone) return alone;
  }
  if (groups.length === 0) return undefined;
  const adopted = new Map(timeline.adopted.map(({ eId, parent }) => [eId, { parent }]));
  for (const occurrences of occurrencesIn(timeline, fixed, groups)) {
    const start = adopted.get(occurrences[0]?.uses[0]?.eId ?? '') ?? FREE;
    for (const days of spoilt(occurrences, start, repealedFrom(timeline))) {
      const misfit = faultOn(days, timeline, recorded);
      if (misfit) return misfit;
    }
  }
  return undefined;
}
