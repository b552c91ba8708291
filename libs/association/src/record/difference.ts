/** Something in a record that is not as it should be. */
export interface Difference {
  /** What was checked: `ELECTORATE`. */
  readonly check: Check;
  /** Where: the number of the act in its ballot, a party, a receipt. */
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

export const CHECKS = [
  'ORDER',
  'TEXT',
  'ELECTORATE',
  'RULE',
  'ROLL',
  'TIME',
  'SEAL',
  'RECEIPT',
  'PUBLISHED',
  'TURNOUT',
  'EXTENSION',
  'TURNED',
  'RESULT',
] as const;
export type Check = (typeof CHECKS)[number];
