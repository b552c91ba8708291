import { graphqlEnum, ReadArgs, ReadByEveryone, Reads } from '@concord/graphql';
import { IsHandle, IsJurisdiction } from '@concord/reference-data';
import { Args, ArgsType, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { DocketDocument, dockets } from '../docket/docket.read-model.js';
import { Norm, norms } from '../norm/norm.read-model.js';
import { tableOf } from './table-of.js';

/** What norms are counted by, as text of SQL over a norm and the document that it was published as. */
const DIMENSIONS = {
  STATUS: 'norm.status',
  AGENCY: 'norm.agency',
  JURISDICTION: 'norm.jurisdiction',
  DOCUMENT_TYPE: 'norm."documentType"',
  SUBTYPE: 'paper.subtype',
  KIND: 'paper.kind',
  YEAR: 'extract(year FROM coalesce(paper."postedOn", norm."publishedOn"))::int::text',
} as const;
type Dimension = keyof typeof DIMENSIONS;
const NAMES = Object.keys(DIMENSIONS) as readonly Dimension[];

const DimensionEnum = graphqlEnum(
  'NormDimension',
  NAMES,
  "What norms are counted by. `SUBTYPE` and `KIND` are those of the document in the docket. `YEAR` is that of its posting, in its publisher's zone; without a document, that of publication.",
);

@ObjectType({ description: 'How many norms are alike in what they were counted by.' })
export class NormCount {
  @Field(() => [String], { nullable: 'items', description: 'What they are alike in, in the order of `by`; null: they have none.' })
  keys!: readonly (string | null)[];

  @Field(() => Int, { description: 'How many they are.' })
  count!: number;
}

@ArgsType()
class NormCountsArgs extends ReadArgs {
  @Field(() => [DimensionEnum], { description: 'What to count by: one to three.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @ArrayUnique()
  @IsIn(NAMES, { each: true })
  by!: Dimension[];

  @Field(() => String, { nullable: true, description: 'Only norms of this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => String, { nullable: true, description: 'Only norms of this agency: the id of its party.' })
  @IsOptional()
  @IsHandle()
  agency?: string;
}

@Resolver(() => NormCount)
export class NormCountsResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => [NormCount], { description: 'How many norms there are, by status, agency, place, type, subtype, kind and year.' })
  @ReadByEveryone()
  @Reads(norms, dockets)
  async normCounts(@Args() { by, jurisdiction, agency }: NormCountsArgs): Promise<NormCount[]> {
    const keys = by.map((dimension, place) => `${DIMENSIONS[dimension]} AS "${place}"`);
    const places = by.map((_, place) => `"${place}"`);
    // Where a norm was filed twice, the first filing counts.
    const sql = `SELECT ${keys.join(', ')}, count(*)::int AS count
      FROM ${tableOf(this.dataSource, Norm)} AS norm
      LEFT JOIN (
        SELECT DISTINCT ON ("normId") "normId", subtype, kind, "postedOn" FROM ${tableOf(this.dataSource, DocketDocument)}
        WHERE "normId" IS NOT NULL ORDER BY "normId", "postedAt", docket
      ) AS paper ON paper."normId" = norm.id
      WHERE ($1::text IS NULL OR norm.jurisdiction = $1) AND ($2::text IS NULL OR norm.agency = $2)
      GROUP BY ${places.join(', ')} ORDER BY ${places.map((place) => `${place} ASC NULLS LAST`).join(', ')}`;
    const found = (await this.dataSource.query(sql, [jurisdiction ?? null, agency ?? null])) as (Record<number, string | null> & {
      readonly count: number;
    })[];
    return found.map((row) => ({ keys: by.map((_, place) => row[place] ?? null), count: row.count }));
  }
}
