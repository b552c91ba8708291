import { type CalendarDate, dateIn, type Instant, startOfDay } from '@concord/kernel';
import { versionsOf } from '@concord/legal-text';
import type { Norm } from '../norm/norm.read-model.js';
import { type FoundVersion, findVersion, firstShown, type KnownNorm, versionShownOn } from './knowledge.js';
import { languagesOf } from './languages.js';
import { type NotedProvision, notedProvisions } from './notes.js';

/** One text of a norm for the readers of one language: what all its forms say. */
export interface Expression {
  readonly norm: Norm;
  readonly language: string;
  /** Every language in which some of it can be read; the authentic one is the first. */
  readonly languages: readonly string[];
  readonly provisions: readonly NotedProvision[];
  /** Null: it is a draft. */
  readonly version: VersionShown | null;
}

/** What is said of a version beside its words. */
export interface VersionShown {
  readonly number: number;
  readonly inForceFrom: CalendarDate | null;
  readonly inForceUntil: CalendarDate | null;
  /** Whether its place was taken by what came to be known later. */
  readonly superseded: boolean;
  /** The day whose standings are shown. */
  readonly day: CalendarDate;
  /** Null: as it is known now. */
  readonly knownAt: Instant | null;
  /** The versions before and after it, in the order of their days. */
  readonly previous: number | null;
  readonly next: number | null;
  /** The version to which the norm's own URI leads. */
  readonly current: number | null;
  /** When the norm's own URI first led to it; null while it never did. */
  readonly shownSince: Instant | null;
  /** When something of this was recorded last, or a day began on which it reads otherwise. */
  readonly changedAt: Instant;
}

/** The day for which a version is shown where none is asked for: today while it is in force, else the nearest day on which it is. */
function dayOf({ version: { inForceFrom, inForceUntil } }: FoundVersion, today: CalendarDate): CalendarDate {
  if (inForceFrom !== null && today < inForceFrom) return inForceFrom;
  return inForceUntil !== null && today >= inForceUntil ? (inForceFrom ?? today) : today;
}

/** The latest of the moments that have come: when the answer became what it is. */
const latestOf = (moments: readonly (Instant | null)[], now: Instant): Instant =>
  moments.reduce<Instant>((latest, at) => (at !== null && at <= now && at > latest ? at : latest), '' as Instant);

/** A version as it is known; undefined when there was none with this number by then. */
export function versionExpression(
  known: KnownNorm,
  number: number,
  asked: { readonly day: CalendarDate | null; readonly now: Instant },
): Omit<Expression, 'language'> | undefined {
  const found = findVersion(known, number);
  if (!found) return undefined;
  const { norm, timeline, zone, knownAt, recordedAt } = known;
  const { version, superseded } = found;
  const at = knownAt ?? asked.now;
  const today = dateIn(zone, at);
  const day = asked.day ?? dayOf(found, today);
  const versions = versionsOf(timeline);
  const place = versions.findIndex((candidate) => candidate.version === number);
  const neighbour = (offset: number): number | null => (place < 0 ? null : (versions[place + offset]?.version ?? null));
  const provisions = notedProvisions(timeline, version, day);
  const current = versionShownOn(timeline, versions, today);
  const startOf = (date: CalendarDate | null | undefined): Instant | null => (date ? startOfDay(date, zone) : null);
  return {
    norm,
    languages: languagesOf(norm.titles, provisions),
    provisions,
    version: {
      number,
      inForceFrom: version.inForceFrom,
      inForceUntil: version.inForceUntil,
      superseded,
      day,
      knownAt,
      previous: neighbour(-1),
      next: neighbour(1),
      current: current?.version ?? null,
      shownSince: firstShown(known, number, at) ?? null,
      changedAt: latestOf([recordedAt, startOf(day), startOf(current?.inForceFrom)], at > recordedAt ? at : recordedAt),
    },
  };
}

/** A draft as it is proposed now. */
export function draftExpression(norm: Norm): Omit<Expression, 'language'> {
  const { adopted } = norm.state.timeline;
  return {
    norm,
    languages: languagesOf(norm.titles, adopted),
    provisions: adopted.map((provision) => ({ ...provision, standing: 'NOT_YET_IN_FORCE', gone: false, notes: [] })),
    version: null,
  };
}
