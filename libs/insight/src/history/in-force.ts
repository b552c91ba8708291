import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { normTimeline } from '@concord/government';
import { CalendarDateScalar, CalledBy, type Reader } from '@concord/graphql';
import { type CalendarDate, dateIn, type Instant, instantOf, type Position, parseStream, streamOf, type TimeZone } from '@concord/kernel';
import { versionOn } from '@concord/legal-text';
import { currentReplay } from '@concord/projections';
import { type TransactionChecked, transactionFacts } from '@concord/trade';
import { Inject } from '@nestjs/common';
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Archive } from './archive.js';
import { HistoricObject } from './historic-object.js';

@ObjectType({ description: 'The version of a norm that held on the day of a moment, as far as was known at that moment.' })
export class NormThen {
  @Field(() => ID, { description: 'The norm.' })
  normId!: string;

  @Field(() => Int, { description: 'Its version, counted from the adopted text, which is 1.' })
  version!: number;

  @Field(() => CalendarDateScalar, { description: 'The first day of this version.' })
  inForceFrom!: CalendarDate;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The first day of what follows it; null where nothing was known to follow.',
  })
  inForceUntil!: CalendarDate | null;
}

/** Histories of the transaction and of each norm are read. */
const COST = 200;

/** What was in force when an object was as it was. */
@Resolver(() => HistoricObject)
export class InForceResolver {
  constructor(
    private readonly archive: Archive,
    private readonly registry: Registry,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  @ResolveField(() => [NormThen], {
    complexity: ({ childComplexity }: { childComplexity: number }) => COST + childComplexity,
    description:
      'The norms in force at that moment: of a transaction, those that its check has considered; of a norm, itself; of anything else, none. The day is that of the norm’s zone.',
  })
  async inForce(@Parent() object: HistoricObject, @CalledBy() { actor }: Reader): Promise<readonly NormThen[]> {
    const found: NormThen[] = [];
    const reading = this.archive.readBy(actor);
    const at = await this.instantOf(object);
    for (const norm of await this.normsOf(object)) {
      if (!(await reading.discloses(streamOf(normTimeline, norm)))) continue;
      const { state: timeline } = await load(this.log, this.registry, normTimeline, norm, object.asked);
      const version = versionOn(timeline, dateIn(timeline.zone ?? ('UTC' as TimeZone), at));
      if (version?.inForceFrom) found.push({ ...version, normId: norm, inForceFrom: version.inForceFrom });
    }
    return found;
  }

  private async normsOf({ stream, asked }: HistoricObject): Promise<readonly string[]> {
    const { id } = parseStream(stream);
    if (stream === streamOf(normTimeline, id)) return [id];
    if (stream !== streamOf(transactionFacts, id)) return [];
    const norms = new Set<string>();
    await load(this.log, this.registry, transactionFacts, id, {
      ...asked,
      seen: ({ type, data }) => {
        if (type !== 'trade.transaction.TransactionChecked') return;
        for (const { normId } of (data as TransactionChecked['data']).requirementsConsidered) norms.add(normId);
      },
    });
    return [...norms].sort();
  }

  /** The instant that was asked for, or when the log took the last event that counts; now, where the present was asked for. */
  private async instantOf({ asked }: HistoricObject): Promise<Instant> {
    if (asked.knownAt !== undefined) return asked.knownAt;
    const until: Position | undefined = asked.until ?? currentReplay()?.until;
    if (until === undefined) return instantOf(new Date());
    for await (const { recordedAt } of this.log.readAll({ until, backwards: true })) return recordedAt;
    return instantOf(new Date(0));
  }
}
