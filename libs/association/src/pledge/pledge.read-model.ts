import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Duration, type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Section } from '../standard/standard.events.js';
import {
  type PledgeEvent,
  type PledgeLeft,
  type PledgePublished,
  type PledgeRevised,
  type PledgeSigned,
  pledgeEvents,
  SIGNATURE_ENDS,
  type SignatoryExpelled,
  type SignatoryReadmitted,
  type SignatorySuspended,
  type SignatureEnd,
} from './pledge.events.js';
import { PLEDGE_STATUSES, type PledgeStatus } from './pledge.js';

export const PledgeStatusEnum = graphqlEnum('PledgeStatus', PLEDGE_STATUSES, 'Whether a pledge takes signatures.');
const SignatureEndEnum = graphqlEnum('SignatureEnd', SIGNATURE_ENDS, 'What ended a signature.');

@ObjectType({ description: 'A version of a pledge.' })
export class PledgeVersion {
  @Field(() => Int, { description: 'Its number; the first is 1.' })
  version!: number;

  @Field(() => String, {
    description: 'SHA-256, in hexadecimal, of the sections (eId, heading, text) as canonical JSON (RFC 8785): what is signed.',
  })
  contentHash!: string;

  @Field(() => String, { description: 'How long an enterprise has to answer the report of a breach, by ISO 8601.' })
  hearingTerm!: Duration;

  @Field(() => InstantScalar, { description: 'When it was published.' })
  publishedAt!: Instant;

  @Field(() => String, { nullable: true, description: 'Why it was revised; null where nobody said so.' })
  reason!: string | null;
}

@ObjectType({ implements: () => [Node], description: 'A code of conduct of an association, which enterprises sign.' })
@Entity({ schema: 'association_pledges', name: 'pledge' })
export class Pledge implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The association that published it.' })
  @Column('text')
  association!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  @JsonColumn()
  titles!: readonly LocalizedText[];

  @Field(() => PledgeStatusEnum, { description: 'Whether it takes signatures.' })
  @Column('text')
  status!: PledgeStatus;

  @Field(() => Int, { description: 'The number of the current version; the first is 1.' })
  @Column('integer')
  version!: number;

  @Field(() => String, { description: 'The content hash of the current version: what one signs.' })
  @Column('text')
  contentHash!: string;

  @Field(() => [PledgeVersion], { description: 'All versions, oldest first; see `text` for what they say.' })
  @JsonColumn()
  versions!: readonly PledgeVersion[];

  @Field(() => InstantScalar, { nullable: true, description: 'When it was closed; null while it is open.' })
  @InstantColumn({ nullable: true })
  closedAt!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Why it was closed; null where nobody said so.' })
  @Column('text', { nullable: true })
  closingReason!: string | null;
}

/** The text of a version: what is long, apart from what lists show. */
@Entity({ schema: 'association_pledges', name: 'pledge_text' })
export class PledgeText {
  @PrimaryColumn('text')
  pledgeId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @JsonColumn()
  sections!: readonly Section[];
}

@ObjectType({ description: 'A signature that gave way to a later one of the same enterprise.' })
export class EarlierSignature {
  @Field(() => Int, { description: 'The version that was signed.' })
  version!: number;

  @Field(() => InstantScalar, { description: 'When it was signed.' })
  signedAt!: Instant;

  @Field(() => InstantScalar, { description: 'When it ended: the enterprise left, was expelled, or signed another version.' })
  until!: Instant;
}

@ObjectType({ description: 'An enterprise that has signed a pledge, and what became of it.' })
@Entity({ schema: 'association_pledges', name: 'signatory' })
export class PledgeSignatory {
  @Field(() => ID, { description: 'The pledge.' })
  @PrimaryColumn('text')
  pledgeId!: string;

  @Field(() => ID, { description: 'The enterprise.' })
  @PrimaryColumn('text')
  enterprise!: string;

  @Field(() => Int, { description: 'The version that it signed last, and to which it is bound until it leaves.' })
  @Column('integer')
  version!: number;

  @Field(() => String, { description: 'The content hash of that version.' })
  @Column('text')
  contentHash!: string;

  @Field(() => InstantScalar, { description: 'When it signed that version.' })
  @InstantColumn()
  signedAt!: Instant;

  @Field(() => InstantScalar, { nullable: true, description: 'When its signature ended; null while it is bound.' })
  @InstantColumn({ nullable: true })
  leftAt!: Instant | null;

  @Field(() => SignatureEndEnum, { nullable: true, description: 'What ended its signature; null while it is bound.' })
  @Column('text', { nullable: true })
  end!: SignatureEnd | null;

  @Field(() => String, { nullable: true, description: 'Why it left; null where it did not say so.' })
  @Column('text', { nullable: true })
  reason!: string | null;

  /** The instant at which the last suspension ends; the resolver shows it as long as it lasts. */
  @InstantColumn({ nullable: true })
  suspensionEndsAt!: Instant | null;

  @Field(() => Boolean, { description: 'Whether it was expelled, and may not sign again before the association has readmitted it.' })
  @Column('boolean')
  expelled!: boolean;

  @Field(() => [EarlierSignature], { description: 'Its earlier signatures, oldest first.' })
  @JsonColumn()
  earlier!: readonly EarlierSignature[];
}

const versionOf = (
  { version, contentHash, hearingTerm, publishedAt }: (PledgePublished | PledgeRevised)['data'],
  reason: string | null,
) => ({
  version,
  contentHash,
  hearingTerm,
  publishedAt,
  reason,
});

type OfThePledge = Extract<PledgeEvent, { type: `association.pledge.Pledge${'Published' | 'Revised' | 'Closed'}` }>;

function evolvePledge(row: Pledge | undefined, event: Recorded<OfThePledge>): Pledge | undefined {
  if (event.type === 'association.pledge.PledgePublished') {
    const { association, titles, version, contentHash } = event.data;
    const versions = [versionOf(event.data, null)];
    return {
      id: objectOf(event),
      association,
      titles,
      status: 'OPEN',
      version,
      contentHash,
      versions,
      closedAt: null,
      closingReason: null,
    };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'association.pledge.PledgeRevised': {
      const { titles, version, contentHash, reason } = event.data;
      return { ...row, titles, version, contentHash, versions: [...row.versions, versionOf(event.data, reason)] };
    }
    case 'association.pledge.PledgeClosed':
      return { ...row, status: 'CLOSED', closedAt: event.data.closedAt, closingReason: event.data.reason };
  }
}

type OfASignatory = PledgeSigned | PledgeLeft | SignatorySuspended | SignatoryExpelled | SignatoryReadmitted;

const ended = (row: PledgeSignatory, end: SignatureEnd, leftAt: Instant, reason: string | null): PledgeSignatory =>
  row.leftAt === null ? { ...row, end, leftAt, reason } : row;

function evolveSignatory(row: PledgeSignatory | undefined, event: Recorded<OfASignatory>): PledgeSignatory | undefined {
  if (event.type === 'association.pledge.PledgeSigned') {
    const { enterprise, version, contentHash, signedAt } = event.data;
    const earlier = row ? [...row.earlier, { version: row.version, signedAt: row.signedAt, until: row.leftAt ?? signedAt }] : [];
    const fresh = { leftAt: null, end: null, reason: null, expelled: false, suspensionEndsAt: row?.suspensionEndsAt ?? null };
    return { pledgeId: objectOf(event), enterprise, version, contentHash, signedAt, ...fresh, earlier };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'association.pledge.PledgeLeft':
      return ended(row, 'LEFT', event.data.leftAt, event.data.reason);
    case 'association.pledge.SignatorySuspended':
      return { ...row, suspensionEndsAt: event.data.endsAt };
    case 'association.pledge.SignatoryExpelled':
      return { ...ended(row, 'EXPELLED', event.data.expelledAt, null), expelled: true };
    case 'association.pledge.SignatoryReadmitted':
      return { ...row, expelled: false };
  }
}

/** Every pledge, the text of each of its versions, and who signed it. */
export const pledges: Projection = {
  name: 'association.pledges',
  version: 1,
  tables: [
    rows<Pledge, OfThePledge>({
      entity: Pledge,
      events: pick(
        pledgeEvents,
        'association.pledge.PledgePublished',
        'association.pledge.PledgeRevised',
        'association.pledge.PledgeClosed',
      ),
      keys: (event) => [objectOf(event)],
      evolve: evolvePledge,
    }),
    rows<PledgeText, PledgePublished | PledgeRevised>({
      entity: PledgeText,
      events: pick(pledgeEvents, 'association.pledge.PledgePublished', 'association.pledge.PledgeRevised'),
      keys: (event) => [[objectOf(event), event.data.version]],
      evolve: (_, event) => ({ pledgeId: objectOf(event), version: event.data.version, sections: event.data.sections }),
    }),
    rows<PledgeSignatory, OfASignatory>({
      entity: PledgeSignatory,
      events: pick(
        pledgeEvents,
        'association.pledge.PledgeSigned',
        'association.pledge.PledgeLeft',
        'association.pledge.SignatorySuspended',
        'association.pledge.SignatoryExpelled',
        'association.pledge.SignatoryReadmitted',
      ),
      keys: (event) => [[objectOf(event), event.data.enterprise]],
      evolve: evolveSignatory,
    }),
  ],
  indexes: ['CREATE INDEX ON pledge (association, id)', 'CREATE INDEX ON signatory (enterprise, "pledgeId")'],
};
