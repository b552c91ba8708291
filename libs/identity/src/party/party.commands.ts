import { CommandInput } from '@concord/graphql';
import { type Actor, adminsOf, Confidential, IssuedBy, keyOfPerson, officersOf, PARTY_KINDS, THE_PLATFORM } from '@concord/kernel';
import { IsHandle, IsJurisdiction, IsPlainText } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';

@InputType({ isAbstract: true })
abstract class PartyCommand extends CommandInput {
  @Field(() => ID, { description: 'The party: the id under which tokens name it.' })
  @IsHandle()
  partyId!: string;
}

/** A consumer's name is for few, so nobody may try names against a digest. */
const keyOfConsumer = (_: object, { kind, party }: Actor): string | undefined => (kind === 'CONSUMER' ? keyOfPerson(party) : undefined);

@Confidential(keyOfConsumer)
@IssuedBy(adminsOf(...PARTY_KINDS))
@InputType({ description: 'Registers the party that acts, with the kind that its token says.' })
export class RegisterParty extends PartyCommand {
  @Field(() => String, { description: 'Its name, as people know it.' })
  @IsPlainText({ max: 300 })
  name!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code of its country, or `EU` or `ASEAN`.' })
  @IsJurisdiction()
  jurisdiction!: string;
}

@Confidential(keyOfConsumer)
@IssuedBy(adminsOf(...PARTY_KINDS))
@InputType({ description: 'Gives the party that acts another name.' })
export class RenameParty extends PartyCommand {
  @Field(() => String, { description: 'The new name.' })
  @IsPlainText({ max: 300 })
  name!: string;
}

@IssuedBy(officersOf('OPERATOR'))
@InputType({ description: 'Suspends a party: until it is reinstated it can do nothing.' })
export class SuspendParty extends PartyCommand {
  @Field(() => String, { description: 'Why.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(officersOf('OPERATOR'))
@InputType({ description: 'Lets a suspended party act again.' })
export class ReinstateParty extends PartyCommand {
  @Field(() => String, { description: 'Why.' })
  @IsPlainText({ max: 5_000 })
  reason!: string;
}

@IssuedBy(adminsOf('CONSUMER'), officersOf('OPERATOR'))
@InputType({
  description:
    'Erases what belongs to the person that a consumer is, for ever: its name, and what it wrote in complaints and reports of breaches. The party can do nothing any more. For the consumer itself, or an operator whom it asked.',
})
export class ErasePersonalData extends PartyCommand {}

@IssuedBy(THE_PLATFORM)
@InputType({ description: 'Destroys the key of a person whose data were erased.' })
export class DestroyPersonalKey extends PartyCommand {}
