import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { badInput, notFound, ReadByEveryone } from '@concord/graphql';
import { canonicalJson, type Fold, type RecordedEvent } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Ballot } from '../ballot/ballot.read-model.js';
import { ballotOutcome } from '../ballot/ballot-outcome.js';
import type { BallotState } from '../ballot/ballot-state.js';
import { redaction } from '../ballot/redaction.js';
import type { DraftSubmitted, Section } from '../standard/standard.events.js';
import { type BallotRecord, RECORD_FORMAT, type RecordedAct } from './ballot-record.js';

@ArgsType()
class RecordArgs {
  @Field(() => ID, { description: 'The ballot; a closed one.' })
  @IsHandle()
  id!: string;
}

/** The text of one draft of a standard. */
const textOfDraft = (hash: string): Fold<readonly Section[], DraftSubmitted> => ({
  name: 'association.standard',
  initialState: [],
  evolve: (text, { type, data }) => (type === 'association.standard.DraftSubmitted' && data.contentHash === hash ? data.sections : text),
});

const actOf = ({ type, data, revision, metadata }: RecordedEvent): RecordedAct =>
  ({ type, data, revision, occurredAt: metadata.occurredAt, by: metadata.party }) as RecordedAct;

const redacted = (act: RecordedAct, state: BallotState): RecordedAct => ({ ...act, ...redaction.event(act, state) }) as RecordedAct;

const notClosed = (id: string, status: string) =>
  badInput(`The ballot is ${status}; there is a record of a closed one`, { field: 'id', value: id });

/** Hands out closed ballots, for everyone to count again. */
@Resolver()
export class BallotRecordResolver {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  @Query(() => String, {
    description:
      'A closed ballot whole, as JSON: text, roll, rule, every act, the published votes and the result. Save it to a file, and `concord ballot recount <file>` counts it again without this platform.',
  })
  @ReadByEveryone()
  async ballotRecord(@Args() { id }: RecordArgs): Promise<string> {
    // Before anything is read: how long that takes would tell how many have voted.
    const ballot = await this.dataSource.getRepository(Ballot).findOneBy({ id });
    if (ballot && ballot.status !== 'CLOSED') throw notClosed(id, ballot.status);
    const events: RecordedEvent[] = [];
    const seen = (event: RecordedEvent): void => void events.push(event);
    const { state } = await load(this.log, this.registry, ballotOutcome, id, { seen });
    if (state.status === 'UNKNOWN') throw notFound('ballot', id, 'id');
    if (state.status !== 'CLOSED') throw notClosed(id, state.status);
    const { state: text } = await load(this.log, this.registry, textOfDraft(state.contentHash), state.standardId);
    const acts = events.map((event) => redacted(actOf(event), state));
    const record: BallotRecord = { format: RECORD_FORMAT, ballotId: id, text, acts };
    return canonicalJson(record);
  }
}
