import { InstantScalar, Node } from '@concord/graphql';
import { type Instant, objectOf, pick, type Recorded } from '@concord/kernel';
import { JsonColumn, type Projection, rows } from '@concord/projections';
import { LocalizedText } from '@concord/reference-data';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { BallotCriterion } from '../ballot/ballot-criterion.js';
import type { Criterion } from '../ballot/iso-rule.js';
import type { Draft } from './drafts.js';
import { StageEnum } from './standard.commands.js';
import {
  type BallotVerdict,
  type DraftSubmitted,
  type Section,
  type Stage,
  type StandardEvent,
  standardEvents,
} from './standard.events.js';

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

  @Field(() => Boolean, { description: 'Whether the standard was adopted.' })
  adopted!: boolean;

  @Field(() => [BallotCriterion], { description: 'The conditions of approval, with the numbers that decided each.' })
  criteria!: readonly Criterion[];
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

function change(row: Standard, event: Recorded<StandardEvent>): Partial<Standard> {
  switch (event.type) {
    case 'association.standard.StandardProposed':
      return {};
    case 'association.standard.DraftSubmitted': {
      const { version, contentHash, submittedAt, stage } = event.data;
      return { drafts: [...row.drafts, { version, contentHash, submittedAt, stage }] };
    }
    case 'association.standard.StandardAdvanced':
      return { stage: event.data.to };
    case 'association.standard.StandardAdopted': {
      const { stage, ...verdict } = event.data;
      return { stage, verdicts: [...row.verdicts, { ...verdict, adopted: true }] };
    }
    case 'association.standard.StandardNotAdopted':
      return { verdicts: [...row.verdicts, { ...event.data, adopted: false }] };
  }
}

function evolve(row: Standard | undefined, event: Recorded<StandardEvent>): Standard | undefined {
  if (event.type === 'association.standard.StandardProposed') return { id: objectOf(event), ...event.data, drafts: [], verdicts: [] };
  return row && { ...row, ...change(row, event) };
}

/** Every standard as it stands, and the text of each of its drafts. */
export const standards: Projection = {
  name: 'association.standards',
  version: 1,
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
  ],
};
