import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A proof that an event is in the log, which can be checked without the platform.' })
export class EventProof {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => Int, { description: 'Its place in the log; 0 is the first.' })
  index!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'The bytes that were hashed, as text: canonical JSON (RFC 8785) of the event as it was recorded; secrets as ciphertext. Null where some of it is shown to nobody.',
  })
  entry!: string | null;

  @Field(() => String, { description: 'Their hash: the leaf of the tree, in base64 (RFC 6962, 2.1).' })
  leafHash!: string;

  @Field(() => String, {
    description:
      'A file that proves it (C2SP tlog-proof, `.tlog-proof`): the hashes from the event to the root, and the signed checkpoint.',
  })
  proof!: string;
}

@ObjectType({ description: 'Everything about an object, with a proof that nothing is left out; or a proof that there is nothing.' })
export class StreamProofOutput {
  @Field(() => String, { description: 'The object: <context>.<aggregate>/<id>.' })
  stream!: string;

  @Field(() => Int, { description: 'How many events the signed checkpoint says there are; 0 for none.' })
  length!: number;

  @Field(() => String, {
    description:
      'A file that proves it, as JSON: the events, the part of the map of streams, and the signed checkpoint (docs/transparency-log.md).',
  })
  proof!: string;
}

@ObjectType({ description: 'A proof that the log at one size is the beginning of the log at another.' })
export class ConsistencyProofOutput {
  @Field(() => Int, { description: 'The size of the older checkpoint.' })
  older!: number;

  @Field(() => Int, { description: 'The size of the newer checkpoint.' })
  newer!: number;

  @Field(() => [String], { description: 'The hashes, in base64 (RFC 9162, 2.1.4).' })
  hashes!: readonly string[];
}
