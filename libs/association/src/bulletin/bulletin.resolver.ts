import {
  CalledBy,
  Connection,
  ConnectionArgs,
  governed,
  inOrderOf,
  loaderOf,
  type Page,
  paginate,
  ReadByEveryone,
  type Reader,
  Reads,
} from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsBoolean, IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { DataSource } from 'typeorm';
import { committees } from '../committee/committee.read-model.js';
import { pledges } from '../pledge/pledge.read-model.js';
import { AudienceKindEnum, ConfirmReading, CorrectBulletin, PublishBulletin, WithdrawBulletin } from './bulletin.commands.js';
import { AUDIENCE_KINDS, type AudienceKind } from './bulletin.events.js';
import { BULLETIN_STATUSES, type BulletinStatus } from './bulletin.js';
import { Bulletin, BulletinContent, BulletinReceipt, BulletinStatusEnum, BulletinText, bulletins } from './bulletin.read-model.js';
import { maySeeBulletin, maySeeReaders, onlySeenBy } from './bulletin-readers.js';

export const bulletinObject = governed({
  object: Bulletin,
  field: 'bulletin',
  projection: bulletins,
  visibleTo: maySeeBulletin,
  commands: [
    [PublishBulletin, 'Publishes a bulletin to some.'],
    [CorrectBulletin, 'Corrects a bulletin.'],
    [WithdrawBulletin, 'Withdraws a bulletin.'],
    [ConfirmReading, 'Confirms that somebody has read a bulletin.'],
  ],
});
const BulletinConnection = Connection(Bulletin);

@ArgsType()
export class BulletinsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Bulletins of this party.' })
  @IsOptional()
  @IsHandle()
  publisher?: string;

  @Field(() => AudienceKindEnum, { nullable: true, description: 'Bulletins that go to these.' })
  @IsOptional()
  @IsIn(AUDIENCE_KINDS)
  audience?: AudienceKind;

  @Field(() => ID, { nullable: true, description: 'Bulletins to the members of this committee.' })
  @IsOptional()
  @IsHandle()
  committeeId?: string;

  @Field(() => ID, { nullable: true, description: 'Bulletins to the signatories of this pledge.' })
  @IsOptional()
  @IsHandle()
  pledgeId?: string;

  @Field(() => BulletinStatusEnum, { nullable: true, description: 'Bulletins that hold, or that were withdrawn.' })
  @IsOptional()
  @IsIn(BULLETIN_STATUSES)
  status?: BulletinStatus;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'true: bulletins of others that hold, and that the person who asks has not confirmed as they are now; false: those that they have.',
  })
  @IsOptional()
  @IsBoolean()
  unread?: boolean;
}

@ArgsType()
class ContentArgs {
  @Field(() => Int, { nullable: true, description: 'The number of the content. Left out: what it says now.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
}

const contentKey = ({ bulletinId, version }: Pick<BulletinText, 'bulletinId' | 'version'>): string => `${bulletinId}/${version}`;

@Resolver(() => Bulletin)
export class BulletinResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => BulletinConnection, {
    description: 'Bulletins, the latest first: those that the reader published, and those that go to the reader.',
  })
  @ReadByEveryone()
  @Reads(bulletins, committees, pledges)
  bulletins(@Args() args: BulletinsArgs, @CalledBy() { actor }: Reader): Promise<Page<Bulletin>> {
    const { publisher, audience, committeeId, pledgeId, status, unread, ...page } = args;
    const found = this.dataSource.getRepository(Bulletin).createQueryBuilder('bulletin');
    onlySeenBy(found, actor);
    if (publisher) found.andWhere('bulletin.publisher = :publisher', { publisher });
    if (audience) found.andWhere('bulletin.audienceKind = :audience', { audience });
    if (committeeId) found.andWhere('bulletin.committeeId = :committeeId', { committeeId });
    if (pledgeId) found.andWhere('bulletin.pledgeId = :pledgeId', { pledgeId });
    if (status) found.andWhere('bulletin.status = :status', { status });
    if (unread != null) {
      const read = found.subQuery().select('1').from(BulletinReceipt, 'receipt').where(READ_BY_THE_READER).getQuery();
      found.andWhere(unread ? `NOT EXISTS ${read} AND bulletin.publisher <> :reader AND bulletin.status = 'PUBLISHED'` : `EXISTS ${read}`, {
        reader: actor?.party ?? null,
        person: actor?.person ?? null,
      });
    }
    return paginate(
      found,
      [
        { property: 'publishedAt', direction: 'DESC' },
        { property: 'id', direction: 'DESC' },
      ],
      page,
    );
  }

  @ResolveField(() => BulletinContent, {
    nullable: true,
    description: 'What it says, or said before a correction; null where there is no such version.',
  })
  content(
    @Parent() { id, version: current }: Bulletin,
    @Args() { version }: ContentArgs,
    @CalledBy() reader: Reader,
  ): Promise<BulletinContent | null> {
    const contents = loaderOf(reader, BulletinText, async (keys: readonly string[]) => {
      // No id has a slash in it.
      const asked = keys.map((key) => key.split('/')).map(([bulletinId, number]) => ({ bulletinId, version: Number(number) }));
      return inOrderOf(keys, await this.dataSource.getRepository(BulletinText).findBy(asked), contentKey);
    });
    return contents.load(contentKey({ bulletinId: id, version: version ?? current }));
  }

  @ResolveField(() => [ID], {
    nullable: true,
    description:
      'The members for which nobody has confirmed it as it is now, for the publisher and auditors; null for others, and of a bulletin that does not go to a committee.',
  })
  async unreadBy(@Parent() row: Bulletin, @CalledBy() reader: Reader): Promise<readonly string[] | null> {
    if (row.audienceKind !== 'COMMITTEE' || !maySeeReaders(row, reader.actor)) return null;
    const read = loaderOf(reader, BulletinReceipt, (ids: readonly string[]) => this.readersOf(ids));
    const parties = await read.load(row.id);
    return row.members.filter((party) => !parties.has(party));
  }

  /** The parties that have confirmed each bulletin as it is now. */
  private async readersOf(ids: readonly string[]): Promise<ReadonlySet<string>[]> {
    const found = await this.dataSource
      .getRepository(BulletinReceipt)
      .createQueryBuilder('receipt')
      .innerJoin(Bulletin, 'bulletin', 'bulletin.id = receipt.bulletinId AND bulletin.version = receipt.version')
      .where('receipt.bulletinId = ANY(:ids)', { ids })
      .getMany();
    return ids.map((id) => new Set(found.filter(({ bulletinId }) => bulletinId === id).map(({ party }) => party)));
  }
}

const READ_BY_THE_READER =
  'receipt.bulletinId = bulletin.id AND receipt.version = bulletin.version AND receipt.party = :reader AND receipt.person = :person';
