import { applyDecorators } from '@nestjs/common';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateNested, type ValidationArguments } from 'class-validator';
import { isLanguageTag, languageTag } from './languages.js';
import { faultOfText } from './plain-text.js';
import { rule } from './rule.js';
import { IsLanguageTag, IsPlainText, type PlainTextOptions } from './validators.js';

const LANGUAGE_DESCRIPTION = 'Language of the text, a tag of BCP 47 (`zh-Hans`).';

/** The longest text that one field carries, in Unicode code points. */
export const LONGEST_TEXT = 100_000;

/** A text that people read, as events hold it and GraphQL shows it. */
@ObjectType('LocalizedText', { description: 'A text that people read, and its language.' })
export class LocalizedText {
  @Field({ description: LANGUAGE_DESCRIPTION })
  readonly language!: string;

  @Field({ description: 'Plain text.' })
  readonly text!: string;
}

/** A text as a party states it. */
@InputType('LocalizedTextInput', { description: 'A text that people read, and its language.' })
export class LocalizedTextInput implements LocalizedText {
  @Field({ description: LANGUAGE_DESCRIPTION })
  @IsLanguageTag()
  readonly language!: string;

  @Field({ description: 'Plain text: no control characters but line feed and tab.' })
  @IsPlainText({ max: LONGEST_TEXT })
  readonly text!: string;
}

/**
 * A field of `LocalizedTextInput`, each text at most `max` Unicode code points long; with `{ each: true }` a list that holds
 * one text for a language. What is wrong inside is told by `LocalizedTextInput`.
 */
export const IsLocalizedText = ({ max, ...options }: PlainTextOptions) =>
  applyDecorators(
    Type(() => LocalizedTextInput),
    ValidateNested(options),
    rule(
      'isLocalizedText',
      (value) => faultOfLocalizedText(value, max),
      options,
      (value) => textOf(value) ?? value,
    ),
    ...(options.each ? [OneForEachLanguage()] : []),
  );

function faultOfLocalizedText(value: unknown, max: number): string | undefined {
  if (typeof value !== 'object' || value === null) return 'a localized text has a language and a text';
  const text = textOf(value);
  return text === undefined || faultOfText(text, LONGEST_TEXT) !== undefined ? undefined : faultOfText(text, max);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' ? value.text : undefined;

const OneForEachLanguage = () =>
  ValidateBy({
    name: 'oneForEachLanguage',
    validator: {
      validate: (texts: unknown) => repeatedLanguage(texts) === undefined,
      defaultMessage: (args?: ValidationArguments) =>
        `${args?.property}: a second text in ${repeatedLanguage(args?.value)} is refused: there is one text for each language`,
    },
  });

function repeatedLanguage(texts: unknown): string | undefined {
  if (!Array.isArray(texts)) return undefined;
  const languages = texts
    .map((item: Partial<LocalizedText> | null) => item?.language)
    .filter(isLanguageTag)
    .map(languageTag);
  return languages.find((language, at) => languages.indexOf(language) < at);
}
