import { CalendarDateScalar, ConnectionArgs } from '@concord/graphql';
import type { CalendarDate } from '@concord/kernel';
import { ancestorsOf, IsCalendarDateString, IsHandle, IsHsCode, IsJurisdiction, IsLanguageTag, IsPlainText } from '@concord/reference-data';
import { ArgsType, Field } from '@nestjs/graphql';
import { IsIn, IsOptional } from 'class-validator';
import type { SelectQueryBuilder } from 'typeorm';
import { CONFIGURATIONS, configurationOf, spaced } from '../search/languages.js';
import { matches, matchesOn } from '../search/search.sql.js';
import { type Norm, NormStatusEnum } from './norm.read-model.js';
import { NORM_STATUSES, type NormStatus } from './norm-state.js';

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

  @Field(() => String, {
    nullable: true,
    description:
      'The language of the words, a tag of BCP 47: only texts in it are searched, by its own endings. Left out: every language by its own.',
  })
  @IsOptional()
  @IsLanguageTag()
  language?: string;

  @Field(() => CalendarDateScalar, {
    nullable: true,
    description:
      'Norms in force on this day, `YYYY-MM-DD`; with `text`, those that have the words in their title, or in their text as it reads on the day.',
  })
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

/** In which configurations words are looked for. */
export const configurationsOf = ({ language }: Pick<NormsArgs, 'language'>): readonly string[] =>
  language == null ? CONFIGURATIONS : [configurationOf(language)];

/** The norms that are asked for. */
export function chosen(found: SelectQueryBuilder<Norm>, asked: Omit<NormsArgs, 'first' | 'after' | 'atLeast'>): SelectQueryBuilder<Norm> {
  const { jurisdiction, hsCode, text, inForceOn, agency, docket, status } = asked;
  if (jurisdiction) found.andWhere('norm.jurisdiction = :jurisdiction', { jurisdiction });
  if (agency) found.andWhere('norm.agency = :agency', { agency });
  if (docket) found.andWhere('norm.docket = :docket', { docket });
  if (status) found.andWhere('norm.status = :status', { status });
  if (text) found.andWhere((inForceOn ? matchesOn : matches)(configurationsOf(asked)), { words: spaced(text), inForceOn });
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
  return found;
}
