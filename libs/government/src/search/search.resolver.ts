import { Connection, type Page, pageOf, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { type CalendarDate, instantOf } from '@concord/kernel';
import { provisionsOn, versionOn, versionsOf } from '@concord/legal-text';
import { IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Norm, norms } from '../norm/norm.read-model.js';
import { chosen, configurationsOf, NormsArgs } from '../norm/norms.args.js';
import { todayIn } from '../norm/today.js';
import { Highlight, highlighted } from './highlights.js';
import { spaced } from './languages.js';
import { rankOf, rankOn } from './search.sql.js';

@ArgsType()
export class SearchArgs extends NormsArgs {
  @Field(() => String, { description: 'The words, as typed into a search box: `toys -"lead paint" or magnets`.' })
  @IsPlainText({ max: 500 })
  declare text: string;
}

@ObjectType({ description: 'A norm that was found, and where.' })
export class FoundNorm {
  @Field(() => Norm, { description: 'The norm.' })
  norm!: Norm;

  /** What was asked. */
  asked!: SearchArgs;
}

const FoundNormConnection = Connection(FoundNorm);

@Resolver(() => FoundNorm)
export class SearchResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => FoundNormConnection, {
    description:
      'Norms by words, the best fit first; norms that fit equally well in the order of their ids. The other filters are those of `norms`.',
  })
  @ReadByEveryone()
  @Reads(norms)
  async searchNorms(@Args() asked: SearchArgs): Promise<Page<FoundNorm>> {
    const found = chosen(this.dataSource.getRepository(Norm).createQueryBuilder('norm'), asked);
    const rank = (asked.inForceOn ? rankOn : rankOf)(configurationsOf(asked));
    const page = await paginate(
      found,
      [
        { expression: rank, type: 'real', direction: 'DESC' },
        { property: 'id', direction: 'ASC' },
      ],
      asked,
    );
    return pageOf({
      edges: page.edges.map(({ node: norm, cursor }) => ({ node: { norm, asked }, cursor })),
      hasNextPage: page.pageInfo.hasNextPage,
      hasPreviousPage: page.pageInfo.hasPreviousPage,
      count: () => page.totalCount,
    });
  }

  @ResolveField(() => [Highlight], {
    description:
      'Up to three passages with the words, of the text on the day that was asked for; else on this day, or, of what is not in force, of the latest text.',
  })
  highlights(@Parent() { norm, asked }: FoundNorm): Promise<readonly Highlight[]> {
    const { timeline } = norm.state;
    const day: CalendarDate = asked.inForceOn ?? todayIn(timeline.zone, instantOf(new Date()));
    const version = versionOn(timeline, day) ?? versionsOf(timeline).at(-1);
    const provisions = version ? provisionsOn(timeline, version.version, day) : [];
    return highlighted(this.dataSource, provisions, spaced(asked.text), configurationsOf(asked));
  }
}
