import {
  type CalendarDate,
  type DecisionContext,
  isRejection,
  type Load,
  type Outcome,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import {
  type Commencement,
  commencedOn,
  commencementsIn,
  dateOf,
  faultOfTimeline,
  type Timeline,
  textOfVersion,
  versionsOf,
} from '@concord/legal-text';
import type { AnnounceForce, CommenceNorm, MeetCondition } from './norm.commands.js';
import type { ConditionMet, NormEvent } from './norm.events.js';
import { adoptedByActor, type NormState, normState, withActs, zoneOf } from './norm-state.js';
import { faultOfPlaces } from './places.js';
import { type CommencementInput, commencementOf } from './text-of-input.js';
import { todayIn } from './today.js';

/** The norms that something waits for, as they stand. */
export type Awaited = ReadonlyMap<string, NormState>;

/** Reads the norm with whose commencement something is to take effect. */
export async function awaitedBy({ inForceWith }: CommencementInput, load: Load): Promise<Awaited> {
  return inForceWith ? new Map([[inForceWith.norm, await load(normState, inForceWith.norm)]]) : new Map();
}

/** The first day in force of a provision of a norm, also of one that is gone; or of anything of it. Null while it is not fixed. */
export function commencementIn(timeline: Timeline, provision: string | null): CalendarDate | null {
  if (provision === null) return commencedOn(timeline);
  const texts = versionsOf(timeline).map(({ version }) => textOfVersion(timeline, version)?.text ?? []);
  const latest = texts.findLast((text) => text.some(({ eId }) => eId === provision));
  return latest ? commencementsIn(timeline, latest)(provision) : null;
}

/** Why nothing can wait for this norm. */
export function faultOfAwaited(commencement: Commencement | undefined, awaited: Awaited, own?: string): Rejection | undefined {
  if (!commencement || 'on' in commencement) return undefined;
  const { with: norm, provision } = commencement;
  if (norm === own && provision === null) {
    return reject('WAITS_FOR_ITSELF', 'A norm cannot commence when it commences: name a day, or another norm', {
      field: 'inForceWith',
      value: norm,
    });
  }
  const state = awaited.get(norm);
  if (!state || state.status === 'UNKNOWN' || state.status === 'WITHDRAWN') {
    return reject('NORM_NOT_FOUND', `There is no norm ${norm} whose commencement could be waited for`, {
      field: 'inForceWith',
      value: norm,
    });
  }
  const known = new Set(state.timeline.adopted.map(({ eId }) => eId));
  if (provision === null || known.has(provision) || commencementIn(state.timeline, provision) !== null) return undefined;
  return reject('UNKNOWN_PROVISION', `The norm ${norm} has no provision ${provision}`, { field: 'inForceWith', value: provision });
}

/** The event that says that something need not wait: what it waits for has a day already. */
export function metAlready(commencement: Commencement | undefined, awaited: Awaited, zone: TimeZone): readonly ConditionMet[] {
  if (!commencement || 'on' in commencement) return [];
  const { with: norm, provision } = commencement;
  const state = awaited.get(norm);
  const on = state?.status === 'ADOPTED' ? commencementIn(state.timeline, provision) : null;
  return on === null ? [] : [{ type: 'government.norm.ConditionMet', data: { norm, provision, on, zone } }];
}

/** The day on which each of these places commences now; a day that has come cannot be moved. */
function movedTooLate(
  { provisions }: CommenceNorm,
  commencement: Commencement,
  { timeline }: NormState,
  today: CalendarDate,
): Rejection | undefined {
  for (const place of provisions ?? [null]) {
    const before = timeline.acts.findLast(
      (act) => act.kind === 'COMMENCEMENT' && (place === null ? act.provisions === null : act.provisions?.includes(place)),
    );
    const day = before?.kind === 'COMMENCEMENT' ? dateOf(before.commencement, timeline.acts) : undefined;
    if (day === undefined) continue;
    const what = place === null ? 'The norm' : `The provision ${place}`;
    if (day <= today) return reject('ALREADY_COMMENCED', `${what} is in force from ${day}`);
    if ('on' in commencement && commencement.on <= today) {
      const sentence = `${what} is to commence on ${day}; that can be moved to a day after ${today}, not to ${commencement.on}`;
      return reject('ALREADY_COMMENCED', sentence, { field: 'inForceFrom', value: commencement.on });
    }
  }
  return undefined;
}

export function commence(command: CommenceNorm, state: NormState, context: DecisionContext<Awaited>): Outcome<NormEvent> {
  const refusal = adoptedByActor(state, context);
  if (refusal) return refusal;
  const zone = zoneOf(state);
  const today = todayIn(zone, context.now);
  const commencement = commencementOf(command, today);
  if (isRejection(commencement)) return commencement;
  if (!commencement)
    return reject('NO_COMMENCEMENT', 'Name the first day in force, or the norm with which it commences', { field: 'inForceFrom' });
  const provisions = command.provisions ?? null;
  const fault =
    faultOfAwaited(commencement, context.facts, command.normId) ??
    faultOfPlaces(state, provisions) ??
    movedTooLate(command, commencement, state, today);
  if (fault) return fault;
  return [
    { type: 'government.norm.NormCommenced', data: { provisions, commencement, zone } },
    ...metAlready(commencement, context.facts, zone),
  ];
}

/** The provisions of the other norm for which something of this one waits. */
function awaitedPlaces({ timeline }: NormState, norm: string): readonly (string | null)[] {
  const places = timeline.acts.flatMap((act) =>
    (act.kind === 'AMENDMENT' || act.kind === 'COMMENCEMENT') && 'with' in act.commencement && act.commencement.with === norm
      ? [act.commencement.provision]
      : [],
  );
  return [...new Set(places)];
}

/** A day that was moved is followed, unless what waits for it would not fit there any more: then it keeps the day that it has. */
export function meetCondition({ norm }: MeetCondition, state: NormState, { facts }: DecisionContext<NormState>): Outcome<NormEvent> {
  if (facts.status !== 'ADOPTED' && facts.status !== 'REPEALED') return [];
  const zone = zoneOf(state);
  return awaitedPlaces(state, norm).flatMap((provision): readonly NormEvent[] => {
    const on = commencementIn(facts.timeline, provision);
    const known = state.timeline.acts.findLast((act) => act.kind === 'CONDITION' && act.norm === norm && act.provision === provision);
    if (on === null || (known?.kind === 'CONDITION' && known.on === on)) return [];
    if (faultOfTimeline(withActs(state.timeline, { kind: 'CONDITION', norm, provision, on }))) return [];
    return [{ type: 'government.norm.ConditionMet', data: { norm, provision, on, zone } }];
  });
}

/** Days on which something of the norm begins to be in force, ends or reads differently, as far as is known. */
export function turningPoints({ timeline }: Pick<NormState, 'timeline'>): ReadonlySet<CalendarDate> {
  const days = timeline.acts.flatMap((act) => {
    switch (act.kind) {
      case 'COMMENCEMENT':
      case 'AMENDMENT':
        return [dateOf(act.commencement, timeline.acts)];
      case 'RESUMPTION':
        return [act.from];
      case 'SUSPENSION':
        return [act.until ?? undefined];
      default:
        return [];
    }
  });
  return new Set(days.filter((day) => day !== undefined));
}

export function announceForce({ on }: AnnounceForce, state: NormState): Outcome<NormEvent> {
  const day = on as CalendarDate;
  if (state.announced.includes(day) || !turningPoints(state).has(day)) return [];
  return [{ type: 'government.norm.NormCameIntoForce', data: { on: day } }];
}
