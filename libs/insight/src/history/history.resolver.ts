import { AccessRecorder, type PositionRange } from '@concord/audit';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import {
  badInput,
  CalledBy,
  Connection,
  ConnectionArgs,
  InstantScalar,
  live,
  type Page,
  PositionScalar,
  pageOf,
  ReadByEveryone,
  type Reader,
  RecordsItself,
  whileAdmitted,
} from '@concord/graphql';
import { type Concern, type Instant, instant, type Position, parseStream, type RecordedEvent } from '@concord/kernel';
import { IsInstantString, IsPlainText } from '@concord/reference-data';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Allow, ArrayMaxSize, IsArray, IsOptional } from 'class-validator';
import { Archive } from './archive.js';
import { HistoricObject } from './historic-object.js';
import { LogEvent, logEventOf } from './log-event.js';

const LogEventConnection = Connection(LogEvent);

const OBJECT =
  'The object: its stream as a receipt gives it, such as `government.norm/toy-safety`, or its id alone where only one object has it.';

@ArgsType()
class HistoryArgs extends ConnectionArgs {
  @Field(() => ID, { description: OBJECT })
  @IsPlainText({ max: 200 })
  id!: string;
}

@ArgsType()
class AsOfArgs {
  @Field(() => ID, { description: OBJECT })
  @IsPlainText({ max: 200 })
  id!: string;

  @Field(() => PositionScalar, { nullable: true, description: 'As the log stood at this position, inclusive.' })
  @Allow()
  position?: Position;

  @Field(() => InstantScalar, { nullable: true, description: 'As the log stood at this instant, inclusive.' })
  @IsOptional()
  @IsInstantString()
  knownAt?: Instant;
}

@ArgsType()
class EventsArgs {
  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Start behind this position: that of the last event you have handled. Left out: with what comes from now on.',
  })
  @Allow()
  after?: Position;

  @Field(() => [String], { nullable: true, description: 'Only events of these types; left out: of all.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsPlainText({ max: 200, each: true })
  types?: string[];
}

/** What happened to an object, what it was, and what is happening now. */
@Resolver()
export class HistoryResolver {
  constructor(
    private readonly archive: Archive,
    private readonly recorder: AccessRecorder,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  @Query(() => LogEventConnection, {
    description: 'Everything that happened to an object, oldest first, as far as it is disclosed to the caller.',
  })
  @ReadByEveryone()
  @RecordsItself()
  async history(@Args() { id, first, after }: HistoryArgs, @CalledBy() reader: Reader): Promise<Page<LogEvent>> {
    const reading = this.archive.readBy(reader.actor);
    const object = await reading.find(id);
    const from = after == null ? 0 : revisionBehind(after);
    const read: RecordedEvent[] = [];
    for await (const event of this.archive.events(object, { from })) {
      read.push(event);
      if (read.length > first) break;
    }
    const shown = read.slice(0, first);
    await this.recorder.recordObjects(reader, { operation: 'HISTORY', concerns: reading.reserved, ...rangeOf(shown) });
    return pageOf({
      edges: shown.map((event) => ({ node: logEventOf(event), cursor: String(event.revision) })),
      hasNextPage: read.length > first,
      hasPreviousPage: from > 0,
      count: async () => (await this.archive.load(object)).revision + 1,
    });
  }

  @Query(() => HistoricObject, { description: 'An object as it was: at a position of the log, at an instant, or now.' })
  @ReadByEveryone()
  @RecordsItself()
  async objectAsOf(@Args() { id, position, knownAt }: AsOfArgs, @CalledBy() reader: Reader): Promise<HistoricObject> {
    const reading = this.archive.readBy(reader.actor);
    const object = await reading.find(id);
    let recordedAt: Instant | null = null;
    const seen = (event: RecordedEvent) => {
      recordedAt = event.recordedAt;
    };
    const asked = { until: position, knownAt: knownAt && instant(knownAt) };
    const loaded = await this.archive.load(object, { ...asked, seen });
    const { stream, revision } = loaded;
    const range = { from: loaded.position, to: loaded.position };
    await this.recorder.recordObjects(reader, { operation: 'OBJECT_AS_OF', concerns: reading.reserved, range });
    const state = JSON.parse(JSON.stringify(loaded.state)) as Record<string, unknown>;
    return { stream, revision, position: loaded.position, recordedAt, state, asked };
  }

  @Subscription(() => LogEvent, {
    resolve: (event: LogEvent) => event,
    description:
      'What every party does, as it is recorded, in log order. Resume with the position of the last event handled. Objects that are not disclosed to the caller are left out; their history opens when they are.',
  })
  @ReadByEveryone()
  @RecordsItself()
  async events(@Args() { after, types }: EventsArgs, @CalledBy() caller: Reader): Promise<AsyncIterableIterator<LogEvent>> {
    const start = after ?? (await this.log.head());
    const { log, archive, recorder } = this;
    const { actor, admittedUntil } = caller;
    return live((gone) =>
      whileAdmitted(admittedUntil, gone, async function* (signal) {
        for await (const batch of log.subscribe({ after: start, signal, ...(types && { types }), batchSize: 100 })) {
          if (batch.events.length === 0) continue;
          const reading = archive.readBy(await archive.asOfNow(actor));
          const shown: RecordedEvent[] = [];
          for (const event of batch.events) {
            const object = await reading.open(event.stream);
            if (object) shown.push(object.shown(archive.lift(event)));
          }
          const concerns = reading.reserved.filter(isNoAccess);
          await recorder.recordObjects({ ...caller, actor: reading.reader }, { operation: 'EVENTS', concerns, ...rangeOf(shown) });
          for (const event of shown) yield logEventOf(event);
        }
      }),
    );
  }
}

/** Whoever watches accesses would otherwise make one with each that is shown. */
const isNoAccess = ({ stream }: Concern): boolean => parseStream(stream).aggregate !== 'audit.access';

function rangeOf(events: readonly RecordedEvent[]): { readonly range?: PositionRange } {
  const [first, last] = [events.at(0), events.at(-1)];
  return first && last ? { range: { from: first.position, to: last.position } } : {};
}

function revisionBehind(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw badInput(`after: ${cursor} is no cursor of this list`, { field: 'after', value: cursor });
  return Number(cursor) + 1;
}
