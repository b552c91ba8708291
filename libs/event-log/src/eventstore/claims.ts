import type { Uuid } from '@concord/kernel';
import { NO_STREAM } from '../event-log.js';
import type { Ids, Place } from './ids.js';
import type { OwnRecord, OwnRecords } from './own-records.js';

/** The place that an id is for, or nothing when it was given back. */
type Claim = Place | { readonly stream: null };

interface Identified {
  readonly id: Uuid;
}

const nameFor = (id: Uuid): string => `claim/${id}`;

/**
 * Keeps an event id from standing in the log twice, in two streams or at two revisions of one: the server has no index of ids.
 *
 * An id that can come again because it is derived (RFC 9562, version 5), as of an idempotency key, is claimed: before the event
 * is appended, its place is written into a stream of the id's own. One that was made fresh (version 7) is 74 bits of chance;
 * for it the memory of this process is enough, and it costs no second write.
 */
export class Claims {
  /**
   * @param idAt the id of the event that stands at the place, if one does
   * @param stale milliseconds after which a claim that led to nothing will not lead to anything any more: no append is under
   *   way so long
   */
  constructor(
    private readonly ids: Ids,
    private readonly records: OwnRecords,
    private readonly idAt: (place: Place) => Promise<Uuid | undefined>,
    private readonly stale: number,
  ) {}

  /**
   * Claims the ids for their places, or none of them. Gives where those stand that are in the log already.
   * @throws Error when another append with one of the ids may be under way
   */
  async takeAll(events: readonly Identified[], places: readonly Place[]): Promise<readonly (Place | undefined)[]> {
    const standing = events.map(({ id }) => this.ids.placeOf(id));
    if (standing.some((place) => place !== undefined)) return standing;
    const taken = await Promise.all(events.map(({ id }, index) => (canComeAgain(id) ? this.take(id, places[index] as Place) : undefined)));
    if (taken.some((place) => place !== undefined)) {
      const mine = events.flatMap((event, index) => (taken[index] === undefined ? [{ event, place: places[index] as Place }] : []));
      await this.giveBackAll(
        mine.map(({ event }) => event),
        mine.map(({ place }) => place),
      );
    }
    return taken;
  }

  /** Says that nothing has come of the claims to these places. Whoever crashes before has said it when they are stale. */
  async giveBackAll(events: readonly Identified[], places: readonly Place[]): Promise<void> {
    await Promise.all(events.map(({ id }, index) => (canComeAgain(id) ? this.giveBack(id, places[index] as Place) : undefined)));
  }

  private async take(id: Uuid, place: Place): Promise<Place | undefined> {
    const taken = await this.records.append(nameFor(id), NO_STREAM, 'IdClaimed', place);
    if ('place' in taken) return undefined;
    const last = await this.records.last<Claim>(nameFor(id));
    if (!last) throw new Error(`The claim to ${id} cannot be read yet`);
    const { data: holder } = last;
    if (holder.stream !== null) {
      const there = await this.idAt(holder);
      if (there === id) return holder;
      if (isSame(holder, place)) return undefined;
      // Where another event stands, the append of the holder comes too late, however long it is under way.
      const mayCome = there === undefined && holder.stream !== place.stream && this.isFresh(last);
      if (mayCome) throw new Error(`Another append with the event id ${id} is under way`);
    }
    const renewed = await this.records.append(nameFor(id), last.revision, 'IdClaimed', place);
    if ('place' in renewed) return undefined;
    throw new Error(`Another append with the event id ${id} is under way`);
  }

  private async giveBack(id: Uuid, place: Place): Promise<void> {
    const last = await this.records.last<Claim>(nameFor(id));
    if (last && isSame(last.data, place)) await this.records.append(nameFor(id), last.revision, 'IdGivenBack', { stream: null });
  }

  private isFresh({ at }: OwnRecord<Claim>): boolean {
    return Date.now() - at.getTime() < this.stale;
  }
}

const canComeAgain = (id: Uuid): boolean => id[14] !== '7';
const isSame = (claim: Claim, place: Place): boolean => claim.stream === place.stream && claim.revision === place.revision;
