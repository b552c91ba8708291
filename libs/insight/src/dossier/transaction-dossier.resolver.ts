import { ByIdArgs, CalledBy, type Caller, notFound, PositionScalar, ReadBy, Reads } from '@concord/graphql';
import { comparePositions, type Position, type RecordedEvent, START, streamOf } from '@concord/kernel';
import { transactionFacts } from '@concord/trade';
import { Args, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Archive } from '../history/archive.js';
import { LogEvent, logEventOf } from '../history/log-event.js';
import { dossierReaders, RELATIONS, type Relation, RelationEnum } from './dossier-kind.js';
import { DossierPart, dossiers } from './dossier-part.js';

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

@Resolver()
export class TransactionDossierResolver {
  constructor(
    private readonly archive: Archive,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  @Query(() => TransactionDossier, {
    deprecationReason: 'dossier(kind: TRANSACTION, …) also names parties and the versions in force, comes in pages, and carries proofs.',
    description:
      'The dossier of a transaction: for its seller, its buyer, agencies and auditors. Norms, licences and registrations stand in it as they were when it was checked.',
  })
  @ReadBy(dossierReaders)
  @Reads(dossiers)
  async transactionDossier(@Args() { id }: ByIdArgs, @CalledBy() { actor }: Caller): Promise<TransactionDossier> {
    if (!(await this.archive.discloses(streamOf(transactionFacts, id), actor))) throw notFound('transaction', id, 'id');
    const parts = await this.dataSource.getRepository(DossierPart).findBy({ kind: 'TRANSACTION', subject: id });
    if (parts.length === 0) throw notFound('transaction', id, 'id');
    const found: { readonly relation: Relation; readonly event: RecordedEvent }[] = [];
    const withheld = new Set<Relation>();
    for (const { stream, relation, until } of parts) {
      if (!(await this.archive.discloses(stream, actor))) {
        withheld.add(relation);
        continue;
      }
      for await (const event of this.archive.events(stream, until === null ? {} : { until })) found.push({ relation, event });
    }
    found.sort((a, b) => comparePositions(a.event.position, b.event.position));
    return {
      transactionId: id,
      position: found.at(-1)?.event.position ?? START,
      entries: found.map(({ relation, event }) => ({ relation, event: logEventOf(event) })),
      withheld: RELATIONS.filter((relation) => withheld.has(relation)),
    };
  }
}
