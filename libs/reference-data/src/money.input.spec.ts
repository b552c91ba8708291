import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { IsMoney, MoneyInput } from './money.input.js';

class Offer {
  @IsMoney({ positive: true })
  readonly price!: MoneyInput;

  @IsMoney()
  readonly fee!: MoneyInput;

  @IsMoney({ negative: true })
  readonly correction!: MoneyInput;

  @IsMoney({ each: true })
  readonly shares!: MoneyInput[];
}

const cny = (amount: unknown, currency: unknown = 'CNY') => ({ amount, currency });
const good = { price: cny('12.50'), fee: cny('0'), correction: cny('-3'), shares: [cny('1'), cny('5', 'JPY')] };

const messagesOf = (errors: readonly ValidationError[]): string[] =>
  errors.flatMap(({ constraints, children }) => [...Object.values(constraints ?? {}), ...messagesOf(children ?? [])]);

const complaints = (changed: object): string[] => messagesOf(validateSync(plainToInstance(Offer, { ...good, ...changed })));

describe('money', () => {
  it('is accepted where amount, currency and sign are right', () => {
    expect(complaints({})).toEqual([]);
    expect(plainToInstance(Offer, good).price).toBeInstanceOf(MoneyInput);
  });

  it.each([
    [cny('12.505'), 'amount: "12.505" is refused: an amount in CNY has at most 2 decimals (ISO 4217)'],
    [cny('1.5', 'JPY'), 'amount: "1.5" is refused: an amount in JPY has at most 0 decimals (ISO 4217)'],
    [cny('1,5'), 'amount: "1,5" is refused: an amount is a decimal number, such as 12.50, of at most 15 digits before the point'],
    [cny('1e3'), 'amount: "1e3" is refused: an amount is a decimal number, such as 12.50, of at most 15 digits before the point'],
    [cny(12.5), 'amount: 12.5 is refused: an amount is a decimal number, such as 12.50, of at most 15 digits before the point'],
    [cny('1', 'RMB'), 'currency: "RMB" is refused: a currency is a code of ISO 4217, in capitals'],
    [cny('1', 'toString'), 'currency: "toString" is refused: a currency is a code of ISO 4217, in capitals'],
    [cny('-1'), 'price: "-1 CNY" is refused: it has to be more than nothing'],
    [cny('0.00'), 'price: "0.00 CNY" is refused: it has to be more than nothing'],
  ])('is refused once for one fault: %j', (price, message) => expect(complaints({ price })).toEqual([message]));

  it('is not negative unless the field says that it may be', () => {
    expect(complaints({ fee: cny('-0.01') })).toEqual(['fee: "-0.01 CNY" is refused: it may not be negative']);
    expect(complaints({ correction: cny('-0.01') })).toEqual([]);
  });

  it('is refused in a list with its place', () => {
    expect(complaints({ shares: [cny('1'), cny('-1')] })).toEqual(['shares.1: "-1 CNY" is refused: it may not be negative']);
    expect(complaints({ shares: [cny('1', 'RMB')] })).toEqual([
      'currency: "RMB" is refused: a currency is a code of ISO 4217, in capitals',
    ]);
  });

  it('is refused where it is missing', () => {
    expect(complaints({ price: undefined })).toEqual(['price: nothing is refused: money has an amount and a currency']);
  });
});
