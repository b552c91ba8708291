import { isCalendarDate, isCurrency, isDuration, isInstant, isTimeZone } from '@concord/kernel';
import type { ValidationOptions } from 'class-validator';
import { GTIN_RULE, isGtin } from './gtin.js';
import { HS_CODE_RULE, isHsCode } from './harmonized-system.js';
import { COUNTRY_RULE, isCountry, isJurisdiction, JURISDICTION_RULE } from './jurisdictions.js';
import { isLanguageTag, LANGUAGE_RULE } from './languages.js';
import { faultOfText } from './plain-text.js';
import { rule, simpleRule } from './rule.js';

/** Rules for the fields of input classes, each also with `{ each: true }` for a list. What spans fields is for the deciders. */

export const IsHsCode = (options?: ValidationOptions) => simpleRule('isHsCode', isHsCode, HS_CODE_RULE, options);

export const IsGtin = (options?: ValidationOptions) => simpleRule('isGtin', isGtin, GTIN_RULE, options);

export const IsCountryCode = (options?: ValidationOptions) => simpleRule('isCountryCode', isCountry, COUNTRY_RULE, options);

/** A country or a bloc. */
export const IsJurisdiction = (options?: ValidationOptions) => simpleRule('isJurisdiction', isJurisdiction, JURISDICTION_RULE, options);

export const CURRENCY_RULE = 'a currency is a code of ISO 4217, in capitals';

export const IsCurrencyCode = (options?: ValidationOptions) => simpleRule('isCurrencyCode', isCurrency, CURRENCY_RULE, options);

export const IsLanguageTag = (options?: ValidationOptions) => simpleRule('isLanguageTag', isLanguageTag, LANGUAGE_RULE, options);

export const IsCalendarDateString = (options?: ValidationOptions) =>
  simpleRule('isCalendarDate', isCalendarDate, 'a date is a day that exists, written YYYY-MM-DD', options);

/** Any offset is accepted; the decider writes the instant in UTC. */
export const IsInstantString = (options?: ValidationOptions) =>
  simpleRule('isInstant', isInstant, 'an instant is written by ISO 8601 with its offset or Z, such as 2026-03-01T12:00:00Z', options);

export const IsZoneName = (options?: ValidationOptions) =>
  simpleRule('isZoneName', isTimeZone, 'a time zone is a name of the IANA time zone database, such as Asia/Shanghai', options);

export const IsDurationString = (options?: ValidationOptions) =>
  simpleRule('isDuration', isDuration, 'a duration is written by ISO 8601 and not negative, such as P15D or P12M', options);

const HANDLE = /^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/;

/** Whether the text can name an object or a party; every UUID in small letters can. */
export const isHandle = (value: unknown): value is string => typeof value === 'string' && HANDLE.test(value);

export const HANDLE_RULE = 'an id has 2 to 64 characters of a-z, 0-9 and -, and begins and ends with a letter or digit';

/** The id of an object or a party. */
export const IsHandle = (options?: ValidationOptions) => simpleRule('isHandle', isHandle, HANDLE_RULE, options);

export interface PlainTextOptions extends ValidationOptions {
  /** The most Unicode code points. */
  readonly max: number;
}

/** A text that people read or write: something visible, and nothing that a log cannot keep. */
export const IsPlainText = ({ max, ...options }: PlainTextOptions) =>
  rule('isPlainText', (value) => (typeof value === 'string' ? faultOfText(value, max) : 'a text is a string'), options);
