import type { CalendarDate } from '@concord/kernel';
import { dateOf, provisionsOn, type Timeline, versionOn } from '@concord/legal-text';
import { DIRECTIONS, type Direction } from '@concord/rules';

/** From one day to another a norm is in force and watches these borders. */
export interface Reach {
  readonly from: CalendarDate;
  /** The first day on which that is over; null: no end is known. */
  readonly until: CalendarDate | null;
  readonly directions: readonly Direction[];
}

/** Every day on which something begins or ends, as far as it is known, in order. */
function turningDays({ acts }: Timeline): readonly CalendarDate[] {
  const days = acts.flatMap((act): readonly (CalendarDate | null | undefined)[] => {
    switch (act.kind) {
      case 'AMENDMENT':
      case 'COMMENCEMENT':
        return [dateOf(act.commencement, acts)];
      case 'SUSPENSION':
        return [act.from, act.until];
      case 'RESUMPTION':
      case 'REPEAL':
        return [act.from];
      default:
        return [];
    }
  });
  return [...new Set(days.filter((day) => day != null))].sort();
}

/** A norm with requirements watches the borders that these name; one for people alone watches both. None: it is not in force. */
function directionsOn(timeline: Timeline, day: CalendarDate): readonly Direction[] {
  const inForce = versionOn(timeline, day);
  if (!inForce) return [];
  const provisions = provisionsOn(timeline, inForce.version, day);
  const standing = provisions.filter((provision) => provision.standing === 'IN_FORCE');
  if (provisions.length > 0 && standing.length === 0) return [];
  const watched = new Set(standing.flatMap(({ requirement }) => (requirement ? [requirement.direction] : [])));
  return watched.size === 0 ? DIRECTIONS : DIRECTIONS.filter((direction) => watched.has(direction));
}

/** When the norm is in force, for which borders, as far as is known. */
export function reachOf(timeline: Timeline): readonly Reach[] {
  const days = turningDays(timeline);
  const reach: Reach[] = [];
  for (const [index, from] of days.entries()) {
    const directions = directionsOn(timeline, from);
    const until = days[index + 1] ?? null;
    const last = reach.at(-1);
    if (last?.until === from && last.directions.join() === directions.join()) reach[reach.length - 1] = { ...last, until };
    else if (directions.length > 0) reach.push({ from, until, directions });
  }
  return reach;
}
