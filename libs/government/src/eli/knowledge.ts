import { type CalendarDate, dateIn, type Instant, startOfDay, type TimeZone } from '@concord/kernel';
import {
  asOfEdition,
  type KnownVersions,
  latestEdition,
  repealedFrom,
  type Timeline,
  type Version,
  versionsByEdition,
  versionsOf,
} from '@concord/legal-text';
import { editionAt, type Norm } from '../norm/norm.read-model.js';

/** A norm as it was known at an instant, or as it is known now. */
export interface KnownNorm {
  readonly norm: Norm;
  /** Null: now. */
  readonly knownAt: Instant | null;
  readonly timeline: Timeline;
  readonly zone: TimeZone;
  /** When the last of it was recorded. */
  readonly recordedAt: Instant;
}

/** Undefined when nothing of it was adopted by then. */
export function knownNorm(norm: Norm, knownAt: Instant | null): KnownNorm | undefined {
  const { timeline } = norm.state;
  const edition = knownAt === null ? latestEdition(timeline) : editionAt(norm, knownAt);
  const known = norm.known.find((item) => item.edition === edition);
  if (!known) return undefined;
  return {
    norm,
    knownAt,
    timeline: asOfEdition(timeline, edition),
    zone: timeline.zone ?? ('UTC' as TimeZone),
    recordedAt: known.recordedAt,
  };
}

/** The version to which a norm's own URI leads on a day: the one that holds; before there is one the first, and after the end the last. */
export function versionShownOn<V extends KnownVersions[number]>(
  timeline: Timeline,
  versions: readonly V[],
  day: CalendarDate,
): V | undefined {
  const end = repealedFrom(timeline);
  if (end !== null && day >= end) return versions.at(-1);
  return versions.findLast(({ inForceFrom }) => inForceFrom !== null && inForceFrom <= day) ?? versions[0];
}

/** A version, and when the days on which it is in force were known last. */
export interface FoundVersion {
  readonly version: Version;
  /** Whether it is a text of some day, as far as is known; otherwise its place was taken by what came to be known later. */
  readonly superseded: boolean;
}

/** Undefined when no such version was known by then. */
export function findVersion({ timeline }: KnownNorm, number: number): FoundVersion | undefined {
  const current = versionsOf(timeline).find(({ version }) => version === number);
  if (current) return { version: current, superseded: false };
  let last = 0;
  let edition = 0;
  for (const versions of versionsByEdition(timeline)) {
    edition++;
    if (versions.some(({ version }) => version === number)) last = edition;
  }
  const version = last > 0 ? versionsOf(asOfEdition(timeline, last)).find((candidate) => candidate.version === number) : undefined;
  return version && { version, superseded: true };
}

/** From an instant on the norm's own URI led to a version. */
export interface Shown {
  readonly version: number;
  readonly since: Instant;
}

/**
 * What the norm's own URI led to, one after the other, until `now`: to another version when more became known, and when a day
 * came. What has been, never changes.
 */
export function* shownUntil({ norm: { known }, timeline, zone }: KnownNorm, now: Instant): Generator<Shown> {
  let edition = 0;
  for (const versions of versionsByEdition(timeline)) {
    edition++;
    const recordedAt = known[edition - 1]?.recordedAt;
    const next = edition < latestEdition(timeline) ? known[edition]?.recordedAt : undefined;
    // Editions that were recorded together were never known apart.
    if (recordedAt === undefined || next === recordedAt) continue;
    const then = asOfEdition(timeline, edition);
    const until = next ?? now;
    const [firstDay, lastDay] = [dateIn(zone, recordedAt), dateIn(zone, until)];
    const days = versions.flatMap(({ inForceFrom: day }) =>
      day !== null && day > firstDay && day <= lastDay ? [startOfDay(day, zone)] : [],
    );
    for (const since of [recordedAt, ...days.filter((at) => at < until)]) {
      const version = versionShownOn(then, versions, dateIn(zone, since));
      if (version) yield { version: version.version, since };
    }
  }
}

/** The first instant at which the norm's own URI led to a version; undefined while it never did. */
export function firstShown(known: KnownNorm, number: number, now: Instant): Instant | undefined {
  for (const { version, since } of shownUntil(known, now)) if (version === number) return since;
  return undefined;
}
