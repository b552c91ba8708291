import { CalendarDateScalar, Connection, ConnectionArgs, governed, type Page, paginate, ReadByEveryone, Reads } from '@concord/graphql';
import { type CalendarDate } from '@concord/kernel';
import { ancestorsOf, IsCalendarDateString, IsHandle, IsHsCode, IsJurisdiction, IsPlainText } from '@concord/reference-data';
import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsIn, IsOptional } from 'class-validator';
import { DataSource } from 'typeorm';
import { AmendNorm, CommenceNorm, DraftNorm, OpenConsultation, PublishNorm, RepealNorm, WithdrawNorm } from './norm.commands.js';
import { NORM_STATUSES, type NormStatus } from './norm.js';
import { Norm, NormStatusEnum, NormVersion, norms } from './norm.read-model.js';
import { versionOn } from './norm-timeline.js';

export const normObject = governed({
  object: Norm,
  field: 'norm',
  projection: norms,
  commands: [
    [DraftNorm, 'Drafts a norm.'],
    [OpenConsultation, 'Opens the consultation on a draft.'],
    [PublishNorm, 'Publishes a draft as version 1.'],
    [CommenceNorm, 'Fixes the day on which a published norm comes into force.'],
    [AmendNorm, 'Amends a norm from a day on.'],
    [RepealNorm, 'Repeals a norm from a day on.'],
    [WithdrawNorm, 'Withdraws a draft.'],
  ],
});
const NormConnection = Connection(Norm);

@ArgsType()
export class NormsArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: 'Norms of this country (ISO 3166-1 alpha-2) or bloc.' })
  @IsOptional()
  @IsJurisdiction()
  jurisdiction?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Norms about goods of this HS code: those that name the code, a shorter one above it, or a longer one below it.',
  })
  @IsOptional()
  @IsHsCode()
  hsCode?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Norms with these words, as typed into a search box: `toys -"lead paint" or magnets`.',
  })
  @IsOptional()
  @IsPlainText({ max: 500 })
  text?: string;

  @Field(() => CalendarDateScalar, { nullable: true, description: 'Norms in force on this day, `YYYY-MM-DD`.' })
  @IsOptional()
  @IsCalendarDateString()
  inForceOn?: CalendarDate;

  @Field(() => String, { nullable: true, description: 'Norms of this agency.' })
  @IsOptional()
  @IsHandle()
  agency?: string;

  @Field(() => String, { nullable: true, description: 'Norms of this docket.' })
  @IsOptional()
  @IsPlainText({ max: 200 })
  docket?: string;

  @Field(() => NormStatusEnum, { nullable: true, description: 'Norms that stand here in their life.' })
  @IsOptional()
  @IsIn(NORM_STATUSES)
  status?: NormStatus;
}

/** The scalar checks it; a class with rules of its own would be checked for every row. */
const OnDay = () => Args('on', { type: () => CalendarDateScalar, description: 'The day, `YYYY-MM-DD`.' });

@Resolver(() => Norm)
export class NormResolver {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @Query(() => NormConnection, { description: 'Norms by place, goods, words, agency and day, in the order of their ids.' })
  @ReadByEveryone()
  @Reads(norms)
  norms(@Args() { jurisdiction, hsCode, text, inForceOn, agency, docket, status, ...page }: NormsArgs): Promise<Page<Norm>> {
    const found = this.dataSource.getRepository(Norm).createQueryBuilder('norm');
    if (jurisdiction) found.andWhere('norm.jurisdiction = :jurisdiction', { jurisdiction });
    if (agency) found.andWhere('norm.agency = :agency', { agency });
    if (docket) found.andWhere('norm.docket = :docket', { docket });
    if (status) found.andWhere('norm.status = :status', { status });
    if (text) found.andWhere(`to_tsvector('simple', norm.searchText) @@ websearch_to_tsquery('simple', :text)`, { text });
    if (inForceOn) {
      found.andWhere('norm.inForceFrom <= :day AND (norm.repealedFrom IS NULL OR norm.repealedFrom > :day)', { day: inForceOn });
    }
    if (hsCode) {
      const above = [hsCode, ...ancestorsOf(hsCode)];
      found.andWhere('(norm.hsCodes && :above OR EXISTS (SELECT FROM unnest(norm.hsCodes) AS code WHERE starts_with(code, :hsCode)))', {
        above,
        hsCode,
      });
    }
    return paginate(found, [{ property: 'id', direction: 'ASC' }], page);
  }

  @ResolveField(() => NormVersion, {
    nullable: true,
    description: 'The consolidated text in force on a day; null when it is not in force then.',
  })
  versionOn(@Parent() norm: Norm, @OnDay() on: CalendarDate): NormVersion | null {
    return (versionOn(norm, on) as NormVersion | undefined) ?? null;
  }

  @ResolveField(() => Boolean, { description: 'Whether it is in force on a day.' })
  inForce(@Parent() norm: Norm, @OnDay() on: CalendarDate): boolean {
    return versionOn(norm, on) !== undefined;
  }
}
