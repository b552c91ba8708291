import {
  Connection,
  ConnectionArgs,
  governed,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  Reads,
  type RequestContext,
} from '@concord/graphql';
import { IsHandle, IsJurisdiction, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Context, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { Norm } from '../norm/norm.read-model.js';
import { DescribeDocket, FileDocument, LONGEST_NAME, RelateDocument } from './docket.commands.js';
import { Docket, DocketDocument, dockets } from './docket.read-model.js';

export const docketObject = governed({
  object: Docket,
  field: 'docket',
  projection: dockets,
  commands: [
    [FileDocument, 'Files a document in a docket.'],
    [DescribeDocket, 'Says what a docket is about.'],
    [RelateDocument, 'Says what a document does to a norm.'],
  ],
});
const DocketConnection = Connection(Docket);
const DocketDocumentConnection = Connection(DocketDocument);

@ArgsType()
export class DocketsArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Dockets in which this agency filed first: the id of its party.' })
  @IsOptional()
  @IsHandle()
  agency?: string;

  @Field(() => String, { nullable: true, description: 'Dockets of this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => String, { nullable: true, description: 'The docket that the agency writes like this, such as `CPSC-2006-0034`.' })
  @IsOptional()
  @IsPlainText({ max: LONGEST_NAME })
  number?: string;
}

@ArgsType()
class DocumentsArgs extends ConnectionArgs {}

@Resolver(() => Docket)
export class DocketResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => DocketConnection, { description: 'Dockets by agency, place and number, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(dockets)
  dockets(@Args() { agency, jurisdiction, number, ...page }: DocketsArgs): Promise<Page<Docket>> {
    const found = this.dataSource.getRepository(Docket).createQueryBuilder('docket');
    if (agency) found.andWhere('docket.agency = :agency', { agency });
    if (jurisdiction) found.andWhere('docket.jurisdiction = :jurisdiction', { jurisdiction });
    if (number) found.andWhere('docket.number = :number', { number });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => DocketDocumentConnection, { description: 'Its documents in the order in which they were posted.' })
  documents(@Parent() { id }: Docket, @Args() page: DocumentsArgs): Promise<Page<DocketDocument>> {
    const found = this.dataSource.getRepository(DocketDocument).createQueryBuilder('document').where('document.docket = :id', { id });
    return paginate(
      found,
      [
        { property: 'docket', direction: 'ASC' },
        { property: 'postedAt', direction: 'ASC' },
        { property: 'documentId', direction: 'ASC' },
      ],
      page,
    );
  }
}

/** A notice about a text that is in another docket is looked for by its words; these many are shown. */
const ELSEWHERE_AT_MOST = 20;

@Resolver(() => DocketDocument)
export class DocketDocumentResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @ResolveField(() => Docket, { description: 'Its docket.' })
  docket(@Parent() { docket }: DocketDocument, @Context() context: RequestContext): Promise<Docket | null> {
    const repository = this.dataSource.getRepository(Docket);
    const byId = async (ids: readonly string[]) => inOrderOf(ids, await repository.findBy({ id: In(ids) }), ({ id }) => id);
    return loaderOf(context, Docket, byId).load(docket);
  }

  @ResolveField(() => Norm, { nullable: true, description: 'The norm that it is; null for what is no norm.' })
  norm(@Parent() { normId }: DocketDocument, @Context() context: RequestContext): Promise<Norm | null> | null {
    return normId === null ? null : this.normOf(normId, context);
  }

  @ResolveField(() => Norm, { nullable: true, description: 'The norm to which it does something; null where that is not known.' })
  relatedNorm(@Parent() { relatedNormId }: DocketDocument, @Context() context: RequestContext): Promise<Norm | null> | null {
    return relatedNormId === null ? null : this.normOf(relatedNormId, context);
  }

  @ResolveField(() => [DocketDocument], {
    description: `Where the relation is UNRESOLVED: documents of the same agency in other dockets, posted no later, whose titles have the same words; the latest ${ELSEWHERE_AT_MOST}.`,
  })
  candidatesElsewhere(@Parent() document: DocketDocument): Promise<DocketDocument[]> | DocketDocument[] {
    if (document.relation !== 'UNRESOLVED' || document.subject === '') return [];
    return this.dataSource
      .getRepository(DocketDocument)
      .createQueryBuilder('other')
      .where('other.agency = :agency AND md5(other.subject) = md5(:subject) AND other.subject = :subject', document)
      .andWhere('other.docket <> :docket AND other.postedAt <= :postedAt', document)
      .orderBy('other.postedAt', 'DESC')
      .addOrderBy('other.documentId', 'DESC')
      .limit(ELSEWHERE_AT_MOST)
      .getMany();
  }

  private normOf(id: string, context: RequestContext): Promise<Norm | null> {
    const repository = this.dataSource.getRepository(Norm);
    const byId = async (ids: readonly string[]) => inOrderOf(ids, await repository.findBy({ id: In(ids) }), (norm) => norm.id);
    return loaderOf(context, 'norms of docket documents', byId).load(id);
  }
}

/** Where a norm lies among the papers of its agency. */
@Resolver(() => Norm)
export class NormPapersResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @ResolveField(() => [DocketDocument], { description: 'The documents that it was published as, with what they do to other norms.' })
  documents(@Parent() { id }: Norm, @Context() context: RequestContext): Promise<readonly DocketDocument[]> {
    return this.papers('normId', id, context);
  }

  @ResolveField(() => [DocketDocument], {
    description: 'The documents that did something to it, in the order in which they were posted: extensions, corrections, its final rule.',
  })
  documentsAbout(@Parent() { id }: Norm, @Context() context: RequestContext): Promise<readonly DocketDocument[]> {
    return this.papers('relatedNormId', id, context);
  }

  private papers(column: 'normId' | 'relatedNormId', id: string, context: RequestContext): Promise<readonly DocketDocument[]> {
    const repository = this.dataSource.getRepository(DocketDocument);
    return loaderOf(context, `papers by ${column}`, async (ids: readonly string[]) => {
      const found = await repository.find({ where: { [column]: In(ids) }, order: { postedAt: 'ASC', documentId: 'ASC' } });
      return ids.map((norm) => found.filter((paper) => paper[column] === norm));
    }).load(id);
  }
}
