import { atLeast, type Money, times } from '@concord/kernel';

/** How much more than the refund a counterfeit costs who sold it. */
export interface CompensationRule {
  /** A whole number of times the price. */
  readonly multiple: number;
  /** The least that is paid; it counts only where the price is in its currency. */
  readonly minimum: Money;
  /** Where the rule stands. */
  readonly source: string;
}

/** "Refund one, pay three". Every decision that rests on it records it. */
export const COUNTERFEIT_RULE: CompensationRule = {
  multiple: 3,
  minimum: { amount: '500.00', currency: 'CNY' },
  source: 'Consumer Rights Protection Law of the PRC, Art. 55',
};

/**
 * What is paid for a counterfeit on top of the refund: a multiple of its price, but no less than the minimum.
 * @throws RangeError when the multiple is no whole number
 */
export function counterfeitCompensation(price: Money, { multiple, minimum }: Pick<CompensationRule, 'multiple' | 'minimum'>): Money {
  const compensation = times(multiple, price);
  return minimum.currency === price.currency ? atLeast(minimum, compensation) : compensation;
}
