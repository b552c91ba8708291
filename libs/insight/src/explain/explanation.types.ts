import { graphqlEnum, InstantScalar, JsonValueScalar, PositionScalar } from '@concord/graphql';
import { type Instant, type Position, type RecordedEvent } from '@concord/kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { LogEvent } from '../history/log-event.js';
import { CUTS, type Cut } from './cause-chain.js';

const CutEnum = graphqlEnum(
  'CauseCut',
  CUTS,
  'Why a chain of causes ends before a person: it is longer than is followed, or the log does not have the event that it names.',
);

@ObjectType({ description: 'The command with which a chain of causes began. Of its body the log keeps what it led to, and a digest.' })
export class CausingCommand {
  @Field(() => ID, { description: 'Its id: the same for all events that it made.' })
  id!: string;

  @Field(() => String, { description: 'The party for which it was issued.' })
  party!: string;

  @Field(() => String, { description: 'The person who issued it, or `platform`.' })
  actor!: string;

  @Field(() => ID, { description: 'Shared by everything that one request set in motion.' })
  correlationId!: string;

  @Field(() => InstantScalar, { description: 'When it was decided.' })
  decidedAt!: Instant;

  @Field(() => ID, { description: 'The object that it concerned.' })
  stream!: string;
}

export const commandOf = ({ metadata, stream }: RecordedEvent): CausingCommand => {
  const { commandId, party, actor, correlationId, occurredAt } = metadata;
  return { id: commandId, party, actor, correlationId, decidedAt: occurredAt, stream };
};

@ObjectType({ description: 'An event on the way back to the person who began it.' })
export class CauseLink {
  @Field(() => LogEvent, { nullable: true, description: 'The event; null where its object is not disclosed to the caller.' })
  event!: LogEvent | null;

  @Field(() => String, { nullable: true, description: 'Of what is withheld, the kind of object: <context>.<aggregate>.' })
  withheld!: string | null;
}

@ObjectType({ description: 'One event that changed the value, and what led to it.' })
export class FieldChange {
  @Field(() => LogEvent, { description: 'The event.' })
  event!: LogEvent;

  @Field(() => JsonValueScalar, {
    nullable: true,
    description: 'The value before; null where there was none. Of a whole object only the members that changed.',
  })
  before!: unknown;

  @Field(() => JsonValueScalar, { nullable: true, description: 'The value after; null where there is none.' })
  after!: unknown;

  @Field(() => Boolean, {
    description: 'Whether a value is too long to be shown here, more than 20,000 characters, and stands as null; objectAsOf has it.',
  })
  cut!: boolean;

  @Field(() => [CauseLink], { description: 'What caused it, the nearest cause first; none where a person did.' })
  causes!: readonly CauseLink[];

  @Field(() => CausingCommand, {
    nullable: true,
    description: 'The command with which it began; null where that is withheld or not reached.',
  })
  command!: CausingCommand | null;

  @Field(() => CutEnum, { nullable: true, description: 'Why the causes end before their beginning; null where they do not.' })
  causesCut!: Cut | null;
}

@ObjectType({ description: 'Something on which a state rests.' })
export class ExplanationGround {
  @Field(() => String, {
    description:
      'What it is: FINDING, NORM, PROVISION, REQUIREMENT, FACTS, CHECK, DECISION, AGREEMENT, RULE, DEADLINE, PROCEDURE, EVIDENCE, TRANSACTION, RESULT, QUORUM, BALANCE, CRITERION or VOTES; other kinds may come.',
  })
  kind!: string;

  @Field(() => String, { description: 'In one sentence, for people.' })
  says!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The place in this list of what rests on it, from 0; null where the value itself does.',
  })
  supports!: number | null;

  @Field(() => ID, { nullable: true, description: 'The object in which it stands, where it is one.' })
  stream!: string | null;

  @Field(() => JsonValueScalar, {
    nullable: true,
    description: 'In full, for machines; null where there is no more to say, or it is withheld.',
  })
  data!: unknown;

  @Field(() => Boolean, { description: 'Whether its object is not disclosed to the caller.' })
  withheld!: boolean;
}

@ObjectType({ description: 'Why an object, or a value in it, is as it is.' })
export class Explanation {
  @Field(() => ID, { description: 'The object: <context>.<aggregate>/<id>.' })
  stream!: string;

  @Field(() => String, { nullable: true, description: 'The path that was asked for; null: the whole object.' })
  field!: string | null;

  @Field(() => Int, { description: 'How far its history had come; -1 when it did not exist yet.' })
  revision!: number;

  @Field(() => PositionScalar, { description: 'The position of the last event that counts.' })
  position!: Position;

  @Field(() => JsonValueScalar, { nullable: true, description: 'The value; null where there is none, or it is too long to be shown here.' })
  value!: unknown;

  @Field(() => [FieldChange], { description: 'The events that changed it, oldest first: the last 50.' })
  changes!: readonly FieldChange[];

  @Field(() => Int, { description: 'How many earlier changes are left out.' })
  changesLeft!: number;

  @Field(() => FieldChange, {
    nullable: true,
    description: 'The last of the changes: why it is as it is. Null where nothing ever changed it.',
  })
  cause!: FieldChange | null;

  @Field(() => [ExplanationGround], {
    description: 'What it rests on in the words of its field, down to norms and evidence; none where the events say all.',
  })
  grounds!: readonly ExplanationGround[];
}
