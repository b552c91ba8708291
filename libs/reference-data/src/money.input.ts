import { currencyDigits, isMoney, type Money, minorUnits } from '@concord/kernel';
import { applyDecorators } from '@nestjs/common';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateNested, type ValidationOptions } from 'class-validator';
import { rule } from './rule.js';
import { IsCurrencyCode } from './validators.js';

const AMOUNT_DESCRIPTION =
  'Decimal number in the major unit of the currency (`12.50`), with at most as many decimals as ISO 4217 gives it.';
const CURRENCY_DESCRIPTION = 'Currency of ISO 4217 (`CNY`).';

const AMOUNT_RULE = 'an amount is a decimal number, such as 12.50, of at most 15 digits before the point';

/**
 * An amount that its currency, in another field of the same object, can have.
 * @param currencyField the other field's name; `currency` when left out
 */
export const IsMoneyAmount = ({ currencyField = 'currency', ...options }: ValidationOptions & { currencyField?: string } = {}) =>
  rule(
    'isMoneyAmount',
    (amount, object) => {
      const currency = object[currencyField];
      const digits = typeof currency === 'string' ? currencyDigits(currency) : undefined;
      if (typeof amount !== 'string' || !/^-?\d{1,15}(?:\.\d+)?$/.test(amount)) return AMOUNT_RULE;
      // Without a known currency, that field's own rule is the one to speak.
      if (digits === undefined || isMoney({ amount, currency })) return undefined;
      return `an amount in ${currency} has at most ${digits} decimals (ISO 4217)`;
    },
    options,
  );

/** Money as a party states it. A field that holds it is declared with `IsMoney`. */
@InputType('MoneyInput', { description: 'Money, as a decimal string and never a float.' })
export class MoneyInput implements Money {
  @Field({ description: AMOUNT_DESCRIPTION })
  @IsMoneyAmount()
  readonly amount!: string;

  @Field({ description: CURRENCY_DESCRIPTION })
  @IsCurrencyCode()
  readonly currency!: string;
}

@ObjectType('Money', { description: 'Money, as a decimal string and never a float.' })
export class MoneyOutput implements Money {
  @Field({ description: AMOUNT_DESCRIPTION })
  readonly amount!: string;

  @Field({ description: CURRENCY_DESCRIPTION })
  readonly currency!: string;
}

export interface MoneyOptions extends ValidationOptions {
  /** More than nothing is asked for. */
  readonly positive?: boolean;
  /** Less than nothing is accepted, too: a correction. */
  readonly negative?: boolean;
}

/** A field of `MoneyInput`: nothing or more, where the options do not say otherwise. What is wrong inside is told by `MoneyInput`. */
export const IsMoney = ({ positive = false, negative = false, ...options }: MoneyOptions = {}) =>
  applyDecorators(
    Type(() => MoneyInput),
    ValidateNested(options),
    rule(
      'isMoney',
      (value) => faultOfMoney(value, positive, negative),
      options,
      (value) => (isMoney(value) ? `${value.amount} ${value.currency}` : value),
    ),
  );

function faultOfMoney(value: unknown, positive: boolean, negative: boolean): string | undefined {
  if (typeof value !== 'object' || value === null) return 'money has an amount and a currency';
  if (!isMoney(value)) return undefined;
  const units = minorUnits(value);
  if (positive && units <= 0n) return 'it has to be more than nothing';
  return units < 0n && !negative ? 'it may not be negative' : undefined;
}
