import { CalledBy, type Caller, Connection, ConnectionArgs, type Page, paginate, ReadBy, Reads } from '@concord/graphql';
import { membersOf, PARTY_KINDS } from '@concord/kernel';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { accesses, LogAccess } from './access.read-model.js';
import { onlySeenBy, seesWhole, shownObjects } from './access-readers.js';

const LogAccessConnection = Connection(LogAccess);

@ArgsType()
export class AccessesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Accesses to this object: its stream, such as `trade.transaction/toy-sale-1`.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  object?: string;

  @Field(() => ID, { nullable: true, description: 'Accesses by this party.' })
  @IsOptional()
  @IsHandle()
  reader?: string;

  @Field(() => ID, { nullable: true, description: 'Accesses under this mandate.' })
  @IsOptional()
  @IsHandle()
  mandate?: string;
}

@Resolver(() => LogAccess)
export class AccessResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => LogAccessConnection, {
    description:
      'Who read, replayed or exported what not everybody may read, the latest first: all for operators; for anybody else its own reads, those under mandates that it granted, and those of objects that concern it; for auditors also of what their mandates name.',
  })
  @ReadBy(membersOf(...PARTY_KINDS))
  @Reads(accesses)
  accesses(@Args() { object, reader, mandate, ...page }: AccessesArgs, @CalledBy() { actor }: Caller): Promise<Page<LogAccess>> {
    const found = this.dataSource.getRepository(LogAccess).createQueryBuilder('access');
    onlySeenBy(found, actor, object ?? undefined);
    if (reader) found.andWhere('access.reader = :reader', { reader });
    if (mandate) found.andWhere('access.mandates @> ARRAY[CAST(:mandate AS text)]', { mandate });
    return paginate(found, [{ property: 'position', direction: 'DESC' }], page);
  }

  @ResolveField(() => [ID], { description: 'The objects that were read, as far as the caller may hear of them, each by its stream.' })
  objects(@Parent() row: LogAccess, @CalledBy() { actor }: Caller): readonly string[] {
    return shownObjects(row, actor);
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'What else was asked: the field of a query, what was exported; null for those who are neither of the reading party, nor granted the mandate, nor operators.',
  })
  detail(@Parent() row: LogAccess, @CalledBy() { actor }: Caller): string | null {
    return seesWhole(row, actor) ? row.detail : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The person who read; null for those who are neither of the reading party, nor granted the mandate, nor operators.',
  })
  person(@Parent() row: LogAccess, @CalledBy() { actor }: Caller): string | null {
    return seesWhole(row, actor) ? row.person : null;
  }
}
