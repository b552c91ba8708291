import {
  ByIdArgs,
  CalendarDateScalar,
  Connection,
  governed,
  InstantScalar,
  type Page,
  paginate,
  ReadByEveryone,
  Reads,
} from '@concord/graphql';
import { type CalendarDate, type Instant, instantOf } from '@concord/kernel';
import { IsCalendarDateString, IsInstantString } from '@concord/reference-data';
import { Args, ArgsType, Field, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import {
  AmendNorm,
  CommenceNorm,
  CorrectConsultation,
  CorrectText,
  DraftNorm,
  ExtendConsultation,
  OpenConsultation,
  PublishNorm,
  ReopenConsultation,
  RepealNorm,
  ResumeProvisions,
  ReviseDraft,
  SuspendProvisions,
  WithdrawConsultation,
  WithdrawNorm,
} from './norm.commands.js';
import { Norm, norms } from './norm.read-model.js';
import {
  amendmentsShown,
  consultationShown,
  editionsShown,
  provisionsOfVersion,
  textShown,
  versionsShown,
  wordsOfVersion,
} from './norm.shown.js';
import { Amendment, Consultation, Edition, NormText, NormVersion, Provision, ProvisionOnDay } from './norm.types.js';
import { chosen, NormsArgs } from './norms.args.js';
import { todayIn } from './today.js';

@ArgsType()
class NormArgs extends ByIdArgs {
  @Field(() => CalendarDateScalar, {
    nullable: true,
    description: 'The day, `YYYY-MM-DD`, whose text `text` shows. Left out: today, in the zone of the norm.',
  })
  @IsOptional()
  @IsCalendarDateString()
  inForceOn?: CalendarDate;

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'What the log knew at this instant is what `text` shows. Left out: what it knows now.',
  })
  @IsOptional()
  @IsInstantString()
  knownAt?: Instant;
}

export const normObject = governed({
  object: Norm,
  field: 'norm',
  projection: norms,
  asked: {
    args: NormArgs,
    show: (row, { inForceOn, knownAt }: NormArgs) => Object.assign(row, { asked: { inForceOn, knownAt } }),
  },
  commands: [
    [DraftNorm, 'Drafts a norm.'],
    [ReviseDraft, 'Makes the next revision of a draft.'],
    [OpenConsultation, 'Opens the consultation on a draft.'],
    [ExtendConsultation, 'Moves the end of an open window to a later instant.'],
    [CorrectConsultation, 'Corrects a window that was announced wrongly.'],
    [ReopenConsultation, 'Opens another window for comments.'],
    [WithdrawConsultation, 'Ends an open window at once.'],
    [PublishNorm, 'Adopts and publishes a draft as version 1, and carries out what it does to other norms.'],
    [CommenceNorm, 'Fixes the day on which an adopted norm, or some of its provisions, come into force.'],
    [AmendNorm, 'Amends a norm from a day on, or with the commencement of another norm.'],
    [CorrectText, 'Corrects words that were published wrongly, or adds a translation.'],
    [SuspendProvisions, 'Suspends a norm, or some of its provisions.'],
    [ResumeProvisions, 'Ends a suspension.'],
    [RepealNorm, 'Repeals a norm, or some of its provisions, from a day on.'],
    [WithdrawNorm, 'Withdraws a draft.'],
  ],
});
const NormConnection = Connection(Norm);

/* The scalars check these; a class with rules of its own would be checked for every row. */
const OnDay = (name: string) => Args(name, { type: () => CalendarDateScalar, description: 'The day, `YYYY-MM-DD`.' });
const InForceOn = () =>
  Args('inForceOn', {
    type: () => CalendarDateScalar,
    nullable: true,
    description: 'The day, `YYYY-MM-DD`. Left out: as the query for the norm says, or today.',
  });
const KnownAt = () =>
  Args('knownAt', {
    type: () => InstantScalar,
    nullable: true,
    description: 'What the log knew at this instant. Left out: as the query for the norm says, or what it knows now.',
  });

@Resolver(() => Norm)
export class NormResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => NormConnection, { description: 'Norms by place, goods, words, agency and day, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(norms)
  norms(@Args() { first, after, ...asked }: NormsArgs): Promise<Page<Norm>> {
    const found = chosen(this.dataSource.getRepository(Norm).createQueryBuilder('norm'), asked);
    return paginate(found, [{ property: 'id', direction: 'ASC' }], { first, after });
  }

  @ResolveField(() => NormText, {
    nullable: true,
    description:
      'The consolidated text in force on a day, as the log knew it at an instant. Null where the norm was not in force then, as far as was known. A retroactive amendment changes what was in force on a day, and never what was known at an instant.',
  })
  text(@Parent() norm: Norm, @InForceOn() inForceOn?: CalendarDate | null, @KnownAt() knownAt?: Instant | null): NormText | null {
    const { asked = {}, state } = norm;
    const day = inForceOn ?? asked.inForceOn ?? todayIn(state.timeline.zone, instantOf(new Date()));
    return textShown(norm, day, knownAt ?? asked.knownAt ?? undefined);
  }

  @ResolveField(() => NormText, {
    nullable: true,
    description: 'The consolidated text in force on a day, as it is known now; null when it is not in force then.',
  })
  versionOn(@Parent() norm: Norm, @OnDay('on') on: CalendarDate): NormText | null {
    return textShown(norm, on);
  }

  @ResolveField(() => Boolean, { description: 'Whether anything of it is in force on a day.' })
  inForce(@Parent() norm: Norm, @OnDay('on') on: CalendarDate): boolean {
    return textShown(norm, on) !== null;
  }

  @ResolveField(() => [NormVersion], {
    description:
      'Every text that it has had or will have, as far as is known, in the order of their days. Of a draft: the text that it proposes.',
  })
  versions(@Parent() norm: Norm): readonly NormVersion[] {
    return versionsShown(norm);
  }

  @ResolveField(() => [ProvisionOnDay], {
    description:
      'The words of one version, whenever it was known; a number never comes to mean other words. Empty: there is no such version.',
  })
  wordsOf(
    @Parent() norm: Norm,
    @Args('version', { type: () => Int, description: 'The number of the version.' }) version: number,
  ): readonly ProvisionOnDay[] {
    return wordsOfVersion(norm, version);
  }

  @ResolveField(() => [Edition], {
    description: 'What the log came to know of it, one after the other: the adoption, and each act upon the text.',
  })
  editions(@Parent() norm: Norm): readonly Edition[] {
    return editionsShown(norm);
  }

  @ResolveField(() => [Provision], { description: 'The text as it is proposed, or as it was adopted.' })
  provisions(@Parent() { state }: Norm): readonly Provision[] {
    return state.timeline.adopted as Provision[];
  }

  @ResolveField(() => [Amendment], { description: 'What it does, or will do when it is adopted, to other norms.' })
  amendments(@Parent() norm: Norm): readonly Amendment[] {
    return amendmentsShown(norm);
  }

  @ResolveField(() => Consultation, { nullable: true, description: 'Its consultation; null when there was none.' })
  consultation(@Parent() norm: Norm): Consultation | null {
    return consultationShown(norm);
  }
}

/** The versions of a norm know whose they are. */
@Resolver(() => NormVersion)
export class NormVersionResolver {
  @ResolveField(() => [ProvisionOnDay], { description: 'The provisions in the order of the text, with their standing on its first day.' })
  provisions(@Parent() version: NormVersion): readonly ProvisionOnDay[] {
    return provisionsOfVersion(version);
  }
}
