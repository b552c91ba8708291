import {
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  InstantScalar,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import { type Instant, instantOf } from '@concord/kernel';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsBoolean, IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { DataSource, In } from 'typeorm';
import { StandardSection } from '../standard/standard.read-model.js';
import { ClosePledge, LeavePledge, PublishPledge, ReadmitSignatory, RevisePledge, SignPledge } from './pledge.commands.js';
import { PLEDGE_STATUSES, type PledgeStatus } from './pledge.js';
import { Pledge, PledgeSignatory, PledgeStatusEnum, PledgeText, pledges } from './pledge.read-model.js';

export const pledgeObject = governed({
  object: Pledge,
  field: 'pledge',
  projection: pledges,
  commands: [
    [PublishPledge, 'Publishes a code of conduct for enterprises to sign.'],
    [RevisePledge, 'Publishes the next version of a pledge.'],
    [ClosePledge, 'Takes no more signatures for a pledge.'],
    [SignPledge, 'Signs the current version of a pledge.'],
    [LeavePledge, 'Ends the signature of an enterprise.'],
    [ReadmitSignatory, 'Lets an enterprise that was expelled sign again.'],
  ],
});
const PledgeConnection = Connection(Pledge);
const PledgeSignatoryConnection = Connection(PledgeSignatory);

@ArgsType()
export class PledgesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Pledges of this association.' })
  @IsOptional()
  @IsHandle()
  association?: string;

  @Field(() => PledgeStatusEnum, { nullable: true, description: 'Pledges that take signatures, or that are closed.' })
  @IsOptional()
  @IsIn(PLEDGE_STATUSES)
  status?: PledgeStatus;
}

@ArgsType()
export class PledgeSignatoriesArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Signatories of this pledge.' })
  @IsOptional()
  @IsHandle()
  pledgeId?: string;

  @Field(() => ID, { nullable: true, description: 'What this enterprise has signed.' })
  @IsOptional()
  @IsHandle()
  enterprise?: string;

  @Field(() => Boolean, { nullable: true, description: 'true: those who are bound; false: those who have left or were expelled.' })
  @IsOptional()
  @IsBoolean()
  bound?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description: 'true: those who are asked to sign again, as there is a newer version; false: all others.',
  })
  @IsOptional()
  @IsBoolean()
  signAgain?: boolean;
}

@ArgsType()
class PledgeTextArgs {
  @Field(() => Int, { nullable: true, description: 'The number of the version. Left out: the current one.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
}

type TextKey = Pick<PledgeText, 'pledgeId' | 'version'>;

/** A text as a loader can tell it from others; no id has a slash in it. */
const keyOf = ({ pledgeId, version }: TextKey): string => `${pledgeId}/${version}`;

const textOf = (key: string): TextKey => {
  const slash = key.indexOf('/');
  return { pledgeId: key.slice(0, slash), version: Number(key.slice(slash + 1)) };
};

@Resolver(() => Pledge)
export class PledgeResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => PledgeConnection, { description: 'Pledges by association and status, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(pledges)
  pledges(@Args() { association, status, ...page }: PledgesArgs): Promise<Page<Pledge>> {
    const found = this.dataSource.getRepository(Pledge).createQueryBuilder('pledge');
    if (association) found.andWhere('pledge.association = :association', { association });
    if (status) found.andWhere('pledge.status = :status', { status });
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => [StandardSection], {
    nullable: true,
    description: 'The sections of a version, in the order of the text; null when there is no such version.',
  })
  async text(
    @Parent() { id, version: current }: Pledge,
    @Args() { version }: PledgeTextArgs,
    @CalledBy() reader: Reader,
  ): Promise<readonly StandardSection[] | null> {
    const texts = loaderOf(reader, PledgeText, async (keys: readonly string[]) =>
      inOrderOf(keys, await this.dataSource.getRepository(PledgeText).findBy(keys.map(textOf)), keyOf),
    );
    const found = await texts.load(keyOf({ pledgeId: id, version: version ?? current }));
    return found?.sections ?? null;
  }
}

@Resolver(() => PledgeSignatory)
export class PledgeSignatoryResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => PledgeSignatoryConnection, {
    description: 'Who has signed pledges, those who have left among them, in the order of the ids of pledges and enterprises.',
  })
  @ReadByEveryone()
  @Reads(pledges)
  pledgeSignatories(@Args() args: PledgeSignatoriesArgs): Promise<Page<PledgeSignatory>> {
    const { pledgeId, enterprise, bound, signAgain, ...page } = args;
    const found = this.dataSource.getRepository(PledgeSignatory).createQueryBuilder('signatory');
    if (pledgeId) found.andWhere('signatory.pledgeId = :pledgeId', { pledgeId });
    if (enterprise) found.andWhere('signatory.enterprise = :enterprise', { enterprise });
    if (bound != null) found.andWhere(`signatory.leftAt IS ${bound ? '' : 'NOT'} NULL`);
    if (signAgain != null) {
      found.innerJoin(Pledge, 'pledge', 'pledge.id = signatory.pledgeId');
      found.andWhere(`${signAgain ? '' : 'NOT'} (${SIGN_AGAIN})`);
    }
    return paginate(
      found,
      [
        { property: 'pledgeId', direction: 'ASC' },
        { property: 'enterprise', direction: 'ASC' },
      ],
      page,
    );
  }

  @ResolveField(() => Boolean, {
    description: 'Whether it is asked to sign again: it is bound to an earlier version of a pledge that still takes signatures.',
  })
  async signAgain(@Parent() { pledgeId, version, leftAt }: PledgeSignatory, @CalledBy() reader: Reader): Promise<boolean> {
    const found = await this.pledgeOf(reader, pledgeId);
    return leftAt === null && found?.status === 'OPEN' && found.version > version;
  }

  @ResolveField(() => InstantScalar, { nullable: true, description: 'When its suspension ends; null where it is not suspended now.' })
  suspendedUntil(@Parent() { suspensionEndsAt }: PledgeSignatory): Instant | null {
    return suspensionEndsAt !== null && suspensionEndsAt > instantOf(new Date()) ? suspensionEndsAt : null;
  }

  private pledgeOf(reader: Reader, id: string): Promise<Pledge | null> {
    const found = loaderOf(reader, PledgeSignatory, async (ids: readonly string[]) =>
      inOrderOf(ids, await this.dataSource.getRepository(Pledge).findBy({ id: In([...ids]) }), ({ id }) => id),
    );
    return found.load(id);
  }
}

/** The same as the field says, for a list. */
const SIGN_AGAIN = `signatory.leftAt IS NULL AND pledge.status = 'OPEN' AND pledge.version > signatory.version`;
