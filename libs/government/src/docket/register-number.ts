/** The two ways in which the Federal Register numbers documents: `2010-13080` since 2010, `E9-20590` or `06-02206` before. */
const NUMBERS = [
  { number: /^(\d{4})-0*(\d+)$/, correction: /^[CRZ]\d+-(\d{4})-0*(\d+)$/ },
  { number: /^[E0](\d)-0*(\d+)$/, correction: /^[CRZ](\d)-0*(\d+)$/ },
];

/** Some are typed with a dash. */
const typed = (number: string): string => number.trim().toUpperCase().replaceAll(/[–—]/g, '-');

/** What tells the number that a correction corrects from all others; undefined where the number is not that of a correction. */
export function correctedNumber(correction: string | null): ((number: string) => boolean) | undefined {
  for (const form of NUMBERS) {
    const [, year, serial] = form.correction.exec(typed(correction ?? '')) ?? [];
    if (serial === undefined) continue;
    return (number) => {
      const [, ofYear, ofSerial] = form.number.exec(typed(number)) ?? [];
      return ofYear === year && ofSerial === serial;
    };
  }
  return undefined;
}

export const sameRegisterNumber = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && typed(one) === typed(other);
