import { CalledBy, Connection, ConnectionArgs, inMandate, type Page, paginate, ReadByEveryone, type Reader, Reads } from '@concord/graphql';
import { IsHandle } from '@concord/reference-data';
import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { Bulletin, BulletinReceipt, bulletins } from './bulletin.read-model.js';
import { CONCERNS } from './bulletin-readers.js';

const BulletinReceiptConnection = Connection(BulletinReceipt);

@ArgsType()
export class BulletinReceiptsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Receipts of this bulletin.' })
  @IsOptional()
  @IsHandle()
  bulletinId?: string;

  @Field(() => ID, { nullable: true, description: 'Receipts of this party.' })
  @IsOptional()
  @IsHandle()
  party?: string;
}

@Resolver(() => BulletinReceipt)
export class BulletinReceiptResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => BulletinReceiptConnection, {
    description:
      'Who has read bulletins, in the order of their ids, parties, persons and versions: all receipts of a bulletin for its publisher and auditors, and their own for everyone else.',
  })
  @ReadByEveryone()
  @Reads(bulletins)
  bulletinReceipts(
    @Args() { bulletinId, party, ...page }: BulletinReceiptsArgs,
    @CalledBy() { actor }: Reader,
  ): Promise<Page<BulletinReceipt>> {
    const found = this.dataSource.getRepository(BulletinReceipt).createQueryBuilder('receipt');
    const audited = inMandate(actor, CONCERNS);
    found.innerJoin(Bulletin, 'bulletin', 'bulletin.id = receipt.bulletinId');
    found.andWhere(`(bulletin.publisher = :theirs OR (receipt.party = :theirs AND receipt.person = :person) OR ${audited.sql})`, {
      ...audited.parameters,
      theirs: actor?.party ?? null,
      person: actor?.person ?? null,
    });
    if (bulletinId) found.andWhere('receipt.bulletinId = :bulletinId', { bulletinId });
    if (party) found.andWhere('receipt.party = :party', { party });
    return paginate(
      found,
      [
        { property: 'bulletinId', direction: 'ASC' },
        { property: 'party', direction: 'ASC' },
        { property: 'person', direction: 'ASC' },
        { property: 'version', direction: 'ASC' },
      ],
      page,
    );
  }
}
