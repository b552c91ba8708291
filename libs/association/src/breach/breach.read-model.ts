import { Attachment } from '@concord/files';
import { graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import {
  type CalendarDate,
  type Instant,
  objectOf,
  type PartyKind,
  type PersonalText,
  type Recorded,
  type TimeZone,
} from '@concord/kernel';
import { DateColumn, InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BreachOutcomeEnum, MeasureEnum } from './breach.commands.js';
import { type BreachEvent, type BreachOutcome, breachEvents, type Measure } from './breach.events.js';
import { BREACH_STATUSES, type BreachStatus } from './breach.js';
import type { Sides } from './breach-readers.js';

export const BreachStatusEnum = graphqlEnum(
  'BreachStatus',
  BREACH_STATUSES,
  'Where the report of a breach stands. HEARD: the term of the hearing has ended, with an answer or without.',
);

@ObjectType({ description: 'What an enterprise says to the report of a breach.' })
export class BreachAnswer {
  @Field(() => String, { description: 'What it says.' })
  statement!: string;

  @Field(() => [Attachment], { description: 'Files that show it.' })
  attachments!: readonly Attachment[];

  @Field(() => InstantScalar, { description: 'When it said so.' })
  answeredAt!: Instant;
}

@ObjectType({ description: 'How the report of a breach was decided.' })
export class BreachDecision {
  @Field(() => BreachOutcomeEnum, { description: 'Whether a breach was found.' })
  outcome!: BreachOutcome;

  @Field(() => MeasureEnum, { description: 'The consequence.' })
  measure!: Measure;

  @Field(() => String, { nullable: true, description: 'The last day of a suspension, `YYYY-MM-DD`; null of any other measure.' })
  until!: CalendarDate | null;

  @Field(() => String, { description: 'The time zone of that day.' })
  zone!: TimeZone;

  @Field(() => String, { nullable: true, description: 'Why; null for those who see only what was published.' })
  reasons!: string | null;

  @Field(() => InstantScalar, { description: 'When it was decided.' })
  decidedAt!: Instant;
}

@ObjectType({
  implements: () => [Node],
  description:
    'A report that an enterprise has breached a pledge. Whoever reported it, the enterprise, the association and auditors see it; everyone else sees what was published of the decision.',
})
@Entity({ schema: 'association_breaches', name: 'breach' })
export class PledgeBreach implements Pick<Node, 'id'>, Sides {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => ID, { description: 'The pledge.' })
  @Column('text')
  pledgeId!: string;

  @Field(() => ID, { description: 'The association to which the pledge belongs: it decides.' })
  @Column('text')
  association!: string;

  @Field(() => ID, { description: 'The enterprise.' })
  @Column('text')
  enterprise!: string;

  @Field(() => Int, { description: 'The version of the pledge to which the enterprise was bound.' })
  @Column('integer')
  version!: number;

  @Field(() => String, { description: 'The eId of the section that it is said to have breached.' })
  @Column('text')
  provision!: string;

  /** The resolver shows who it is to those who may know. */
  @Column('text')
  reporter!: string;

  @Column('text')
  reporterKind!: PartyKind;

  /** The resolver shows these three to those whose case it is. */
  @JsonColumn()
  facts!: PersonalText;

  @JsonColumn()
  attachments!: readonly Attachment[];

  @JsonColumn()
  answers!: readonly BreachAnswer[];

  @Field(() => String, { description: 'The day on which it is said to have happened, `YYYY-MM-DD`.' })
  @DateColumn()
  happenedOn!: CalendarDate;

  @Field(() => String, { description: 'The time zone of that day.' })
  @Column('text')
  zone!: TimeZone;

  @Field(() => InstantScalar, { description: 'When it was reported.' })
  @InstantColumn()
  reportedAt!: Instant;

  @Field(() => InstantScalar, { description: 'The answer of the enterprise is due before this instant; then the hearing closes.' })
  @InstantColumn()
  answerBy!: Instant;

  @Field(() => InstantScalar, { nullable: true, description: 'When the hearing closed at the end of its term; null where it has not.' })
  @InstantColumn({ nullable: true })
  hearingClosedAt!: Instant | null;

  @Field(() => BreachStatusEnum, { description: 'Where it stands.' })
  @Column('text')
  status!: BreachStatus;

  /** The resolver shows it, with its reasons or without. */
  @JsonColumn({ nullable: true })
  decision!: BreachDecision | null;

  @Field(() => [LocalizedText], {
    nullable: true,
    description: 'What everyone may know of the case; null where the decision is not published.',
  })
  @JsonColumn({ nullable: true })
  summary!: readonly LocalizedText[] | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the decision was first published; null where it is not.' })
  @InstantColumn({ nullable: true })
  publishedAt!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When the report was withdrawn; null where it was not.' })
  @InstantColumn({ nullable: true })
  withdrawnAt!: Instant | null;

  /** Opened by the resolver, as the facts are. */
  @JsonColumn({ nullable: true })
  withdrawalReason!: PersonalText | null;

  /** The digests of all attachments. */
  @TextArrayColumn()
  files!: readonly string[];
}

const digestsOf = (attachments: readonly Attachment[]): readonly string[] => attachments.map(({ sha256 }) => sha256);

const NOT_YET = {
  answers: [],
  hearingClosedAt: null,
  decision: null,
  summary: null,
  publishedAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
} as const;

function evolve(row: PledgeBreach | undefined, event: Recorded<BreachEvent>): PledgeBreach | undefined {
  if (event.type === 'association.breach.BreachReported') {
    const { hearingTerm: _, ...reported } = event.data;
    return { id: objectOf(event), ...reported, status: 'HEARING', ...NOT_YET, files: digestsOf(reported.attachments) };
  }
  if (!row) return undefined;
  switch (event.type) {
    case 'association.breach.BreachAnswered':
    case 'association.breach.AnswerSupplemented': {
      const files = [...row.files, ...digestsOf(event.data.attachments)];
      return { ...row, status: 'ANSWERED', answers: [...row.answers, event.data], files };
    }
    case 'association.breach.HearingClosed':
      return { ...row, status: 'HEARD', hearingClosedAt: event.data.closedAt };
    case 'association.breach.BreachDecided': {
      const { pledgeId: _, enterprise: __, ...decision } = event.data;
      return { ...row, status: decision.outcome, decision };
    }
    case 'association.breach.DecisionPublished':
      return { ...row, summary: event.data.summary, publishedAt: row.publishedAt ?? event.data.publishedAt };
    case 'association.breach.ReportWithdrawn':
      return { ...row, status: 'WITHDRAWN', withdrawnAt: event.data.withdrawnAt, withdrawalReason: event.data.reason };
  }
}

/** Every report of a breach as it stands. */
export const breaches: Projection = {
  name: 'association.breaches',
  version: 2,
  tables: [rows<PledgeBreach, BreachEvent>({ entity: PledgeBreach, events: breachEvents, keys: (event) => [objectOf(event)], evolve })],
  indexes: [
    'CREATE INDEX ON breach ("reportedAt", id)',
    'CREATE INDEX ON breach (association, "reportedAt", id)',
    'CREATE INDEX ON breach (enterprise, "reportedAt", id)',
    'CREATE INDEX ON breach (reporter, "reportedAt", id)',
    'CREATE INDEX ON breach ("pledgeId", "reportedAt", id)',
    'CREATE INDEX ON breach USING gin (files)',
  ],
};
