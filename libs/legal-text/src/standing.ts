import type { CalendarDate } from '@concord/kernel';
import { type AmendingOperation, broughtBy } from './amendment.js';
import { dateOf, type Effect, effectsOf, repealedFrom } from './consolidation.js';
import type { Text } from './provision.js';
import type { Commencement, Timeline } from './timeline.js';

/** Whether a provision is in force on a day. */
export const STANDINGS = ['IN_FORCE', 'NOT_YET_IN_FORCE', 'SUSPENDED', 'REPEALED'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A commencement, and which of all acts said so. */
interface Said {
  readonly act: number;
  readonly commencement: Commencement;
}

/** What was said last of the commencement of each provision that was named, and, under null, of the norm as a whole. */
function commencementsOf({ acts }: Timeline): ReadonlyMap<string | null, Said> {
  const latest = new Map<string | null, Said>();
  acts.forEach((act, index) => {
    if (act.kind !== 'COMMENCEMENT') return;
    for (const place of act.provisions ?? [null]) latest.set(place, { act: index, commencement: act.commencement });
  });
  return latest;
}

/** What was said last of any of the provisions. */
const lastOf = (said: ReadonlyMap<string | null, Said>, places: readonly string[]): Said | undefined =>
  places.reduce<Said | undefined>((last, place) => {
    const next = said.get(place);
    return next && (last === undefined || next.act > last.act) ? next : last;
  }, undefined);

/** Every provision that an amendment brings, whenever it takes effect. */
const broughtIn = ({ acts }: Timeline): Text => broughtBy(acts.flatMap((act) => (act.kind === 'AMENDMENT' ? act.operations : [])));

type Parents = ReadonlyMap<string, string | null>;

const remembered = new WeakMap<Text, Parents>();

/** What each provision is a part of. An adopted text is asked for this at each of its editions, and never changes. */
function parentsIn(text: Text): Parents {
  const known = remembered.get(text);
  if (known) return known;
  const parents = withParents(new Map(), text);
  remembered.set(text, parents);
  return parents;
}

/** A parent stands before its parts; whatever a log says, this way no provision is inside itself. */
function withParents(known: Parents, text: Text): Parents {
  const parents = new Map<string, string | null>();
  const has = (eId: string): boolean => parents.has(eId) || known.has(eId);
  for (const { eId, parent } of text) if (!has(eId)) parents.set(eId, parent !== null && has(parent) ? parent : null);
  return parents;
}

/** A provision and what it is a part of, the nearest first. */
function withWhole(text: Text, brought: Text = []): (eId: string) => readonly string[] {
  const parents = parentsIn(text);
  const others = withParents(parents, brought);
  return (eId) => {
    const places: string[] = [];
    for (let place: string | null | undefined = eId; place != null; place = parents.get(place) ?? others.get(place)) places.push(place);
    return places;
  };
}

/** The day on which each provision that an amendment brought came into the text. */
function arrivalsIn(timeline: Timeline): ReadonlyMap<string, CalendarDate> {
  const adopted = parentsIn(timeline.adopted);
  const arrivals = new Map<string, CalendarDate>();
  for (const { on, operations } of effectsOf(timeline)) {
    for (const { eId } of broughtBy(operations)) if (!adopted.has(eId) && !arrivals.has(eId)) arrivals.set(eId, on);
  }
  return arrivals;
}

interface Stay {
  /** The day on which an amendment brought it; null: it was adopted. */
  readonly from: CalendarDate | null;
  /** The first day without it; null: it stays. */
  readonly until: CalendarDate | null;
}

/** Whether an operation takes away a provision, which is a part of those above it. */
function takes(change: AmendingOperation, eId: string, above: readonly string[]): boolean {
  if (change.operation === 'REPEAL') return change.eId !== null && [eId, ...above].includes(change.eId);
  if (change.operation !== 'SUBSTITUTE' || change.keepsParts) return false;
  const [first, ...parts] = change.provisions;
  return first !== undefined && above.includes(first.eId) && !parts.some((part) => part.eId === eId);
}

/** When a provision, which is a part of those above it, is in the text; undefined when it never is on a day that is known. */
function stayOf(place: string, above: readonly string[], { adopted }: Timeline, effects: readonly Effect[]): Stay | undefined {
  let stay: Stay | undefined = parentsIn(adopted).has(place) ? { from: null, until: null } : undefined;
  for (const { on, operations } of effects) {
    for (const change of operations) {
      if (stay && takes(change, place, above)) return { ...stay, until: on };
      if (!stay && broughtBy([change]).some(({ eId }) => eId === place)) stay = { from: on, until: null };
    }
  }
  return stay;
}

const later = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b);

const earliest = (days: readonly (CalendarDate | undefined)[]): CalendarDate | null =>
  days.reduce<CalendarDate | null>((first, day) => (day !== undefined && (first === null || day < first) ? day : first), null);

/**
 * The first day on which the norm as a whole, or any provision of it that is in the text then, is in force; null while that is
 * not fixed. What was said of a provision counts no more once something else was said of it or of what it is a part of.
 */
export function commencedOn(timeline: Timeline): CalendarDate | null {
  const said = commencementsOf(timeline);
  const dayOf = ({ commencement }: Said) => dateOf(commencement, timeline.acts);
  const general = said.get(null);
  const ofWhole = general && dayOf(general);
  const named = [...said].flatMap(([place, latest]) => (place === null ? [] : [{ place, latest }]));
  if (named.length === 0) return ofWhole ?? null;
  const placesOf = withWhole(timeline.adopted, broughtIn(timeline));
  const effects = effectsOf(timeline);
  const days = named.flatMap(({ place, latest }) => {
    const [, ...above] = placesOf(place);
    const stay = stayOf(place, above, timeline, effects);
    const day = dayOf(latest);
    if (!stay || day === undefined || lastOf(said, [place, ...above]) !== latest) return [];
    const first = later(day, stay.from ?? day);
    return stay.until === null || first < stay.until ? [first] : [];
  });
  return earliest([ofWhole, ...days]);
}

/**
 * The first day in force of each provision of a text: the day that was said last of it or of what it is a part of; else, for
 * what an amendment brought, the day on which it came in, but not before what it is a part of; else the day of the norm as a
 * whole. Null while it is not fixed.
 */
export function commencementsIn(timeline: Timeline, text: Text): (eId: string) => CalendarDate | null {
  const said = commencementsOf(timeline);
  const first = commencedOn(timeline);
  const arrivals = arrivalsIn(timeline);
  const placesOf = withWhole(text);
  const dayOf = (latest: Said | undefined) => (latest && dateOf(latest.commencement, timeline.acts)) ?? null;
  const general = dayOf(said.get(null));
  const commencementOf = ([eId, ...above]: readonly string[]): CalendarDate | null => {
    if (eId === undefined) return first;
    const own = lastOf(said, [eId, ...above]);
    if (own) return dayOf(own);
    const arrived = arrivals.get(eId);
    if (arrived === undefined) return general;
    const whole = commencementOf(above);
    return whole && later(whole, arrived);
  };
  return (eId) => commencementOf(placesOf(eId));
}

/** How the provisions of a text stand on a day. What is said of one holds for its parts, too. */
export function standingsOn(timeline: Timeline, text: Text, day: CalendarDate): (eId: string) => Standing {
  const end = repealedFrom(timeline);
  if (end !== null && day >= end) return () => 'REPEALED';
  const commencementOf = commencementsIn(timeline, text);
  const isSuspended = suspensionsOn(timeline, text, day);
  return (eId) => {
    const from = commencementOf(eId);
    if (from === null || day < from) return 'NOT_YET_IN_FORCE';
    return isSuspended(eId) ? 'SUSPENDED' : 'IN_FORCE';
  };
}

/** A suspension lasts until the day that it names, or until a resumption that was recorded after it and begins no earlier. */
function suspensionsOn({ acts }: Timeline, text: Text, day: CalendarDate): (eId: string) => boolean {
  const placesOf = withWhole(text);
  const begun = acts.flatMap((act, index) =>
    (act.kind === 'SUSPENSION' || act.kind === 'RESUMPTION') && act.from <= day
      ? [{ act, index, named: act.provisions && new Set(act.provisions) }]
      : [],
  );
  return (eId) => {
    const places = placesOf(eId);
    const concerned = begun.filter(({ named }) => named === null || places.some((place) => named.has(place)));
    return concerned.some(
      ({ act: pause, index: at }) =>
        pause.kind === 'SUSPENSION' &&
        (pause.until === null || day < pause.until) &&
        !concerned.some(({ act: end, index }) => end.kind === 'RESUMPTION' && index > at && end.from >= pause.from),
    );
  };
}
