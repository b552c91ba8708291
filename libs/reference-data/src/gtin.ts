export const GTIN_RULE = 'a GTIN has 8, 12, 13 or 14 digits, of which the last is the check digit over the others';

const FORM = /^(?:\d{8}|\d{12,14})$/;

/** The digit that makes digits a GTIN: weights 3 and 1 in turn from the right (GS1 General Specifications, 7.9). */
export function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

export const isGtin = (value: unknown): value is string =>
  typeof value === 'string' && FORM.test(value) && checkDigit(value.slice(0, -1)) === Number(value.slice(-1));

/** One form for the same product, whichever length was written: 14 digits with leading zeros. @throws RangeError when it is no GTIN. */
export function gtin14(text: string): string {
  if (!isGtin(text)) throw new RangeError(`${JSON.stringify(text)} is refused: ${GTIN_RULE}`);
  return text.padStart(14, '0');
}
