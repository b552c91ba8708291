import { AccessRecorder } from '@concord/audit';
import { ByIdArgs, CalledBy, type Caller, notFound, PositionScalar, ReadBy, Reads, RecordsItself } from '@concord/graphql';
import {
  type Concern,
  comparePositions,
  membersOf,
  PARTY_KINDS,
  type Position,
  type RecordedEvent,
  START,
  streamOf,
} from '@concord/kernel';
import { transactionFacts } from '@concord/trade';
import { Args, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Archive } from '../history/archive.js';
import { LogEvent, logEventOf } from '../history/log-event.js';
import { DossierPart, dossiers, RELATIONS, type Relation, RelationEnum } from './dossier-part.js';

@ObjectType({ description: 'One act in a dossier.' })
export class DossierEntry {
  @Field(() => RelationEnum, { description: 'What the object is to the transaction.' })
  relation!: Relation;

  @Field(() => LogEvent, { description: 'What was done.' })
  event!: LogEvent;
}

@ObjectType({ description: 'Everything that any party did about a transaction: before, during and after it.' })
export class TransactionDossier {
  @Field(() => ID, { description: 'The transaction.' })
  transactionId!: string;

  @Field(() => PositionScalar, { description: 'The position of the last act in it.' })
  position!: Position;

  @Field(() => [DossierEntry], { description: 'The acts, in the order of the log.' })
  entries!: readonly DossierEntry[];

  @Field(() => [RelationEnum], { description: 'Kinds of objects that belong here and are not disclosed to the caller, each once.' })
  withheld!: readonly Relation[];
}

const readers = membersOf(...PARTY_KINDS.filter((kind) => kind !== 'OPERATOR'));

@Resolver()
export class DossierResolver {
  constructor(
    private readonly archive: Archive,
    private readonly recorder: AccessRecorder,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  @Query(() => TransactionDossier, {
    description:
      'The dossier of a transaction: for its seller, its buyer, agencies, and auditors under a mandate. Norms, licences and registrations stand in it as they were when it was checked.',
  })
  @ReadBy(readers)
  @Reads(dossiers)
  @RecordsItself()
  async transactionDossier(@Args() { id }: ByIdArgs, @CalledBy() { actor, purpose, correlationId }: Caller): Promise<TransactionDossier> {
    if (!(await this.archive.discloses(streamOf(transactionFacts, id), actor))) throw notFound('transaction', id, 'id');
    const parts = await this.dataSource.getRepository(DossierPart).findBy({ transactionId: id });
    if (parts.length === 0) throw notFound('transaction', id, 'id');
    const found: { readonly relation: Relation; readonly event: RecordedEvent }[] = [];
    const withheld = new Set<Relation>();
    const concerns: Concern[] = [];
    for (const { stream, relation, until } of parts) {
      const object = await this.archive.open(stream, actor);
      if (!object) {
        withheld.add(relation);
        continue;
      }
      if (object.reserved) concerns.push(object.reserved);
      for await (const event of this.archive.events(stream, until === null ? {} : { until })) found.push({ relation, event });
    }
    found.sort((a, b) => comparePositions(a.event.position, b.event.position));
    await this.recorder.recordObjects({ reader: actor, operation: 'DOSSIER', concerns, detail: id, purpose, correlationId });
    return {
      transactionId: id,
      position: found.at(-1)?.event.position ?? START,
      entries: found.map(({ relation, event }) => ({ relation, event: logEventOf(event) })),
      withheld: RELATIONS.filter((relation) => withheld.has(relation)),
    };
  }
}
