import { type CalendarDate, type Rejection, reject } from '@concord/kernel';
import { commencedOn, repealedFrom, type Timeline, textOfVersion, versionOn, versionsOf } from '@concord/legal-text';
import type { NormState } from './norm-state.js';

/** Every eId that a text of the norm has, now or on a day to come. */
export function placesIn(timeline: Timeline): ReadonlySet<string> {
  return new Set(versionsOf(timeline).flatMap(({ version }) => textOfVersion(timeline, version)?.text.map(({ eId }) => eId) ?? []));
}

/** Why an act cannot name these provisions; null, the whole norm, always can. */
export function faultOfPlaces({ timeline }: NormState, provisions: readonly string[] | null): Rejection | undefined {
  if (provisions === null) return undefined;
  const known = placesIn(timeline);
  const unknown = provisions.find((eId) => !known.has(eId));
  if (unknown === undefined) return undefined;
  return reject('UNKNOWN_PROVISION', `The norm has no provision ${unknown}`, { field: 'provisions', value: unknown });
}

/** Why provisions are not in the text of a day, or, before the norm commences, in its first text. */
export function faultOfPlacesOn(
  state: NormState,
  provisions: readonly string[] | null,
  day: CalendarDate,
  field: string,
): Rejection | undefined {
  const { timeline } = state;
  const start = commencedOn(timeline);
  if (start !== null && day < start) {
    return reject('DATE_IN_WRONG_ORDER', `${day} is before ${start}, when the norm comes into force`, { field, value: day });
  }
  if (provisions === null) return undefined;
  const version = versionOn(timeline, day) ?? versionsOf(timeline)[0];
  const there = new Set(version && textOfVersion(timeline, version.version)?.text.map(({ eId }) => eId));
  const missing = provisions.find((eId) => !there.has(eId));
  if (missing === undefined) return undefined;
  const known = placesIn(timeline).has(missing);
  return known
    ? reject('ALREADY_REPEALED', `The provision ${missing} is not in the text of ${day}`, { field: 'provisions', value: missing })
    : reject('UNKNOWN_PROVISION', `The norm has no provision ${missing}`, { field: 'provisions', value: missing });
}

/** Nothing happens to a norm on a day on which it is repealed. */
export function afterTheEnd(timeline: Timeline, field: string, day: string): Rejection | undefined {
  const end = repealedFrom(timeline);
  if (end === null || day < end) return undefined;
  return reject('ALREADY_REPEALED', `The norm is repealed from ${end}, and so has no text on ${day}`, { field, value: day });
}

/** A day on which something of the norm can be in force. */
export function beforeTheBeginning(timeline: Timeline, field: string, day: string): Rejection | undefined {
  const start = commencedOn(timeline);
  if (start === null) return reject('NOT_COMMENCED', 'The norm has no date of commencement yet: commence it first');
  if (day > start) return undefined;
  return reject('DATE_IN_WRONG_ORDER', `${day} is not after ${start}, when the norm comes into force`, { field, value: day });
}
