import type { CalendarDate, Duration } from '@concord/kernel';
import fc from 'fast-check';
import {
  boundOn,
  type DatedConsent,
  type EntryFormula,
  type EntryRule,
  effectiveOn,
  entryIntoForce,
  isWaitingPeriod,
} from './entry-into-force.js';

const date = (text: string) => text as CalendarDate;
const rule = (waiting: string, rest: Partial<EntryRule> = {}): EntryRule => ({
  waiting: waiting as Duration,
  firstDayOfNextMonth: false,
  dayAfter: false,
  ...rest,
});
const formula = (deposits: number, entry: EntryRule, ...requiredJurisdictions: string[]): EntryFormula => ({
  ...entry,
  deposits,
  requiredJurisdictions,
});
const consents = (...dated: readonly [string, string][]): DatedConsent[] =>
  dated.map(([jurisdiction, depositedOn]) => ({ jurisdiction, depositedOn: date(depositedOn) }));

/** United Nations Convention on Contracts for the International Sale of Goods, Art. 99. */
const CISG = rule('P12M', { firstDayOfNextMonth: true });
/** Convention on the Recognition and Enforcement of Foreign Arbitral Awards, Art. XII. */
const NEW_YORK = rule('P90D');

describe('treaties whose entry into force is on record', () => {
  const ten = consents(
    ['SY', '1982-10-19'],
    ['LS', '1981-06-18'],
    ['EG', '1982-12-06'],
    ['FR', '1982-08-06'],
    ['HU', '1983-06-16'],
    ['AR', '1983-07-19'],
    ['ZM', '1986-06-06'],
    ['CN', '1986-12-11'],
    ['IT', '1986-12-11'],
    ['US', '1986-12-11'],
  ).sort((a, b) => (a.depositedOn < b.depositedOn ? -1 : 1));

  test('the CISG, with its tenth deposit on 11 December 1986, entered into force on 1 January 1988', () => {
    expect(entryIntoForce(formula(10, CISG), ten)).toBe('1988-01-01');
  });

  test('the CISG was not to enter into force with nine deposits', () => {
    expect(entryIntoForce(formula(10, CISG), ten.slice(0, 9))).toBeUndefined();
  });

  test('Japan, which acceded to the CISG on 1 July 2008, has been bound since 1 August 2009', () => {
    expect(boundOn(CISG, date('2008-07-01'), date('1988-01-01'))).toBe('2009-08-01');
  });

  test('the New York Convention, with its third deposit on 9 March 1959, entered into force on 7 June 1959', () => {
    const three = consents(['IL', '1959-01-05'], ['MA', '1959-02-12'], ['EG', '1959-03-09']);
    expect(entryIntoForce(formula(3, NEW_YORK), three)).toBe('1959-06-07');
  });

  test('the United Kingdom, which acceded to the New York Convention on 24 September 1975, has been bound since 23 December 1975', () => {
    expect(boundOn(NEW_YORK, date('1975-09-24'), date('1959-06-07'))).toBe('1975-12-23');
  });
});

describe('the rule of entry', () => {
  test('a period of no days begins on the day of the deposit itself', () => {
    expect(effectiveOn(date('2026-03-01'), rule('P0D'))).toBe('2026-03-01');
  });

  test('after the expiry of 30 days is one day later than on the thirtieth day', () => {
    expect(effectiveOn(date('2026-03-01'), rule('P30D'))).toBe('2026-03-31');
    expect(effectiveOn(date('2026-03-01'), rule('P30D', { dayAfter: true }))).toBe('2026-04-01');
  });

  test('a month after the last day of January ends on the last day of February', () => {
    expect(effectiveOn(date('2028-01-31'), rule('P1M'))).toBe('2028-02-29');
  });

  test('a period that ends on the first day of a month waits for the first day of the next', () => {
    expect(effectiveOn(date('2026-01-01'), rule('P1M', { firstDayOfNextMonth: true }))).toBe('2026-03-01');
  });

  test('the number of deposits is not enough while a required jurisdiction is missing, and the period starts with its deposit', () => {
    const required = formula(2, rule('P10D'), 'CN');
    expect(entryIntoForce(required, consents(['US', '2026-01-01'], ['DE', '2026-01-02']))).toBeUndefined();
    expect(entryIntoForce(required, consents(['US', '2026-01-01'], ['DE', '2026-01-02'], ['CN', '2026-02-01']))).toBe('2026-02-11');
  });

  test('the period starts with the deposit that completes the number, not with a later one', () => {
    const three = consents(['US', '2026-01-01'], ['DE', '2026-01-02'], ['CN', '2026-02-01']);
    expect(entryIntoForce(formula(2, rule('P10D')), three)).toBe('2026-01-12');
  });

  test('one who consents later is not bound before the agreement is in force', () => {
    expect(boundOn(rule('P0D'), date('2026-02-01'), date('2027-01-01'))).toBe('2027-01-01');
  });

  test.each(['P0D', 'P90D', 'P12M', 'P1Y6M', 'P2W'])('%s is a waiting period', (waiting) => {
    expect(isWaitingPeriod(waiting)).toBe(true);
  });

  test.each(['', 'P', 'PT3S', 'P1DT1H', '-P1D', 'P-1D', 'P1.5M', 'p1d', 'P9999999D', '90', 90])('%s is no waiting period', (waiting) => {
    expect(isWaitingPeriod(waiting)).toBe(false);
  });
});

describe('whatever the formula', () => {
  const anyDate = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((day) => date(day.toISOString().slice(0, 10)));
  const anyRule = fc
    .record({
      amount: fc.nat({ max: 999 }),
      unit: fc.constantFrom('D', 'W', 'M', 'Y'),
      begins: fc.constantFrom({}, { firstDayOfNextMonth: true }, { dayAfter: true }),
    })
    .map(({ amount, unit, begins }) => rule(`P${amount}${unit}`, begins));
  const jurisdictions = ['CN', 'US', 'DE', 'FR', 'JP', 'EU', 'SG', 'VN'];
  const anyConsents = fc
    .tuple(fc.shuffledSubarray(jurisdictions), fc.array(anyDate, { minLength: 8, maxLength: 8 }))
    .map(([who, dates]) => who.map((jurisdiction, index) => ({ jurisdiction, depositedOn: dates.sort()[index]! })));
  const anyFormula = fc
    .tuple(fc.integer({ min: 1, max: 8 }), anyRule, fc.subarray(jurisdictions, { maxLength: 3 }))
    .map(([deposits, entry, required]) => formula(deposits, entry, ...required));

  test('an effect never begins before the deposit', () => {
    fc.assert(fc.property(anyDate, anyRule, (day, entry) => effectiveOn(day, entry) >= day));
  });

  test('a later deposit never has an earlier effect', () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyRule, (a, b, entry) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        return effectiveOn(first, entry) <= effectiveOn(second, entry);
      }),
    );
  });

  test('further deposits never change the day of the entry into force', () => {
    fc.assert(
      fc.property(anyFormula, anyConsents, (entry, all) => {
        const days = all.map((_, index) => entryIntoForce(entry, all.slice(0, index + 1)));
        const determined = days.findIndex((day) => day !== undefined);
        return determined < 0 || days.slice(determined).every((day) => day === days[determined]);
      }),
    );
  });

  test('it is determined exactly when there are enough deposits and all that are required', () => {
    fc.assert(
      fc.property(anyFormula, anyConsents, (entry, all) => {
        const met = all.length >= entry.deposits && entry.requiredJurisdictions.every((who) => all.some((c) => c.jurisdiction === who));
        return (entryIntoForce(entry, all) !== undefined) === met;
      }),
    );
  });

  test('nobody is bound before the agreement is in force', () => {
    fc.assert(fc.property(anyRule, anyDate, anyDate, (entry, deposited, inForce) => boundOn(entry, deposited, inForce) >= inForce));
  });
});
