import { compareMoney, moneyOf } from '@concord/kernel';
import fc from 'fast-check';
import { COUNTERFEIT_RULE, counterfeitCompensation } from './compensation.js';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

describe('The compensation for a counterfeit', () => {
  it.each([
    ['1000.00', '3000.00'],
    ['166.67', '500.01'],
    ['166.66', '500.00'],
    ['166.00', '500.00'],
    ['0.01', '500.00'],
    ['0.00', '500.00'],
  ])('of CNY %s is CNY %s: three times the price, and 500 at least', (price, compensation) => {
    expect(counterfeitCompensation(cny(price), COUNTERFEIT_RULE)).toEqual(cny(compensation));
  });

  it.each([
    ['EUR', '10.00', '30.00'],
    ['JPY', '10', '30'],
    ['KWD', '0.001', '0.003'],
  ])('in %s has no minimum, for that is in another currency', (currency, amount, compensation) => {
    expect(counterfeitCompensation({ amount, currency }, COUNTERFEIT_RULE)).toEqual({ amount: compensation, currency });
  });

  it('follows the multiple and the minimum that it is given', () => {
    expect(counterfeitCompensation(cny('100.00'), { multiple: 10, minimum: cny('1000.00') })).toEqual(cny('1000.00'));
    expect(counterfeitCompensation(cny('100.01'), { multiple: 10, minimum: cny('1000.00') })).toEqual(cny('1000.10'));
  });

  it('is never less than the minimum nor than three times the price', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (units) => {
        const compensation = counterfeitCompensation(moneyOf(units, 'CNY'), COUNTERFEIT_RULE);
        expect(compareMoney(compensation, COUNTERFEIT_RULE.minimum)).toBeGreaterThanOrEqual(0);
        expect(compareMoney(compensation, moneyOf(3n * units, 'CNY'))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
