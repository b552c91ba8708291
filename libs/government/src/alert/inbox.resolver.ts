import { EVENT_LOG, type EventLog } from '@concord/event-log';
import {
  badInput,
  CalledBy,
  type Caller,
  Connection,
  ConnectionArgs,
  live,
  type Page,
  PositionScalar,
  pageOf,
  ReadBy,
  Reads,
  whileAdmitted,
} from '@concord/graphql';
import { isPosition, membersOf, PARTY_KINDS, type Position, START } from '@concord/kernel';
import { ReadModels } from '@concord/projections';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver, Subscription } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { Allow } from 'class-validator';
import { DataSource } from 'typeorm';
import { alerts } from './alerts.projection.js';
import { changeEvents } from './change.js';
import { Inbox, InboxAlert } from './inbox.js';
import { reminderEvents } from './reminder.tables.js';

const InboxConnection = Connection(InboxAlert);

@ArgsType()
class AlertsArgs {
  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Start behind this position: that of the last alert you have handled. Left out: with what comes from now on.',
  })
  @Allow()
  after?: Position;
}

const TYPES = Object.keys({ ...changeEvents, ...reminderEvents });
const BATCH = 100;

/** What a party has asked to hear of, and what reminds it to vote: kept for it, and as it happens. */
@Resolver(() => InboxAlert)
export class InboxResolver {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly readModels: ReadModels,
  ) {}

  @Query(() => InboxConnection, {
    description:
      'Every change of a norm that a subscription of your party has matched, and every reminder of a ballot that closed soon and in which your party had not voted, oldest first, each once, whether anybody was there at the time or not. The cursor of an alert is its position: hand back that of the last one you have handled.',
  })
  @ReadBy(membersOf(...PARTY_KINDS))
  @Reads(alerts)
  async inbox(@Args() { first, after: cursor }: ConnectionArgs, @CalledBy() { actor }: Caller): Promise<Page<InboxAlert>> {
    const after = cursor == null ? START : positionOf(cursor);
    const inbox = new Inbox(this.dataSource, actor.party);
    const read = await inbox.read({ after }, first + 1);
    return pageOf({
      edges: read.slice(0, first).map((node) => ({ node, cursor: node.position })),
      hasNextPage: read.length > first,
      hasPreviousPage: after !== START,
      count: () => inbox.count({ after: START }),
    });
  }

  @Subscription(() => InboxAlert, {
    resolve: (alert: InboxAlert) => alert,
    description: 'The inbox of your party, as it fills. Resume with the position of the last alert handled.',
  })
  @ReadBy(membersOf(...PARTY_KINDS))
  async alerts(@Args() { after }: AlertsArgs, @CalledBy() { actor, admittedUntil }: Caller): Promise<AsyncIterableIterator<InboxAlert>> {
    const start = after ?? (await this.log.head());
    return live((gone) =>
      whileAdmitted(admittedUntil, gone, (signal) => this.follow(new Inbox(this.dataSource, actor.party), start, signal)),
    );
  }

  private async *follow(inbox: Inbox, after: Position, signal: AbortSignal): AsyncGenerator<InboxAlert> {
    let seen = after;
    for await (const { events } of this.log.subscribe({ after, signal, types: TYPES, batchSize: BATCH })) {
      const position = events.at(-1)?.position;
      if (!position) continue;
      await this.readModels.waitFor(alerts.name, position, { signal });
      // A batch holds no more changes and reminders than that, and each is in the inbox once at most.
      yield* await inbox.read({ after: seen, until: position }, BATCH);
      seen = position;
    }
  }
}

function positionOf(cursor: string): Position {
  if (isPosition(cursor)) return cursor;
  throw badInput(`after: ${cursor} is no position of the log`, { field: 'after', value: cursor });
}
