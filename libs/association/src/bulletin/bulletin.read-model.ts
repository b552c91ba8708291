import { Attachment } from '@concord/files';
import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type PartyRegistered, partyEvents } from '@concord/identity';
import { type CalendarDate, type Instant, objectOf, pick, type Recorded, type TimeZone } from '@concord/kernel';
import { DateColumn, InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { jurisdictionsOf, LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { AudienceKindEnum } from './bulletin.commands.js';
import {
  type Audience,
  type AudienceKind,
  type BulletinCorrected,
  type BulletinPublished,
  type BulletinWithdrawn,
  bulletinEvents,
  type ReadingConfirmed,
} from './bulletin.events.js';
import { BULLETIN_STATUSES, type BulletinStatus } from './bulletin.js';

export const BulletinStatusEnum = graphqlEnum('BulletinStatus', BULLETIN_STATUSES, 'Whether a bulletin still holds.');

@ObjectType({ description: 'What a bulletin says, now or before a correction.' })
export class BulletinContent {
  @Field(() => Int, { description: 'Its number; the first is 1, and each correction makes the next.' })
  version!: number;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  titles!: readonly LocalizedText[];

  @Field(() => [LocalizedText], { description: 'Its text, once for each language; the first is the authentic one.' })
  text!: readonly LocalizedText[];

  @Field(() => [Attachment], { description: 'Files that go with it.' })
  attachments!: readonly Attachment[];
}

@ObjectType({ description: 'A correction of a bulletin.' })
export class BulletinCorrection {
  @Field(() => Int, { description: 'The version that it made.' })
  version!: number;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => InstantScalar, { description: 'When.' })
  correctedAt!: Instant;
}

@ObjectType({
  implements: () => [Node],
  description: 'Information for some: only the publisher, those to whom it goes, and auditors see it.',
})
@Entity({ schema: 'association_bulletins', name: 'bulletin' })
export class Bulletin implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The party that published it.' })
  @Column('text')
  publisher!: string;

  @Field(() => AudienceKindEnum, { description: 'To whom it goes.' })
  @Column('text')
  audienceKind!: AudienceKind;

  @Field(() => ID, { nullable: true, description: 'The committee to whose members it goes; null of another audience.' })
  @Column('text', { nullable: true })
  committeeId!: string | null;

  @Field(() => [ID], { description: 'The members of that committee at the publication, without the publisher; none of another audience.' })
  @TextArrayColumn()
  members!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The pledge to whose signatories it goes; null of another audience.' })
  @Column('text', { nullable: true })
  pledgeId!: string | null;

  @Field(() => [String], { description: 'The jurisdictions to whose agencies it goes; none where it goes to all, or of another audience.' })
  @TextArrayColumn()
  jurisdictions!: readonly string[];

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  @JsonColumn()
  titles!: readonly LocalizedText[];

  @Field(() => Int, { description: 'The number of what it says now; see `content`.' })
  @Column('integer')
  version!: number;

  @Field(() => [BulletinCorrection], { description: 'Its corrections, oldest first.' })
  @JsonColumn()
  corrections!: readonly BulletinCorrection[];

  @Field(() => String, { nullable: true, description: 'The day by which it should be read, `YYYY-MM-DD`; null where none was asked for.' })
  @DateColumn({ nullable: true })
  readBy!: CalendarDate | null;

  @Field(() => String, { description: 'The time zone of that day.' })
  @Column('text')
  zone!: TimeZone;

  @Field(() => InstantScalar, { description: 'When it was published.' })
  @InstantColumn()
  publishedAt!: Instant;

  @Field(() => BulletinStatusEnum, { description: 'Whether it still holds.' })
  @Column('text')
  status!: BulletinStatus;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was withdrawn; null where it was not.' })
  @InstantColumn({ nullable: true })
  withdrawnAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn; null where it was not.' })
  @Column('text', { nullable: true })
  withdrawalReason!: string | null;

  /** Every file that it carries, or did before a correction; and their digests. */
  @JsonColumn()
  carried!: readonly Attachment[];

  @TextArrayColumn()
  files!: readonly string[];
}

/** What is long, apart from what lists show. */
@Entity({ schema: 'association_bulletins', name: 'content' })
export class BulletinText implements BulletinContent {
  @PrimaryColumn('text')
  bulletinId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @JsonColumn()
  titles!: readonly LocalizedText[];

  @JsonColumn()
  text!: readonly LocalizedText[];

  @JsonColumn()
  attachments!: readonly Attachment[];
}

@ObjectType({ description: 'That somebody has read a bulletin.' })
@Entity({ schema: 'association_bulletins', name: 'receipt' })
export class BulletinReceipt {
  @Field(() => ID, { description: 'The bulletin.' })
  @PrimaryColumn('text')
  bulletinId!: string;

  @Field(() => ID, { description: 'The party to which it went.' })
  @PrimaryColumn('text')
  party!: string;

  @Field(() => String, { description: 'The person who confirmed it for the party: the `sub` of the token.' })
  @PrimaryColumn('text')
  person!: string;

  @Field(() => Int, { description: 'What was read: the number of the content.' })
  @PrimaryColumn('integer')
  version!: number;

  @Field(() => InstantScalar, { description: 'When it was confirmed.' })
  @InstantColumn()
  readAt!: Instant;
}

/** The agencies to which a bulletin can go. */
@Entity({ schema: 'association_bulletins', name: 'agency' })
export class BulletinAgency {
  @PrimaryColumn('text')
  party!: string;

  /** Its own, and the blocs to which that belongs. */
  @TextArrayColumn()
  jurisdictions!: readonly string[];
}

type OfTheBulletin = BulletinPublished | BulletinCorrected | BulletinWithdrawn;

const columnsOf = (audience: Audience): Pick<Bulletin, 'audienceKind' | 'committeeId' | 'members' | 'pledgeId' | 'jurisdictions'> => ({
  audienceKind: audience.kind,
  committeeId: audience.kind === 'COMMITTEE' ? audience.committeeId : null,
  members: audience.kind === 'COMMITTEE' ? audience.members : [],
  pledgeId: audience.kind === 'SIGNATORIES' ? audience.pledgeId : null,
  jurisdictions: audience.kind === 'AGENCIES' ? audience.jurisdictions : [],
});

const carrying = (carried: readonly Attachment[]): Pick<Bulletin, 'carried' | 'files'> => ({
  carried,
  files: carried.map(({ sha256 }) => sha256),
});

function evolve(row: Bulletin | undefined, event: Recorded<OfTheBulletin>): Bulletin | undefined {
  if (event.type === 'association.bulletin.BulletinPublished') {
    const { audience, text: _, attachments, ...published } = event.data;
    const fresh = { status: 'PUBLISHED', corrections: [], withdrawnAt: null, withdrawalReason: null } as const;
    return { id: objectOf(event), ...published, ...columnsOf(audience), ...fresh, ...carrying(attachments) };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'association.bulletin.BulletinCorrected': {
      const { version, titles, attachments, reason, correctedAt } = event.data;
      const added = attachments.filter(({ sha256 }) => !row.files.includes(sha256));
      const corrections = [...row.corrections, { version, reason, correctedAt }];
      return { ...row, version, titles, corrections, ...carrying([...row.carried, ...added]) };
    }
    case 'association.bulletin.BulletinWithdrawn':
      return { ...row, status: 'WITHDRAWN', withdrawnAt: event.data.withdrawnAt, withdrawalReason: event.data.reason };
  }
}

/** Every bulletin, what it said, and who has read it; and the agencies, which it finds by their jurisdictions. */
export const bulletins: Projection = {
  name: 'association.bulletins',
  version: 1,
  tables: [
    rows<Bulletin, OfTheBulletin>({
      entity: Bulletin,
      events: pick(
        bulletinEvents,
        'association.bulletin.BulletinPublished',
        'association.bulletin.BulletinCorrected',
        'association.bulletin.BulletinWithdrawn',
      ),
      keys: (event) => [objectOf(event)],
      evolve,
    }),
    rows<BulletinText, BulletinPublished | BulletinCorrected>({
      entity: BulletinText,
      events: pick(bulletinEvents, 'association.bulletin.BulletinPublished', 'association.bulletin.BulletinCorrected'),
      keys: (event) => [[objectOf(event), event.data.version]],
      evolve(_, event) {
        const { version, titles, text, attachments } = event.data;
        return { bulletinId: objectOf(event), version, titles, text, attachments };
      },
    }),
    rows<BulletinReceipt, ReadingConfirmed>({
      entity: BulletinReceipt,
      events: pick(bulletinEvents, 'association.bulletin.ReadingConfirmed'),
      keys: (event) => [[objectOf(event), event.data.party, event.data.person, event.data.version]],
      evolve: (_, event) => ({ bulletinId: objectOf(event), ...event.data }),
    }),
    rows<BulletinAgency, PartyRegistered>({
      entity: BulletinAgency,
      events: pick(partyEvents, 'identity.party.PartyRegistered'),
      keys: (event) => (event.data.kind === 'AGENCY' ? [objectOf(event)] : []),
      evolve: (_, event) => ({ party: objectOf(event), jurisdictions: jurisdictionsOf(event.data.jurisdiction) }),
    }),
  ],
  indexes: [
    'CREATE INDEX ON bulletin ("publishedAt", id)',
    'CREATE INDEX ON bulletin (publisher, "publishedAt", id)',
    'CREATE INDEX ON bulletin USING gin (members)',
    'CREATE INDEX ON bulletin USING gin (files)',
    'CREATE INDEX ON receipt (party, person)',
  ],
};
