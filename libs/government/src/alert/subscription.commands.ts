import { CommandInput, graphqlEnum } from '@concord/graphql';
import { IssuedBy, officersOf, PARTY_KINDS } from '@concord/kernel';
import { IsHandle, IsHsCode, IsJurisdiction, IsPlainText, IsZoneName } from '@concord/reference-data';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, ValidateNested } from 'class-validator';
import { IsWebhookUrl } from '../webhook/webhook-url.js';
import { RHYTHMS, type Rhythm } from './digest.js';
import { IsSearch } from './search.js';

const anyParty = officersOf(...PARTY_KINDS);

export const RhythmEnum = graphqlEnum('DigestRhythm', RHYTHMS, 'How often a digest is made.');

const MOST = 100;

@InputType({ description: 'Tells what happened in a day or a week together, when it is over.' })
export class DigestInput {
  @Field(() => RhythmEnum, { description: 'Every day as it begins, or every Monday as it begins.' })
  @IsIn(RHYTHMS)
  every!: Rhythm;

  @Field(() => String, { description: 'The IANA time zone in which the days begin.' })
  @IsZoneName()
  zone!: string;
}

@InputType({ isAbstract: true })
abstract class TermsInput extends CommandInput {
  @Field(() => [String], {
    nullable: true,
    description:
      'Norms of these countries (ISO 3166-1 alpha-2) or blocs; a country stands for the blocs to which it belongs, too. Left out: of all.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST)
  @ArrayUnique()
  @IsJurisdiction({ each: true })
  jurisdictions?: string[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Norms about these goods: HS codes of 2, 4 or 6 digits. A code stands for those above and below it; norms that are not limited to any goods are always among them. Left out: about all.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST)
  @ArrayUnique()
  @IsHsCode({ each: true })
  hsCodes?: string[];

  @Field(() => [ID], { nullable: true, description: 'Norms of these agencies: the ids of their parties. Left out: of all.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST)
  @ArrayUnique()
  @IsHandle({ each: true })
  agencies?: string[];

  @Field(() => String, {
    nullable: true,
    description:
      'Norms with these words in titles, headings or provisions, as in a search box: `toys magnets` both, `toys or dolls` either, `"lead paint"` side by side, `-shoes` without. Left out: with any.',
  })
  @IsOptional()
  @IsSearch()
  text?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where messages are posted, signed by Standard Webhooks: an https URL whose host is on the public Internet. Left out: nowhere, the inbox has everything anyway.',
  })
  @IsOptional()
  @IsWebhookUrl()
  webhook?: string;

  @Field(() => DigestInput, { nullable: true, description: 'Left out: a message for every change, at once.' })
  @IsOptional()
  @Type(() => DigestInput)
  @ValidateNested()
  digest?: DigestInput;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether messages are also made of reminders: that a ballot closes soon, in which the party may vote and has not. What else is named does not limit them. Left out: no, they are in the inbox anyway.',
  })
  @IsOptional()
  @IsBoolean()
  ballotReminders?: boolean;
}

@InputType({ isAbstract: true })
abstract class SubscriptionCommand extends CommandInput {
  @Field(() => ID, { description: 'The subscription.' })
  @IsHandle()
  subscriptionId!: string;
}

@IssuedBy(anyParty)
@InputType({ description: 'Lets the party that acts hear of every change of norms, from now on.' })
export class SubscribeToAlerts extends TermsInput {
  @Field(() => ID, { nullable: true, description: 'An id of your own choice; made by the platform when left out.' })
  @IsOptional()
  @IsHandle()
  subscriptionId?: string;
}

@IssuedBy(anyParty)
@InputType({ description: 'States anew what the party wants to hear of, from now on: what is left out is no longer asked for.' })
export class ChangeAlertSubscription extends TermsInput {
  @Field(() => ID, { description: 'The subscription.' })
  @IsHandle()
  subscriptionId!: string;
}

@IssuedBy(anyParty)
@InputType({ description: 'Ends a subscription. What it has brought stays in the inbox; what still waits to be posted is dropped.' })
export class EndAlertSubscription extends SubscriptionCommand {}

@IssuedBy(anyParty)
@InputType({ description: 'Gives a webhook a new secret. For a day messages carry two signatures, one of them with the secret before.' })
export class RotateWebhookSecret extends SubscriptionCommand {}

@IssuedBy(anyParty)
@InputType({ description: 'Has a receiver tried again that was given up, with what comes from now on.' })
export class EnableWebhook extends SubscriptionCommand {}

@IssuedBy(anyParty)
@InputType({
  description: 'Sends again what could not be delivered, one message or all, and has a receiver tried again that was given up.',
})
export class RedeliverAlerts extends SubscriptionCommand {
  @Field(() => ID, { nullable: true, description: 'The message; left out: all that are dead.' })
  @IsOptional()
  @IsPlainText({ max: 100 })
  messageId?: string;
}
