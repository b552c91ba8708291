import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, type PersonalText, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows } from '@concord/projections';
import { MoneyOutput } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CompensationRule } from './compensation.js';
import { GroundEnum, OutcomeEnum, PositionEnum, RemedyKindEnum } from './complaint.commands.js';
import {
  COMPLAINT_CLOSERS,
  type ComplaintCloser,
  type ComplaintEvent,
  type ComplaintOutcome,
  complaintEvents,
  type Evidence,
  type Ground,
  type Position,
  type Remedy as RemedyData,
  type RemedyKind,
} from './complaint.events.js';
import { COMPLAINT_STATUSES, type ComplaintStatus, type Sides } from './complaint.js';

export const ComplaintStatusEnum = graphqlEnum('ComplaintStatus', COMPLAINT_STATUSES, 'Where a complaint stands in its life.');
const ComplaintCloserEnum = graphqlEnum('ComplaintCloser', COMPLAINT_CLOSERS, 'Who closed a complaint.');

@ObjectType({ description: 'How a wrong is made good.' })
export class Remedy implements RemedyData {
  @Field(() => RemedyKindEnum, { description: 'The kind.' })
  remedy!: RemedyKind;

  @Field(() => MoneyOutput, { nullable: true, description: 'Of a refund or a compensation; null of a replacement or a repair.' })
  amount!: MoneyOutput | null;
}

@ObjectType({ description: 'A file that proves something; it stays with the complainant.' })
export class ComplaintEvidence implements Omit<Evidence, 'name'> {
  @Field(() => String, { nullable: true, description: 'What it is called; null once that was erased.' })
  name!: string | null;

  @Field(() => String, { description: 'Its SHA-256 digest in hexadecimal.' })
  sha256!: string;

  @Field(() => String, { description: 'Its media type (RFC 6838).' })
  mediaType!: string;
}

@ObjectType({ description: 'How the compensation for a counterfeit is reckoned.' })
export class CounterfeitCompensation implements CompensationRule {
  @Field(() => Int, { description: 'How many times the price.' })
  multiple!: number;

  @Field(() => MoneyOutput, { description: 'The least; it counts only where the price is in its currency.' })
  minimum!: MoneyOutput;

  @Field(() => String, { description: 'Where the rule stands.' })
  source!: string;
}

@ObjectType({ description: 'What the enterprise answered.' })
export class ComplaintAnswer {
  @Field(() => PositionEnum, { description: 'Whether it takes the blame.' })
  position!: Position;

  @Field(() => String, { description: 'What it says.' })
  statement!: string;

  @Field(() => Remedy, { nullable: true, description: 'What it offers instead of the claim; null when nothing.' })
  offer!: RemedyData | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the complainant accepted the offer; null while that is open or there is none.',
  })
  accepted!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why the complainant rejected the offer; null once that was erased, too.' })
  rejectionReason!: string | null;
}

/** An answer as it is kept: what the complainant wrote is sealed. */
export type RecordedAnswer = Omit<ComplaintAnswer, 'rejectionReason'> & { readonly rejectionReason: PersonalText | null };

@ObjectType({ description: 'How a complaint was decided.' })
export class ComplaintDecision {
  @Field(() => OutcomeEnum, { description: 'Whether the complainant was found right.' })
  outcome!: ComplaintOutcome;

  @Field(() => Boolean, { description: 'Whether the deadline decided, as nobody answered.' })
  byDefault!: boolean;

  @Field(() => ID, { nullable: true, description: 'The agency that decided; null where the deadline did.' })
  agency!: string | null;

  @Field(() => String, { description: 'Why.' })
  reasons!: string;

  @Field(() => String, { nullable: true, description: 'The rule on which a default rests; null where an agency decided.' })
  rule!: string | null;

  @Field(() => CounterfeitCompensation, { nullable: true, description: 'How the compensation was reckoned, where a rule did.' })
  compensation!: CompensationRule | null;
}

@ObjectType({
  implements: () => [Node],
  description: "A buyer's case against a seller. Only the two parties, agencies and auditors see it.",
})
@Entity({ schema: 'consumer_complaints', name: 'complaint' })
export class Complaint implements Pick<Node, 'id'>, Sides {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The transaction.' })
  @Column('text')
  transactionId!: string;

  @Field(() => ID, { description: 'The buyer.' })
  @Column('text')
  complainant!: string;

  @Field(() => ID, { description: 'The seller.' })
  @Column('text')
  respondent!: string;

  /** Where the goods came from and went: by these, mandates of auditors cover it. */
  @Column('text')
  origin!: string;

  @Column('text')
  destination!: string;

  @Field(() => ComplaintStatusEnum, { description: 'Where it stands.' })
  @Column('text')
  status!: ComplaintStatus;

  @Field(() => GroundEnum, { description: 'What is wrong.' })
  @Column('text')
  ground!: Ground;

  @Field(() => Remedy, { description: 'What the complainant asks for.' })
  @JsonColumn()
  claim!: RemedyData;

  @JsonColumn()
  narrative!: PersonalText;

  @JsonColumn()
  evidence!: readonly Evidence[];

  @Field(() => InstantScalar, { description: 'When it was filed.' })
  @InstantColumn()
  filedAt!: Instant;

  @Field(() => InstantScalar, { description: 'The answer is due before this instant.' })
  @InstantColumn()
  answerBy!: Instant;

  @Field(() => String, { description: 'The rule that set the deadline.' })
  @Column('text')
  deadlineRule!: string;

  @JsonColumn({ nullable: true })
  answer!: RecordedAnswer | null;

  @Field(() => ComplaintDecision, { nullable: true, description: 'How it was decided; null where it is not, or the parties agreed.' })
  @JsonColumn({ nullable: true })
  decision!: ComplaintDecision | null;

  @Field(() => [Remedy], { description: 'What the enterprise owes, by agreement or decision.' })
  @JsonColumn()
  remedies!: readonly RemedyData[];

  @Field(() => String, { nullable: true, description: 'What shows that the remedy was performed; null while it is not.' })
  @Column('text', { nullable: true })
  performance!: string | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the remedy was performed; null while it is not.' })
  @InstantColumn({ nullable: true })
  performedAt!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the platform closes it; null before the remedy.' })
  @InstantColumn({ nullable: true })
  closeBy!: Instant | null;

  @Field(() => ComplaintCloserEnum, { nullable: true, description: 'Who closed it; null while it is not closed.' })
  @Column('text', { nullable: true })
  closedBy!: ComplaintCloser | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it was closed; null while it is not.' })
  @InstantColumn({ nullable: true })
  closedAt!: Instant | null;
}

const NOT_YET = {
  answer: null,
  decision: null,
  remedies: [],
  performance: null,
  performedAt: null,
  closeBy: null,
  closedBy: null,
  closedAt: null,
} as const;

function evolve(row: Complaint | undefined, event: Recorded<ComplaintEvent>): Complaint | undefined {
  if (event.type === 'consumer.complaint.ComplaintFiled') {
    const { total: _, ...filed } = event.data;
    return { id: objectOf(event), ...filed, status: 'FILED', ...NOT_YET };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'consumer.complaint.ComplaintAnswered': {
      const { position, offer } = event.data;
      const answer = { ...event.data, accepted: null, rejectionReason: null };
      if (offer) return { ...row, status: 'OFFERED', answer };
      return position === 'ACCEPT' ? { ...row, status: 'AGREED', answer, remedies: [row.claim] } : { ...row, status: 'CONTESTED', answer };
    }
    case 'consumer.complaint.OfferAccepted':
      return { ...row, status: 'AGREED', answer: row.answer && { ...row.answer, accepted: true }, remedies: [event.data.remedy] };
    case 'consumer.complaint.OfferRejected': {
      const answer = row.answer && { ...row.answer, accepted: false, rejectionReason: event.data.reason };
      return { ...row, status: 'CONTESTED', answer };
    }
    case 'consumer.complaint.ComplaintDecided': {
      const { remedies, ...decision } = event.data;
      return { ...row, status: decision.outcome, decision, remedies };
    }
    case 'consumer.complaint.RemedyPerformed': {
      const { evidence, performedAt, closeBy } = event.data;
      return { ...row, status: 'REMEDIED', performance: evidence, performedAt, closeBy };
    }
    case 'consumer.complaint.ComplaintClosed':
      return { ...row, status: 'CLOSED', ...event.data };
  }
}

/** Every complaint as it stands. */
export const complaints: Projection = {
  name: 'consumer.complaints',
  version: 3,
  tables: [rows<Complaint, ComplaintEvent>({ entity: Complaint, events: complaintEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON complaint ("filedAt", id)',
    'CREATE INDEX ON complaint (complainant, "filedAt", id)',
    'CREATE INDEX ON complaint (respondent, "filedAt", id)',
    'CREATE INDEX ON complaint ("transactionId")',
  ],
};
