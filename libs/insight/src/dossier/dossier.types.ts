import { ByIdArgs, DEFAULT_PAGE_SIZE, graphqlEnum, JsonScalar, PositionScalar } from '@concord/graphql';
import { PARTY_KINDS, type PartyKind, type Phase, type Position } from '@concord/kernel';
import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Allow, IsBoolean, IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { LogEvent, logEventOf, PhaseEnum } from '../history/log-event.js';
import type { Dossier, VersionInForce } from './dossier.js';
import { DOSSIER_KINDS, type DossierKind, DossierKindEnum, type Relation, RelationEnum } from './dossier-kind.js';
import { type NamedParty, PARTY_ROLES, type PartyRole } from './dossier-parties.js';

const PartyRoleEnum = graphqlEnum(
  'DossierPartyRole',
  PARTY_ROLES,
  'What a party is to the acts of a dossier: what they name it, and ACTING where it did one.',
);

@ArgsType()
export class DossierArgs extends ByIdArgs {
  @Field(() => DossierKindEnum, { description: 'What the dossier is about.' })
  @IsIn(DOSSIER_KINDS)
  kind!: DossierKind;

  @Field(() => PhaseEnum, { nullable: true, description: 'Only acts before, during or after the transaction; left out: all.' })
  @IsOptional()
  phase?: Phase | null;

  @Field(() => Int, { defaultValue: DEFAULT_PAGE_SIZE, description: 'How many acts to return: 1 up to the page limit of the server.' })
  @IsInt()
  @Min(1)
  first: number = DEFAULT_PAGE_SIZE;

  @Field(() => PositionScalar, { nullable: true, description: 'Acts behind this position: `next` of the page before.' })
  @Allow()
  after?: Position;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Objects that came into the dossier behind this position: `nextSince` of a dossier with more than 1,000 of them.',
  })
  @Allow()
  since?: Position;

  @Field(() => Boolean, { nullable: true, description: 'Whether the acts of the page come with their proofs; left out: they do not.' })
  @IsOptional()
  @IsBoolean()
  withProofs?: boolean;
}

@ObjectType({ description: 'A party of a dossier.' })
export class DossierParty implements NamedParty {
  @Field(() => ID, { description: 'The party.' })
  party!: string;

  @Field(() => String, { nullable: true, description: `Its kind: ${PARTY_KINDS.join(', ')}; null of the public and of the platform.` })
  kind!: PartyKind | null;

  @Field(() => String, { nullable: true, description: 'Its name; null where it is not registered.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Its jurisdiction; null where it is not registered.' })
  jurisdiction!: string | null;

  @Field(() => [PartyRoleEnum], { description: 'What it is to the acts of this page.' })
  roles!: readonly PartyRole[];
}

@ObjectType({ description: 'A version of a norm that was in force.' })
export class DossierVersion implements VersionInForce {
  @Field(() => ID, { description: 'The norm.' })
  normId!: string;

  @Field(() => Int, { description: 'The version.' })
  version!: number;
}

@ObjectType({ description: 'One act in a dossier.' })
export class DossierStep {
  @Field(() => RelationEnum, { description: 'What its object is to that which the dossier is about.' })
  relation!: Relation;

  @Field(() => PhaseEnum, { description: 'Before, during or after the transaction.' })
  phase!: Phase;

  @Field(() => LogEvent, { description: 'What was done.' })
  event!: LogEvent;

  @Field(() => [DossierVersion], {
    description: "The versions of the dossier's norms that were in force on its day in UTC, as was known then; of the first 100 norms.",
  })
  inForce!: readonly VersionInForce[];
}

@ObjectType('Dossier', {
  description:
    'Everything that any party did about a transaction, an enterprise, a norm or a complaint: before, during and after. As files: `/dossiers/<kind>/<id>.html` and `.json`.',
})
export class ShownDossier {
  @Field(() => DossierKindEnum, { description: 'What it is about.' })
  kind!: DossierKind;

  @Field(() => ID, { description: 'The id of what it is about.' })
  id!: string;

  @Field(() => PositionScalar, { description: 'The position of the last act of this page.' })
  position!: Position;

  @Field(() => [DossierParty], { description: 'The parties that the acts of this page name, and that did them.' })
  parties!: readonly NamedParty[];

  @Field(() => [DossierStep], {
    complexity: ({ childComplexity }: { childComplexity: number }) => childComplexity,
    description: 'The acts, in the order of the log.',
  })
  steps!: readonly DossierStep[];

  @Field(() => [RelationEnum], { description: 'Kinds of objects that belong here and are not disclosed to the caller, each once.' })
  withheld!: readonly Relation[];

  @Field(() => PositionScalar, { nullable: true, description: 'Behind it the next page of acts begins; null: there are no more.' })
  next!: Position | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Behind it objects begin that this page does not look at, as it looks at 1,000 of them; null: there are none.',
  })
  nextSince!: Position | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What proves the acts of this page: checkpoint, entries and inclusion by event, completeness by stream; null where they are not asked for.',
  })
  proofs!: unknown;
}

export const shownDossier = ({ steps, ...dossier }: Dossier): ShownDossier => ({
  ...dossier,
  steps: steps.map(({ event, ...step }) => ({ ...step, event: logEventOf(event) })),
});
