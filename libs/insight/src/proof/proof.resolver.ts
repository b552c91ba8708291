import { AccessRecorder, type PositionRange } from '@concord/audit';
import { Registry } from '@concord/commands';
import { badInput, CalledBy, notFound, ReadByEveryone, type Reader, RecordsItself } from '@concord/graphql';
import { canonicalJson, type RecordedEvent } from '@concord/kernel';
import { leafHash } from '@concord/proof';
import { IsPlainText } from '@concord/reference-data';
import { entryOf, Proofs, TreeReader } from '@concord/transparency';
import { Args, ArgsType, Field, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { IsUUID, Max, Min } from 'class-validator';
import { Archive, type Shown } from '../history/archive.js';
import type { Reading } from '../history/reading.js';
import { ConsistencyProofOutput, EventProof, StreamProofOutput } from './proof.types.js';

@ArgsType()
class EventProofArgs {
  @Field(() => ID, { description: 'The event.' })
  @IsUUID('all')
  eventId!: string;
}

@ArgsType()
class StreamProofArgs {
  @Field(() => String, { description: 'The object: its stream as a receipt gives it, such as `government.norm/toy-safety`.' })
  @IsPlainText({ max: 1_000 })
  stream!: string;
}

const MOST = Number.MAX_SAFE_INTEGER;

@ArgsType()
class ConsistencyArgs {
  @Field(() => Int, { description: 'The size of the older checkpoint.' })
  @Min(0)
  @Max(MOST)
  older!: number;

  @Field(() => Int, { description: 'The size of the newer checkpoint.' })
  @Min(0)
  @Max(MOST)
  newer!: number;
}

/** A proof reads a bundle of the log, or tiles. */
const PROOF_COST = 500;
/** All of a history is read and hashed. */
const STREAM_COST = 2_000;

const costing =
  (cost: number) =>
  ({ childComplexity }: { readonly childComplexity: number }): number =>
    cost + childComplexity;

/** Whether the reader is shown the event as the log holds it: what is redacted is proven by its hash alone. */
const isWhole = (event: RecordedEvent, shown: Shown): boolean => canonicalJson(shown(event).data) === canonicalJson(event.data);

/** What is in the log, and what is not, with proofs: for those to whom it is disclosed. */
@Resolver()
export class ProofResolver {
  constructor(
    private readonly archive: Archive,
    private readonly registry: Registry,
    private readonly proofs: Proofs,
    private readonly tree: TreeReader,
    private readonly recorder: AccessRecorder,
  ) {}

  @Query(() => EventProof, {
    name: 'proof',
    complexity: costing(PROOF_COST),
    description: 'The proof that an event is in the log, as far as its object is disclosed to the caller.',
  })
  @ReadByEveryone()
  @RecordsItself()
  async proof(@Args() { eventId }: EventProofArgs, @CalledBy() reader: Reader): Promise<EventProof> {
    const made = await this.proofs.ofEvent(eventId);
    const event = made && (await this.eventAt(made.index));
    const reading = this.archive.readBy(reader.actor);
    const object = event && (await reading.open(event.stream));
    if (!made || !event || !object) throw notFound('event in a signed checkpoint', eventId, 'eventId');
    await this.record(reader, reading, { from: event.position, to: event.position });
    const entry = entryOf(event);
    return {
      eventId,
      ...made,
      entry: isWhole(event, object.shown) ? entry.toString('utf8') : null,
      leafHash: leafHash(entry).toString('base64'),
    };
  }

  @Query(() => StreamProofOutput, {
    complexity: costing(STREAM_COST),
    description:
      'Everything about an object that is disclosed to the caller, proven to be everything; or, where there is none, the proof of that.',
  })
  @ReadByEveryone()
  @RecordsItself()
  async completenessProof(@Args() { stream }: StreamProofArgs, @CalledBy() reader: Reader): Promise<StreamProofOutput> {
    if (!this.registry.aggregateOf(stream)) throw badInput('stream: names no kind of object', { field: 'stream', value: stream });
    const reading = this.archive.readBy(reader.actor);
    const object = await reading.open(stream);
    if (!object) throw notFound('object', stream, 'stream');
    await this.record(reader, reading);
    const made = await this.proofs.ofStream(stream, (event) => isWhole(event, object.shown));
    if (!made) throw badInput('stream: no checkpoint has been signed yet: is a worker running?', { field: 'stream', value: stream });
    return { stream, length: made.value?.length ?? 0, proof: JSON.stringify(made) };
  }

  @Query(() => ConsistencyProofOutput, {
    complexity: costing(PROOF_COST),
    description:
      'The proof that the log of an older checkpoint is the beginning of that of a newer one: nothing was changed or removed in between.',
  })
  @ReadByEveryone()
  async consistencyProof(@Args() { older, newer }: ConsistencyArgs): Promise<ConsistencyProofOutput> {
    const size = (await this.tree.checkpoint())?.size ?? 0;
    if (newer > size) throw badInput(`newer: the newest checkpoint has ${size} events`, { field: 'newer', value: newer });
    if (older > newer) throw badInput('older: must not be larger than newer', { field: 'older', value: older });
    return { older, newer, hashes: await this.proofs.consistency(older, newer) };
  }

  private record(reader: Reader, { reserved }: Reading, range?: PositionRange): Promise<void> {
    return this.recorder.recordObjects(reader, { operation: 'PROOF', concerns: reserved, ...(range && { range }) });
  }

  private async eventAt(index: number): Promise<RecordedEvent | undefined> {
    return (await this.tree.bundle(Math.floor(index / 256), (index % 256) + 1))?.at(-1);
  }
}
