import { ReadByEveryone } from '@concord/graphql';
import { faultsOfRequirement } from '@concord/rules';
import { Args, ArgsType, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsDefined, ValidateNested } from 'class-validator';
import { RequirementInput, requirementOf } from './requirement.input.js';

@ObjectType({ description: 'Why a requirement cannot be drafted.' })
export class RequirementFault {
  @Field(() => String, { description: 'The field of the requirement: `mustHold`, `parameters.0.unit`.' })
  field!: string;

  @Field(() => String, { description: 'What is wrong.' })
  message!: string;

  @Field(() => Int, { nullable: true, description: 'The line of the expression, from 1; null where the fault is in no expression.' })
  line!: number | null;

  @Field(() => Int, { nullable: true, description: 'The column, from 1, in UTF-16 units.' })
  column!: number | null;

  @Field(() => String, { nullable: true, description: 'The offending piece, as CEL writes it.' })
  piece!: string | null;
}

@ArgsType()
class RequirementArgs {
  @Field(() => RequirementInput, { description: 'The requirement.' })
  @IsDefined()
  @ValidateNested()
  @Type(() => RequirementInput)
  requirement!: RequirementInput;
}

/** For whoever writes a requirement: what drafting it would say. */
@Resolver()
export class RequirementResolver {
  @Query(() => [RequirementFault], {
    description: 'Every fault for which a requirement could not be drafted, with its place; none: it could.',
  })
  @ReadByEveryone()
  requirementFaults(@Args() { requirement }: RequirementArgs): readonly RequirementFault[] {
    return faultsOfRequirement(requirementOf(requirement)).map(({ field, message, spot }) => ({
      field,
      message,
      line: spot?.line ?? null,
      column: spot?.column ?? null,
      piece: spot?.piece ?? null,
    }));
  }
}
