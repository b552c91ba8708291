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
import type { Commencement } from '@concord/legal-text';
import { misfitOf } from './amending.js';
import { type Awaited, awaitedBy, commencementIn, faultOfAwaited, metAlready } from './commencing.js';
import { unansweredComments } from './consultation.js';
import type { ConcludeAdoption, EnactAmendments, LayAmendments, PublishNorm, ReleaseAmendments } from './norm.commands.js';
import type { AdoptionBegun, Amendment, AmendmentLaid, NormAmended, NormEvent } from './norm.events.js';
import { inStatus, type NormState, normState, ofAgency, zoneOf } from './norm-state.js';
import { commencementOf } from './text-of-input.js';

/*
 * A norm that amends none is adopted by one event. One that amends others is adopted in steps, each an event of the norm that
 * it concerns, so that two adoptions at the same time can never both take what only one can have:
 *   AdoptionBegun (its text is fixed) → AmendmentLaid on each norm that it amends, if it fits there with all that was laid
 *   before → NormPublished, if it was laid everywhere, or else AdoptionAbandoned → NormAmended, or AmendmentReleased, on each.
 */

/** The norms that a decision names: those that are amended, and those that are waited for. */
export interface Concerned {
  readonly amended: ReadonlyMap<string, NormState>;
  readonly awaited: Awaited;
}

async function statesOf(ids: Iterable<string>, load: Load): Promise<ReadonlyMap<string, NormState>> {
  const entries = [...new Set(ids)].map(async (id) => [id, await load(normState, id)] as const);
  return new Map(await Promise.all(entries));
}

const targetsOf = ({ amendments }: Pick<NormState, 'amendments'>): readonly string[] => [...new Set(amendments.map(({ norm }) => norm))];

export async function concernedBy(command: PublishNorm, load: Load, _: unknown, state: NormState): Promise<Concerned> {
  const others = state.amendments.flatMap(({ commencement }) => (commencement && 'with' in commencement ? [commencement.with] : []));
  const [amended, awaited, waited] = await Promise.all([
    statesOf(targetsOf(state), load),
    awaitedBy(command, load),
    statesOf(others, load),
  ]);
  return { amended, awaited: new Map([...awaited, ...waited]) };
}

/** The first day of the norm, as it was asked for when its adoption began; null where it is not fixed. */
const firstDayOf = (commencement: Commencement | null, awaited: Awaited): CalendarDate | null => {
  if (!commencement) return null;
  if ('on' in commencement) return commencement.on;
  const state = awaited.get(commencement.with);
  const on = state?.status === 'ADOPTED' ? commencementIn(state.timeline, commencement.provision) : null;
  return on && (on > commencement.notBefore ? on : commencement.notBefore);
};

/** What an amending norm lays before a norm that it amends. */
function laidBy(
  by: string,
  { commencement, operations }: Amendment,
  adopting: AdoptionBegun['data'],
  reason: string,
  awaited: Awaited,
): AmendmentLaid {
  const when: Commencement = commencement ?? { with: by, provision: null, notBefore: adopting.publishedOn };
  const own = 'with' in when && when.with === by;
  const on = own ? firstDayOf(adopting.commencement, awaited) : firstDayOf(when, awaited);
  return { type: 'government.norm.AmendmentLaid', data: { by, commencement: when, on, operations, reason } };
}

const amendsFrom = ({ by, commencement, operations, reason }: AmendmentLaid['data'], zone: TimeZone): NormAmended => ({
  type: 'government.norm.NormAmended',
  data: { by, commencement, operations, reason, zone },
});

/** Why a norm cannot be amended like this. */
function faultOfTarget(target: NormState, agency: string, jurisdiction: string, laid: readonly AmendmentLaid[]): Rejection | undefined {
  const zone = zoneOf(target);
  const known = laid.flatMap(({ data: { commencement, on } }): readonly NormEvent[] =>
    'with' in commencement && on !== null
      ? [{ type: 'government.norm.ConditionMet', data: { norm: commencement.with, provision: commencement.provision, on, zone } }]
      : [],
  );
  const owner = target.timeline.agency;
  return (
    inStatus(target, 'ADOPTED', 'REPEALED') ??
    (owner === agency ? undefined : reject('NOT_YOURS', `The norm belongs to ${owner}, and ${agency} amends it`)) ??
    (target.timeline.jurisdiction === jurisdiction
      ? undefined
      : reject('WRONG_JURISDICTION', `The norm binds in ${target.timeline.jurisdiction}, and the amending norm in ${jurisdiction}`)) ??
    misfitOf(target, ...laid.map(({ data }) => amendsFrom(data, zone)), ...known)
  );
}

const ofTarget = (norm: string, { code, message, detail }: Rejection): Rejection =>
  reject(code, `The amendment of ${norm} does not fit: ${message}`, { ...detail, field: 'amendments' });

const reasonOf = ({ timeline: { titles } }: NormState): string => titles[0]?.text ?? '';

/** The reason that an amendment does not fit; undefined when all do. */
function misfitOfAmendments(
  id: string,
  state: NormState,
  adopting: AdoptionBegun['data'],
  { amended, awaited }: Concerned,
): Rejection | undefined {
  const { agency, jurisdiction } = state.timeline;
  for (const norm of targetsOf(state)) {
    const target = amended.get(norm);
    if (!target || norm === id)
      return reject('BAD_AMENDMENT', `A norm cannot amend itself before it is adopted`, { field: 'amendments', value: norm });
    const laid = state.amendments
      .filter((amendment) => amendment.norm === norm)
      .map((amendment) => laidBy(id, amendment, adopting, reasonOf(state), awaited));
    const fault = faultOfTarget(target, agency, jurisdiction, laid);
    if (fault) return ofTarget(norm, fault);
  }
  return undefined;
}

function publication({ publishedOn, commencement, zone }: AdoptionBegun['data'], awaited: Awaited): readonly NormEvent[] {
  const inForceFrom = commencement && 'on' in commencement ? commencement.on : null;
  const published: NormEvent = { type: 'government.norm.NormPublished', data: { publishedOn, inForceFrom, zone } };
  if (!commencement || 'on' in commencement) return [published];
  return [
    published,
    { type: 'government.norm.NormCommenced', data: { provisions: null, commencement, zone } },
    ...metAlready(commencement, awaited, zone),
  ];
}

export function publish(command: PublishNorm, state: NormState, context: DecisionContext<Concerned>): Outcome<NormEvent> {
  const refusal = inStatus(state, 'DRAFT', 'CONSULTATION') ?? ofAgency(state, context) ?? unansweredComments(state, context.now);
  if (refusal) return refusal;
  const publishedOn = command.publishedOn as CalendarDate;
  const commencement = commencementOf(command, publishedOn);
  if (isRejection(commencement)) return commencement;
  const { awaited } = context.facts;
  const fault = faultOfAwaited(commencement, awaited, command.normId);
  if (fault) return fault;
  const adopting: AdoptionBegun['data'] = { publishedOn, commencement: commencement ?? null, zone: command.zone as TimeZone };
  if (state.amendments.length === 0) return publication(adopting, awaited);
  const misfit =
    state.amendments.map(({ commencement }) => faultOfAwaitedByOther(commencement, command.normId, awaited)).find(isRejection) ??
    misfitOfAmendments(command.normId, state, adopting, context.facts);
  return misfit ?? [{ type: 'government.norm.AdoptionBegun', data: adopting }];
}

/** What waits for the amending norm itself need not look for it. */
const faultOfAwaitedByOther = (commencement: Commencement | null, own: string, awaited: Awaited): Rejection | undefined =>
  commencement && 'with' in commencement && commencement.with !== own ? faultOfAwaited(commencement, awaited) : undefined;

export async function amendingNorm({ by }: LayAmendments, load: Load): Promise<Concerned & { readonly amending: NormState }> {
  const amending = await load(normState, by);
  const others = amending.amendments.flatMap(({ commencement }) => (commencement && 'with' in commencement ? [commencement.with] : []));
  const own = amending.adopting?.commencement;
  const awaited = await statesOf([...others, ...(own && 'with' in own ? [own.with] : [])], load);
  return { amending, amended: new Map(), awaited };
}

/** On the norm that is amended: keeps the place of what fits. What does not is found missing when the adoption is concluded. */
export function lay(
  { by, normId }: LayAmendments,
  state: NormState,
  { facts: { amending, awaited } }: DecisionContext<Concerned & { readonly amending: NormState }>,
): Outcome<NormEvent> {
  if (!amending.adopting || state.laid.some((laid) => laid.by === by)) return [];
  const { adopting } = amending;
  const laid = amending.amendments
    .filter(({ norm }) => norm === normId)
    .map((amendment) => laidBy(by, amendment, adopting, reasonOf(amending), awaited));
  const { agency, jurisdiction } = amending.timeline;
  return faultOfTarget(state, agency, jurisdiction, laid) ?? laid;
}

export async function concluding({ normId: _ }: ConcludeAdoption, load: Load, __: unknown, state: NormState): Promise<Concerned> {
  const own = state.adopting?.commencement;
  const [amended, awaited] = await Promise.all([statesOf(targetsOf(state), load), statesOf(own && 'with' in own ? [own.with] : [], load)]);
  return { amended, awaited };
}

export function conclude({ normId }: ConcludeAdoption, state: NormState, { facts }: DecisionContext<Concerned>): Outcome<NormEvent> {
  const { adopting } = state;
  if (!adopting) return [];
  const missing = targetsOf(state).find((norm) => !facts.amended.get(norm)?.laid.some(({ by }) => by === normId));
  if (missing === undefined) return publication(adopting, facts.awaited);
  const reason = misfitOfAmendments(normId, state, adopting, facts)?.message ?? `The amendment of ${missing} could not be laid`;
  return [{ type: 'government.norm.AdoptionAbandoned', data: { reason } }];
}

/** On the norm that is amended: what was laid is law. */
export function enact({ by }: EnactAmendments, state: NormState, { facts }: DecisionContext<NormState>): Outcome<NormEvent> {
  if (facts.status !== 'ADOPTED' && facts.status !== 'REPEALED') return [];
  const zone = zoneOf(state);
  const laid = state.laid.filter((amendment) => amendment.by === by);
  const awaited: Awaited = new Map([[by, facts]]);
  const met = laid.flatMap(({ commencement, on }): readonly NormEvent[] => {
    if ('on' in commencement) return [];
    if (commencement.with === by) return metAlready(commencement, awaited, zone);
    if (on === null) return [];
    const { with: norm, provision } = commencement;
    return [{ type: 'government.norm.ConditionMet', data: { norm, provision, on, zone } }];
  });
  return [...laid.map((amendment) => amendsFrom(amendment, zone)), ...onePerCondition(met)];
}

const onePerCondition = (events: readonly NormEvent[]): readonly NormEvent[] => [
  ...new Map(events.map((event) => [JSON.stringify(event.data), event])).values(),
];

export function release({ by }: ReleaseAmendments, state: NormState): Outcome<NormEvent> {
  return state.laid.some((amendment) => amendment.by === by) ? [{ type: 'government.norm.AmendmentReleased', data: { by } }] : [];
}
