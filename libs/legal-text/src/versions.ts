import type { CalendarDate } from '@concord/kernel';
import { type Consolidated, consolidatedThrough, dateOf, type Effect, effectsOf, repealedFrom } from './consolidation.js';
import type { Provision } from './provision.js';
import { type Act, asOfEdition, latestEdition, type Timeline } from './timeline.js';

/** Whether a provision is in force on a day. */
export const STANDINGS = ['IN_FORCE', 'NOT_YET_IN_FORCE', 'SUSPENDED', 'REPEALED'] as const;
export type Standing = (typeof STANDINGS)[number];

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

/** One step on the way to a text: an edition carried out, or a correction of what the step before brought. */
interface Step {
  readonly edition: number;
  readonly next: Map<number, Step>;
  version: number | undefined;
}

interface Interval {
  readonly from: CalendarDate | null;
  readonly effects: readonly Effect[];
}

/** The first day on which anything of the norm is in force; null while that is not fixed. */
export function commencedOn({ acts }: Timeline): CalendarDate | null {
  return acts.reduce<CalendarDate | null>((first, act) => {
    const day = act.kind === 'COMMENCEMENT' ? dateOf(act.commencement, acts) : undefined;
    return day !== undefined && (first === null || day < first) ? day : first;
  }, null);
}

/** What is carried out before the norm commences is in its first text. */
function intervalsOf(timeline: Timeline): readonly Interval[] {
  const start = commencedOn(timeline);
  const effects = effectsOf(timeline);
  const days = [...new Set(effects.map(({ on }) => on))].filter((day) => start === null || day > start);
  return [start, ...days].map((from) => ({
    from,
    effects: effects.filter(({ on }) => (from === null ? false : on <= from)),
  }));
}

/** The editions on the way to a text, each followed by the corrections of its words. */
function wayTo(effects: readonly Effect[], acts: readonly Act[]): readonly number[] {
  const correctionsOf = (edition: number) => acts.flatMap((act, index) => (act.kind === 'CORRECTION' && act.of === edition ? [index + 2] : []));
  return [...correctionsOf(1), ...effects.flatMap(({ edition }) => [edition, ...correctionsOf(edition)])];
}

function follow(root: Step, way: readonly number[]): Step {
  let step = root;
  for (const edition of way) {
    const next = step.next.get(edition) ?? { edition, next: new Map(), version: undefined };
    step.next.set(edition, next);
    step = next;
  }
  return step;
}

interface Numbered {
  readonly current: readonly Version[];
  /** The way to each version that ever was, by its number less one. */
  readonly ways: readonly (readonly number[])[];
}

const remembered = new WeakMap<Timeline, Numbered>();

/** Numbers each text when it first comes to be known, edition by edition: so a number never changes its meaning. */
function numbered(timeline: Timeline): Numbered {
  const known = remembered.get(timeline);
  if (known) return known;
  const root: Step = { edition: 1, next: new Map(), version: undefined };
  const ways: (readonly number[])[] = [];
  let current: Version[] = [];
  for (let edition = 1; edition <= latestEdition(timeline); edition++) {
    const then = asOfEdition(timeline, edition);
    const intervals = intervalsOf(then);
    const end = repealedFrom(then);
    current = intervals.map(({ from, effects }, index) => {
      const way = wayTo(effects, then.acts);
      const step = follow(root, way);
      step.version ??= ways.push(way);
      return { version: step.version, inForceFrom: from, inForceUntil: intervals[index + 1]?.from ?? end, editions: way };
    });
  }
  const result = { current, ways };
  remembered.set(timeline, result);
  return result;
}

/** The texts of a norm as far as they are known now, in the order of their days. */
export const versionsOf = (timeline: Timeline): readonly Version[] => numbered(timeline).current;

/** The version that holds on a day; undefined when the norm is not in force then. */
export function versionOn(timeline: Timeline, day: CalendarDate): Version | undefined {
  const end = repealedFrom(timeline);
  if (end !== null && day >= end) return undefined;
  return versionsOf(timeline).findLast(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day);
}

/** The words of a version, whenever it was known; undefined when there never was such a version. */
export function textOfVersion(timeline: Timeline, version: number): Consolidated | undefined {
  const way = numbered(timeline).ways[version - 1];
  if (!way) return undefined;
  const taken = new Set(way);
  const isCorrection = (edition: number): boolean => timeline.acts[edition - 2]?.kind === 'CORRECTION';
  const then: Timeline = {
    adopted: timeline.adopted,
    // What came later, or belongs to other texts, keeps its place in the count and does nothing.
    acts: timeline.acts.map((act, index) => (act.kind !== 'CORRECTION' || taken.has(index + 2) ? act : NOTHING)),
  };
  const effects = way
    .filter((edition) => !isCorrection(edition))
    .flatMap((edition) => {
      const act = timeline.acts[edition - 2];
      return act?.kind === 'AMENDMENT' ? [{ edition, on: '0001-01-01' as CalendarDate, operations: act.operations }] : [];
    });
  return consolidatedThrough(then, effects);
}

const NOTHING: Act = { kind: 'RESUMPTION', provisions: [], from: '0001-01-01' as CalendarDate, reason: '' };

/** The text of a version with the standing of each provision on a day. */
export function provisionsOn(timeline: Timeline, version: number, day: CalendarDate): readonly ProvisionOn[] {
  const consolidated = textOfVersion(timeline, version);
  if (!consolidated) return [];
  const standingOf = standings(timeline, consolidated, day);
  return consolidated.text.map((provision) => ({
    ...provision,
    standing: standingOf(provision),
    words: consolidated.words.get(provision.eId) ?? 1,
  }));
}

/** How the provisions of a text stand on a day: what is said of one holds for its parts, too; what was said last, wins. */
function standings(timeline: Timeline, { text }: Consolidated, day: CalendarDate): (provision: Provision) => Standing {
  const { acts } = timeline;
  const end = repealedFrom(timeline);
  const start = commencedOn(timeline);
  const parents = new Map(text.map(({ eId, parent }) => [eId, parent]));
  const concerns = (provisions: readonly string[] | null, eId: string): boolean => {
    if (provisions === null) return true;
    for (let place: string | null | undefined = eId; place != null; place = parents.get(place)) if (provisions.includes(place)) return true;
    return false;
  };
  const arrival = new Map(effectsOf(timeline).map(({ edition, on }) => [edition, on]));

  /** The first day of a provision: what names it; or the day on which it was inserted; or that of the norm as a whole. */
  function commencementOf(eId: string): CalendarDate | null {
    const named = acts.findLast((act) => act.kind === 'COMMENCEMENT' && act.provisions !== null && concerns(act.provisions, eId));
    if (named?.kind === 'COMMENCEMENT') return dateOf(named.commencement, acts) ?? null;
    const inserted = arrival.get(firstEditionOf(timeline, eId));
    if (inserted !== undefined) return start !== null && start > inserted ? start : start === null ? null : inserted;
    const general = acts.findLast((act) => act.kind === 'COMMENCEMENT' && act.provisions === null);
    return general?.kind === 'COMMENCEMENT' ? (dateOf(general.commencement, acts) ?? null) : null;
  }

  const resumedSince = (suspended: number, eId: string, from: CalendarDate): boolean =>
    acts.some(
      (act, index) =>
        act.kind === 'RESUMPTION' && index > suspended && act.from >= from && act.from <= day && concerns(act.provisions, eId),
    );
  const isSuspended = (eId: string): boolean =>
    acts.some(
      (act, index) =>
        act.kind === 'SUSPENSION' &&
        act.from <= day &&
        (act.until === null || day < act.until) &&
        concerns(act.provisions, eId) &&
        !resumedSince(index, eId, act.from),
    );

  return ({ eId }) => {
    if (end !== null && day >= end) return 'REPEALED';
    const from = commencementOf(eId);
    if (from === null || day < from) return 'NOT_YET_IN_FORCE';
    return isSuspended(eId) ? 'SUSPENDED' : 'IN_FORCE';
  };
}

/** The edition that brought a provision first; its words may be younger. */
function firstEditionOf({ adopted, acts }: Timeline, eId: string): number {
  if (adopted.some((provision) => provision.eId === eId)) return 1;
  const at = acts.findIndex(
    (act) =>
      act.kind === 'AMENDMENT' &&
      act.operations.some((change) => 'provisions' in change && change.provisions.some((provision) => provision.eId === eId)),
  );
  return at < 0 ? 1 : at + 2;
}
