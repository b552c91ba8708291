import { InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { InstantColumn, JsonColumn, type Projection, rows, TextArrayColumn } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BallotCriterion } from '../rule/rule.type.js';
import type { Criterion } from '../rule/tally.js';
import type { Draft } from './drafts.js';
import { PROCEDURES, type Procedure } from './procedure.js';
import { StandardsProcedure } from './procedure.types.js';
import { StageEnum } from './standard.commands.js';
import {
  type BallotVerdict,
  type DraftSubmitted,
  type Editor,
  type Section,
  type Stage,
  type StandardEvent,
  standardEvents,
} from './standard.events.js';
import { isEditor, reviewDueAt } from './standard-state.js';

@ObjectType({ description: 'A part of the text of a standard or a pledge.' })
export class StandardSection implements Section {
  @Field(() => String, { description: 'Its permanent place in the text.' })
  eId!: string;

  @Field(() => String, { nullable: true, description: 'Its heading, in the authentic language.' })
  heading!: string | null;

  @Field(() => [LocalizedText], { description: 'Its text, once for each language; the first is the authentic one.' })
  text!: readonly LocalizedText[];
}

@ObjectType({ description: 'A draft of a standard.' })
export class StandardDraft implements Draft {
  @Field(() => Int, { description: 'Its number; the first draft is 1.' })
  version!: number;

  @Field(() => String, {
    description: 'SHA-256, in hexadecimal, of the sections (eId, heading, text) as canonical JSON (RFC 8785): what a ballot is bound to.',
  })
  contentHash!: string;

  @Field(() => InstantScalar, { description: 'When it was submitted.' })
  submittedAt!: Instant;

  @Field(() => StageEnum, { description: 'The stage at which it was submitted.' })
  stage!: Stage;
}

@ObjectType({ description: 'What a ballot decided about a standard.' })
export class StandardVerdict implements BallotVerdict {
  @Field(() => ID, { description: 'The ballot.' })
  ballotId!: string;

  @Field(() => Int, { description: 'The number of the draft that was voted on.' })
  draftVersion!: number;

  @Field(() => String, { description: 'The content hash of that draft.' })
  contentHash!: string;

  @Field(() => StageEnum, { description: 'The stage at which it was opened.' })
  stage!: Stage;

  @Field(() => StageEnum, { description: 'Where an approval was to lead.' })
  proposes!: Stage;

  @Field(() => Boolean, { description: 'Whether the standard went there: to PUBLISHED, it was adopted.' })
  adopted!: boolean;

  @Field(() => ID, { nullable: true, description: 'The appeal that annulled it; null where none did.' })
  annulledBy!: string | null;

  @Field(() => [BallotCriterion], { description: 'The conditions of approval, with the numbers that decided each.' })
  criteria!: readonly Criterion[];
}

@ObjectType({ description: 'A text of a standard that was published.' })
export class StandardEdition {
  @Field(() => Int, { description: 'The number of the draft that it was; see `text` for what it says.' })
  draftVersion!: number;

  @Field(() => String, { description: 'The content hash of that draft.' })
  contentHash!: string;

  @Field(() => ID, { description: 'The ballot that adopted it.' })
  ballotId!: string;

  @Field(() => InstantScalar, { description: 'When it was published.' })
  publishedAt!: Instant;
}

@ObjectType({ description: 'Who drafts a standard beside the association.' })
export class StandardEditor implements Editor {
  @Field(() => ID, { description: 'A member of the committee, or the association.' })
  party!: string;

  @Field(() => Boolean, { description: 'Whether only one person of the party drafts; otherwise each of its officers.' })
  onePerson!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'That person: the `sub` of their token. Null for everyone but the party, the association and auditors.',
  })
  person!: string | null;
}

@ObjectType({ implements: () => [Node], description: 'A voluntary rule text of an association, drafted in stages and adopted by ballot.' })
@Entity({ schema: 'association_standards', name: 'standard' })
export class Standard implements Pick<Node, 'id'> {
  @PrimaryColumn('text')
  id!: string;

  @Field(() => String, { description: 'The association that proposed it.' })
  @Column('text')
  association!: string;

  @Field(() => ID, { description: 'The committee that drafts it and votes on it.' })
  @Column('text')
  committeeId!: string;

  @Field(() => [LocalizedText], { description: 'Its title, once for each language; the first is the authentic one.' })
  @JsonColumn()
  titles!: readonly LocalizedText[];

  @Field(() => [LocalizedText], { description: 'What it is about, once for each language; the first is the authentic one.' })
  @JsonColumn()
  scope!: readonly LocalizedText[];

  @Field(() => StageEnum, { description: 'The stage that it has reached.' })
  @Column('text')
  stage!: Stage;

  @Field(() => [StandardDraft], { description: 'Its drafts, oldest first; see `text` for what they say.' })
  @JsonColumn()
  drafts!: readonly StandardDraft[];

  @Field(() => [StandardVerdict], { description: 'What ballots decided about it, oldest first.' })
  @JsonColumn()
  verdicts!: readonly StandardVerdict[];

  @Field(() => StandardsProcedure, { description: 'The rules for each of its moves: those of its committee when it was proposed.' })
  @JsonColumn()
  procedure!: Procedure;

  @Field(() => [StandardEdition], { description: 'The texts that were published, oldest first; the last one stands while it is revised.' })
  @JsonColumn()
  editions!: readonly StandardEdition[];

  @Field(() => InstantScalar, { nullable: true, description: 'When its review falls due by itself; null where none does.' })
  @InstantColumn({ nullable: true })
  reviewDueAt!: Instant | null;

  @Field(() => [ID], { description: 'The appeals that keep it where it stands, until they are decided.' })
  @TextArrayColumn()
  stayedBy!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Why it, or its last revision that was, was given up; null where none was.' })
  @Column('text', { nullable: true })
  cancellationReason!: string | null;

  /** With persons, which are not for everyone: the resolver shows them. */
  @JsonColumn()
  editors!: readonly Editor[];
}

/** The text of a draft: what is long, apart from what lists show. */
@Entity({ schema: 'association_standards', name: 'draft_text' })
export class DraftText {
  @PrimaryColumn('text')
  standardId!: string;

  @PrimaryColumn('integer')
  version!: number;

  @JsonColumn()
  sections!: readonly Section[];
}

/** What a ballot moved, at the moment at which it did. */
function moved(row: Standard, verdict: Omit<StandardVerdict, 'adopted' | 'annulledBy'>, reviewDueAt: Instant | null): Partial<Standard> {
  return { stage: verdict.proposes, verdicts: [...row.verdicts, { ...verdict, adopted: true, annulledBy: null }], reviewDueAt };
}

/** The ballot that is annulled, and those that moved the standard on from there, have no effect any more. */
function annulled(row: Standard, appealId: string, ballotId: string): Partial<Standard> {
  const first = row.verdicts.findIndex((verdict) => verdict.ballotId === ballotId);
  const verdicts = row.verdicts.map((verdict, index) =>
    index >= first && verdict.adopted && verdict.annulledBy === null ? { ...verdict, annulledBy: appealId } : verdict,
  );
  const undone = new Set(verdicts.filter(({ annulledBy }) => annulledBy !== null).map((verdict) => verdict.ballotId));
  return { verdicts, editions: row.editions.filter((edition) => !undone.has(edition.ballotId)) };
}

function change(row: Standard, event: Recorded<StandardEvent>): Partial<Standard> {
  switch (event.type) {
    case 'association.standard.StandardProposed':
    case 'association.standard.MoveHeld':
      return {};
    case 'association.standard.DraftSubmitted': {
      const { version, contentHash, submittedAt, stage } = event.data;
      return { drafts: [...row.drafts, { version, contentHash, submittedAt, stage }] };
    }
    case 'association.standard.StandardAdvanced':
      return { stage: event.data.to };
    case 'association.standard.StandardCancelled':
      return { stage: event.data.to, cancellationReason: event.data.reason };
    case 'association.standard.ReviewStarted':
      return { stage: 'REVIEW', reviewDueAt: null };
    case 'association.standard.StandardAdopted': {
      const { from, stage, publishedAt: at, reviewPeriod, ...verdict } = event.data;
      const publishedAt = at ?? event.metadata.occurredAt;
      const { ballotId, draftVersion, contentHash } = verdict;
      return {
        ...moved(row, { ...verdict, stage: from, proposes: stage }, reviewDueAt(publishedAt, reviewPeriod)),
        editions: [...row.editions, { ballotId, draftVersion, contentHash, publishedAt }],
      };
    }
    case 'association.standard.StandardMovedByBallot': {
      const { from, to, movedAt, reviewPeriod, ...verdict } = event.data;
      return moved(row, { ...verdict, stage: from, proposes: to }, reviewPeriod && reviewDueAt(movedAt, reviewPeriod));
    }
    case 'association.standard.StandardNotAdopted':
      return { verdicts: [...row.verdicts, { ...event.data, adopted: false, annulledBy: null }] };
    case 'association.standard.EditorAppointed':
      return { editors: [...row.editors, event.data] };
    case 'association.standard.EditorDismissed':
      return { editors: row.editors.filter((editor) => !isEditor(editor, event.data)) };
    case 'association.standard.StandardStayed':
      return { stayedBy: [...row.stayedBy, event.data.appealId] };
    case 'association.standard.StayLifted':
      return { stayedBy: row.stayedBy.filter((appeal) => appeal !== event.data.appealId) };
    case 'association.standard.AdoptionAnnulled': {
      const { appealId, ballotId, to } = event.data;
      const stayedBy = row.stayedBy.filter((appeal) => appeal !== appealId);
      return { ...annulled(row, appealId, ballotId), stage: to, stayedBy, reviewDueAt: null };
    }
  }
}

const NOTHING_YET = {
  drafts: [],
  verdicts: [],
  editions: [],
  reviewDueAt: null,
  stayedBy: [],
  cancellationReason: null,
  editors: [],
} as const;

function evolve(row: Standard | undefined, event: Recorded<StandardEvent>): Standard | undefined {
  if (event.type !== 'association.standard.StandardProposed') return row && { ...row, ...change(row, event) };
  return { id: objectOf(event), ...event.data, procedure: PROCEDURES[event.data.procedure], ...NOTHING_YET };
}

/** Every standard as it stands, and the text of each of its drafts. */
export const standards: Projection = {
  name: 'association.standards',
  version: 2,
  tables: [
    rows<Standard, StandardEvent>({ entity: Standard, events: standardEvents, keys: (event) => [objectOf(event)], evolve }),
    rows<DraftText, DraftSubmitted>({
      entity: DraftText,
      events: pick(standardEvents, 'association.standard.DraftSubmitted'),
      keys: (event) => [[objectOf(event), event.data.version]],
      evolve: (_, event) => ({ standardId: objectOf(event), version: event.data.version, sections: event.data.sections }),
    }),
  ],
  indexes: [
    'CREATE INDEX ON standard (association, id)',
    'CREATE INDEX ON standard ("committeeId", id)',
    'CREATE INDEX ON standard (stage, id)',
    'CREATE INDEX ON standard ("reviewDueAt", id)',
  ],
};
