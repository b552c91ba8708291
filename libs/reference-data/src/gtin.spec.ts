import fc from 'fast-check';
import { checkDigit, gtin14, isGtin } from './gtin.js';

const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));

describe('a GTIN', () => {
  it.each(['40170725', '614141000036', '4006381333931', '10614141000415'])('may be %s', (gtin) => expect(isGtin(gtin)).toBe(true));

  it.each(['4006381333932', '400638133393', '40063813339310000', '4006381-333931', '', '４００６３８１３３３９３１', 4006381333931, null])(
    'is not %j',
    (value) => expect(isGtin(value)).toBe(false),
  );

  it('betrays one digit that is mistyped', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, place, slip) => {
        const gtin = body + checkDigit(body);
        const mistyped = [...gtin].map((digit, at) => (at === place ? (Number(digit) + slip) % 10 : digit)).join('');
        return isGtin(gtin) && !isGtin(mistyped);
      }),
    );
  });

  it('keeps its check digit when it is written with 14 digits', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 11, 12, 13).chain(digits), (body) => {
        const written = gtin14(body + checkDigit(body));
        return written.length === 14 && isGtin(written);
      }),
    );
  });

  it('is refused by its rule', () => {
    expect(() => gtin14('123')).toThrow(
      '"123" is refused: a GTIN has 8, 12, 13 or 14 digits, of which the last is the check digit over the others',
    );
  });
});
