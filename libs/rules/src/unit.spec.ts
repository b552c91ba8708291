import { codes } from 'currency-codes';
import { currencyOf, isMeasure, isUnit } from './unit.js';

describe('A unit', () => {
  it.each([
    'USD',
    'JPY',
    'USD/kg',
    'EUR/{shipment}',
    '1',
    '%',
    'd',
    'mg/kg',
    'ug/m3',
    'kg.m-3',
    'Cel',
    '[lb_av]',
    'l',
    'kW.h',
    '/d',
    '{piece}',
    'kg{dry}',
    '[ppm]',
  ])('is %s', (unit) => {
    expect(isUnit(unit)).toBe(true);
  });

  it.each(['', 'usd', 'US$', 'KG', 'kg/', 'mg//kg', 'bananas', 'USD/', 'USD/USD', '5 kg', 'kg kg', 'm00', '{}', '/'])(
    'is not %j',
    (unit) => {
      expect(isUnit(unit)).toBe(false);
    },
  );

  it('is never both a currency and a measure', () => {
    expect(codes().filter((code) => currencyOf(code) !== code)).toEqual([]);
    expect(codes().filter(isMeasure)).toEqual([]);
  });
});
