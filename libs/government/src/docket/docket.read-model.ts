import { CalendarDateScalar, graphqlEnum, InstantScalar, Node } from '@concord/graphql';
import { type CalendarDate, dateIn, type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { DateColumn, InstantColumn, type Projection, type RowKey, rows, TextArrayColumn } from '@concord/projections';
import { Field, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RelationEnum } from './docket.commands.js';
import { type DocketEvent, type DocumentFiled, type DocumentRelated, docketEvents } from './docket.events.js';
import { DOCUMENT_KINDS, type DocumentKind, KIND_BASES, type KindBasis, kindOf } from './document-kind.js';
import { RELATION_BASES, type RelationBasis, type RelationKind } from './relation.js';
import { subjectOf } from './subject.js';

const DocumentKindEnum = graphqlEnum('DocumentKind', DOCUMENT_KINDS, 'What a document of a docket does, whatever its publisher calls it.');
const KindBasisEnum = graphqlEnum(
  'DocumentKindBasis',
  KIND_BASES,
  "From what the kind of a document is known: the publisher's subtype, the number that the register gives to corrections, words of the title, or the document type alone.",
);
const RelationBasisEnum = graphqlEnum(
  'DocumentRelationBasis',
  RELATION_BASES,
  'On what a relation rests: the number that the register gives to corrections; the titles; that the docket holds no other document of that kind; or the word of the agency.',
);

@ObjectType({
  implements: () => [Node],
  description: 'Everything that agencies published about one matter: proposals, extensions, corrections, final rules, in their order.',
})
@Entity({ schema: 'government_dockets', name: 'docket' })
export class Docket implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The agency that filed first.' })
  @Column('text')
  agency!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of the country, or the bloc, in which it governs.' })
  @Column('text')
  jurisdiction!: string;

  @Field(() => String, { description: 'The docket as the agency writes it: the `docket` of its norms.' })
  @Column('text')
  number!: string;

  @Field(() => String, { nullable: true, description: 'The system in which it is kept; null: here.' })
  @Column('text', { nullable: true })
  system!: string | null;

  @Field(() => String, { nullable: true, description: 'Its title; null while nobody has described it.' })
  @Column('text', { nullable: true })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  @Column('text', { nullable: true })
  abstract!: string | null;

  @Field(() => String, { nullable: true, description: "The agency's own word for its kind." })
  @Column('text', { nullable: true })
  docketType!: string | null;

  @Field(() => String, { nullable: true, description: 'The Regulation Identifier Number of the Unified Agenda.' })
  @Column('text', { nullable: true })
  rin!: string | null;
}

@ObjectType({ description: 'A document as its publisher describes it, and what it does to another one.' })
@Entity({ schema: 'government_dockets', name: 'document' })
export class DocketDocument {
  @PrimaryColumn('text')
  docket!: string;

  @Field(() => String, { description: 'Its id with its publisher.' })
  @PrimaryColumn('text')
  documentId!: string;

  @Field(() => String, { description: 'The agency that filed it.' })
  @Column('text')
  agency!: string;

  @Column('text', { nullable: true })
  normId!: string | null;

  @Field(() => String, { description: 'What kind of text it is, in the words of its publisher.' })
  @Column('text')
  documentType!: string;

  @Field(() => String, { nullable: true, description: "The publisher's own word for what it does." })
  @Column('text', { nullable: true })
  subtype!: string | null;

  @Field(() => DocumentKindEnum, { description: 'What it does.' })
  @Column('text')
  kind!: DocumentKind;

  @Field(() => KindBasisEnum, { description: 'From what that is known.' })
  @Column('text')
  kindBasis!: KindBasis;

  @Field(() => String, { description: 'Its title.' })
  @Column('text')
  title!: string;

  /** The words of its subject, in the order of the alphabet. */
  @Column('text')
  subject!: string;

  @Field(() => String, { nullable: true, description: 'Its number in the official register.' })
  @Column('text', { nullable: true })
  registerNumber!: string | null;

  @Field(() => InstantScalar, { description: 'When it was posted.' })
  @InstantColumn()
  postedAt!: Instant;

  @Field(() => CalendarDateScalar, { description: "The day on which it was posted, in its publisher's zone." })
  @DateColumn()
  postedOn!: CalendarDate;

  @Field(() => InstantScalar, { nullable: true, description: 'When its publisher began to take comments on it.' })
  @InstantColumn({ nullable: true })
  commentsFrom!: Instant | null;

  @Field(() => InstantScalar, { nullable: true, description: 'Until when its publisher takes comments on it.' })
  @InstantColumn({ nullable: true })
  commentsUntil!: Instant | null;

  @Field(() => Boolean, { description: 'Whether its publisher withdrew it.' })
  @Column('boolean')
  withdrawn!: boolean;

  @Field(() => RelationEnum, { nullable: true, description: 'What it does to another document; null: it stands by itself.' })
  @Column('text', { nullable: true })
  relation!: RelationKind | null;

  @Field(() => String, { nullable: true, description: 'The other document, where it is in the same docket, by its id with its publisher.' })
  @Column('text', { nullable: true })
  relatedTo!: string | null;

  @Column('text', { nullable: true })
  relatedNormId!: string | null;

  @Field(() => RelationBasisEnum, { nullable: true, description: 'On what the relation rests.' })
  @Column('text', { nullable: true })
  relationBasis!: RelationBasis | null;

  @Field(() => [String], { description: 'Where the relation is `UNRESOLVED`: the documents of the docket that it may be about.' })
  @TextArrayColumn()
  candidates!: readonly string[];

  @Field(() => String, { nullable: true, description: 'What the agency said for the relation; null where it follows from the documents.' })
  @Column('text', { nullable: true })
  relationReason!: string | null;
}

const evolveDocket = (row: Docket | undefined, event: Recorded<DocketEvent>): Docket | undefined => {
  switch (event.type) {
    case 'government.docket.DocketOpened':
      return { id: objectOf(event), ...event.data, title: null, abstract: null, docketType: null, rin: null };
    case 'government.docket.DocketDescribed': {
      const { title, abstract, docketType, rin } = event.data;
      return row && { ...row, title, abstract, docketType, rin };
    }
    default:
      return row;
  }
};

type OfDocument = DocumentFiled | DocumentRelated;

const documentKey = (event: Recorded<OfDocument>): RowKey => [objectOf(event), event.data.documentId];

const UNRELATED = { relation: null, relatedTo: null, relatedNormId: null, relationBasis: null, candidates: [], relationReason: null };

function evolveDocument(row: DocketDocument | undefined, event: Recorded<OfDocument>): DocketDocument | undefined {
  if (event.type === 'government.docket.DocumentRelated') {
    const { relation, to, norm, basis, candidates, reason } = event.data;
    return row && { ...row, relation, relatedTo: to, relatedNormId: norm, relationBasis: basis, candidates, relationReason: reason };
  }
  const { norm, objectId: _, modifiedAt: __, zone, ...described } = event.data;
  const { kind, basis } = kindOf(described);
  return {
    ...(row ?? UNRELATED),
    ...described,
    docket: objectOf(event),
    normId: norm,
    kind,
    kindBasis: basis,
    subject: [...subjectOf(described.title)].sort().join(' '),
    postedOn: dateIn(zone, described.postedAt),
  };
}

/** Every docket, and its documents. */
export const dockets: Projection = {
  name: 'government.dockets',
  version: 1,
  tables: [
    rows<Docket, DocketEvent>({
      entity: Docket,
      events: pick(docketEvents, 'government.docket.DocketOpened', 'government.docket.DocketDescribed'),
      keys: (event) => [objectOf(event)],
      evolve: evolveDocket,
    }),
    rows<DocketDocument, OfDocument>({
      entity: DocketDocument,
      events: pick(docketEvents, 'government.docket.DocumentFiled', 'government.docket.DocumentRelated'),
      keys: (event) => [documentKey(event)],
      evolve: evolveDocument,
    }),
  ],
  indexes: [
    'CREATE INDEX ON docket (agency, id)',
    'CREATE INDEX ON document (docket, "postedAt", "documentId")',
    'CREATE INDEX ON document ("normId")',
    'CREATE INDEX ON document ("relatedNormId")',
    // A title may be longer than an index takes.
    'CREATE INDEX ON document (agency, md5(subject))',
  ],
};
