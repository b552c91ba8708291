import { objectOf, pick, type Recorded } from '@concord/kernel';
import { processManager, rows, TextArrayColumn } from '@concord/projections';
import { Entity, PrimaryColumn } from 'typeorm';
import { ConcludeAdoption, EnactAmendments, LayAmendments, MeetCondition, ReleaseAmendments } from './norm.commands.js';
import { type Amendment, type NormEvent, normEvents } from './norm.events.js';

/** The norms that a norm amends. */
@Entity({ schema: 'government_adoption', name: 'amending' })
export class AmendingNorm {
  @PrimaryColumn('text')
  id!: string;

  @TextArrayColumn()
  amends!: readonly string[];
}

const draftEvents = pick(normEvents, 'government.norm.NormDrafted', 'government.norm.DraftRevised');

const amendingNorms = rows<AmendingNorm, NormEvent>({
  entity: AmendingNorm,
  events: draftEvents,
  keys: (event) => [objectOf(event)],
  evolve(_, event) {
    const amendments: readonly Amendment[] = 'amendments' in event.data ? event.data.amendments : [];
    const amends = [...new Set(amendments.map(({ norm }) => norm))];
    return amends.length > 0 ? { id: objectOf(event), amends } : undefined;
  },
});

const command = <T extends object>(type: new () => T, fields: Partial<T>): T => Object.assign(new type(), fields);

/** Carries an adoption on from step to step: see adoption.ts. */
export const adoption = processManager<NormEvent>({
  name: 'government.adoption',
  version: 1,
  tables: [amendingNorms],
  reactsTo: pick(normEvents, 'government.norm.AdoptionBegun', 'government.norm.NormPublished', 'government.norm.AdoptionAbandoned'),
  async react(event, state) {
    const by = objectOf(event);
    const [amending] = await state.find(AmendingNorm, 'id = $1', [by]);
    const amended = amending?.amends ?? [];
    switch (event.type) {
      case 'government.norm.AdoptionBegun':
        return [...amended.map((normId) => command(LayAmendments, { normId, by })), command(ConcludeAdoption, { normId: by })];
      case 'government.norm.NormPublished':
        return amended.map((normId) => command(EnactAmendments, { normId, by }));
      default:
        return amended.map((normId) => command(ReleaseAmendments, { normId, by }));
    }
  },
});

/** A norm that waits for the commencement of another. */
@Entity({ schema: 'government_conditions', name: 'waiting' })
export class WaitingNorm {
  @PrimaryColumn('text')
  id!: string;

  @PrimaryColumn('text')
  awaited!: string;
}

const commencements = pick(normEvents, 'government.norm.NormCommenced', 'government.norm.NormAmended');

/** The norm that an event says another has to wait for. */
function awaitedIn(event: NormEvent): string | undefined {
  if (!('commencement' in event.data) || event.data.commencement === null) return undefined;
  return 'with' in event.data.commencement ? event.data.commencement.with : undefined;
}

const waitingNorms = rows<WaitingNorm, NormEvent>({
  entity: WaitingNorm,
  events: commencements,
  keys(event) {
    const awaited = awaitedIn(event);
    return awaited === undefined ? [] : [[objectOf(event), awaited]];
  },
  evolve: (row, event) => row ?? { id: objectOf(event), awaited: awaitedIn(event) as string },
});

/** The day on which something of a norm commences may have come to be known, or have changed. */
const commences = (event: Recorded<NormEvent>): boolean =>
  event.type !== 'government.norm.NormPublished' || event.data.inForceFrom !== null;

/** Tells the norms that wait for a commencement of its day; and one that has begun to wait, whether it need not. */
export const conditions = processManager<NormEvent>({
  name: 'government.conditions',
  version: 1,
  tables: [waitingNorms],
  indexes: ['CREATE INDEX ON waiting (awaited)'],
  reactsTo: pick(
    normEvents,
    'government.norm.NormPublished',
    'government.norm.NormCommenced',
    'government.norm.ConditionMet',
    'government.norm.NormAmended',
  ),
  async react(event, state) {
    const own = objectOf(event);
    const waiting = commences(event) ? await state.find(WaitingNorm, 'awaited = $1', [own]) : [];
    const told = waiting.map(({ id }) => command(MeetCondition, { normId: id, norm: own }));
    const awaited = awaitedIn(event);
    return awaited === undefined ? told : [...told, command(MeetCondition, { normId: own, norm: awaited })];
  },
});
