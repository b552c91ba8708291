import fc from 'fast-check';
import { add, atLeast, compareMoney, currencyDigits, isCurrency, isMoney, minorUnits, money, moneyOf, times } from './money.js';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const currencies = fc.constantFrom('CNY', 'JPY', 'BHD', 'CLF');
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe('money', () => {
  it('is reckoned exactly', () => {
    expect(add(cny('0.10'), cny('0.20'))).toEqual(cny('0.30'));
    expect(times(3, cny('166.67'))).toEqual(cny('500.01'));
    expect(add(cny('999999999999999.99'), cny('0.01'))).toEqual(cny('1000000000000000.00'));
  });

  it('is written with all decimals of its currency', () => {
    expect(money(cny('007.5'))).toEqual(cny('7.50'));
    expect(money(cny('7'))).toEqual(cny('7.00'));
    expect(money({ amount: '500', currency: 'JPY' })).toEqual({ amount: '500', currency: 'JPY' });
    expect(money({ amount: '0.5', currency: 'BHD' })).toEqual({ amount: '0.500', currency: 'BHD' });
  });

  it('may be negative, but nothing has no sign', () => {
    expect(minorUnits(cny('-0.05'))).toBe(-5n);
    expect(moneyOf(-5n, 'CNY')).toEqual(cny('-0.05'));
    expect(money(cny('-0.00'))).toEqual(cny('0.00'));
    expect(times(-1, cny('2.50'))).toEqual(cny('-2.50'));
  });

  it('keeps its worth when it is written and read, however much it is', () => {
    fc.assert(
      fc.property(units, currencies, (amount, currency) => {
        const written = moneyOf(amount, currency);
        expect(minorUnits(written)).toBe(amount);
        expect(money(written)).toEqual(written);
      }),
    );
  });

  it('is added in any order, and adding the opposite gives nothing', () => {
    fc.assert(
      fc.property(units, units, currencies, (a, b, currency) => {
        const [one, other] = [moneyOf(a, currency), moneyOf(b, currency)];
        expect(add(one, other)).toEqual(add(other, one));
        expect(minorUnits(add(one, times(-1, one)))).toBe(0n);
      }),
    );
  });

  it('is ordered by worth and not by its text', () => {
    expect(compareMoney(cny('9'), cny('10'))).toBe(-1);
    expect(compareMoney(cny('-9'), cny('-10'))).toBe(1);
    expect(compareMoney(cny('1.5'), cny('1.50'))).toBe(0);
    expect(atLeast(cny('500'), cny('30.00'))).toEqual(cny('500'));
    expect(atLeast(cny('500'), cny('500.01'))).toEqual(cny('500.01'));
  });

  it('has no more decimals than its currency', () => {
    expect(() => minorUnits(cny('1.005'))).toThrow('1.005 CNY has more than 2 decimals');
    expect(() => minorUnits({ amount: '1.0', currency: 'JPY' })).toThrow('1.0 JPY has more than 0 decimals');
  });

  it('in two currencies is not reckoned together', () => {
    for (const reckon of [add, compareMoney, atLeast]) {
      expect(() => reckon(cny('1'), { amount: '1', currency: 'USD' })).toThrow('cannot be reckoned together');
    }
  });

  it('is not multiplied by a fraction', () => expect(() => times(1.5, cny('1'))).toThrow(RangeError));

  it.each(['', '.5', '1.', '1,5', '1e3', '+1', ' 1', '1\n', '--1', '0x1', '１', 'NaN'])('has no amount %j', (amount) => {
    expect(() => minorUnits(cny(amount))).toThrow('is no decimal amount');
    expect(isMoney(cny(amount))).toBe(false);
  });
});

describe('money that a party states', () => {
  it('has a decimal string and a currency', () => {
    expect(isMoney(cny('999999999999999.99'))).toBe(true);
    for (const value of [cny('1000000000000000'), cny('1.005'), { amount: 1, currency: 'CNY' }, { amount: '1' }, '1 CNY', null]) {
      expect(isMoney(value)).toBe(false);
    }
  });
});

describe('a currency', () => {
  it('has the decimals of ISO 4217', () => {
    expect(['CNY', 'JPY', 'BHD', 'CLF'].map(currencyDigits)).toEqual([2, 0, 3, 4]);
  });

  it.each(['cny', 'RMB', 'EURO', '', 'constructor', 156, null])('is not %j', (value) => expect(isCurrency(value)).toBe(false));

  it('that nobody knows cannot be reckoned in', () => {
    expect(() => minorUnits({ amount: '1', currency: 'RMB' })).toThrow('RMB is no currency of ISO 4217');
  });
});
