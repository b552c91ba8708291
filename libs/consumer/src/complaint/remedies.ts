import { compareMoney, isRejection, type Money, money, type Rejection, reject } from '@concord/kernel';
import { COUNTERFEIT_RULE, type CompensationRule, counterfeitCompensation } from './compensation.js';
import type { Ground, Remedy, RemedyKind } from './complaint.events.js';

/** A remedy as a party states it. */
export interface StatedRemedy {
  readonly remedy: RemedyKind;
  readonly amount?: Money | null;
}

/** What bounds every remedy: the price that was paid, and what is wrong. */
export interface Dispute {
  readonly total: Money;
  readonly ground: Ground;
}

/** The most that a remedy may cost, and the rule that says so. */
function limitOf(remedy: 'REFUND' | 'COMPENSATION', { total, ground }: Dispute): { readonly most: Money; readonly rule: string } {
  if (remedy === 'COMPENSATION' && ground === 'COUNTERFEIT') {
    return { most: counterfeitCompensation(total, COUNTERFEIT_RULE), rule: COUNTERFEIT_RULE.source };
  }
  return { most: money(total), rule: 'a remedy is worth the total of the transaction at most' };
}

/**
 * The remedy as it is recorded. A refund without an amount is one of all that was paid.
 * @param field where the caller stated it
 */
export function remedyOf({ remedy, amount }: StatedRemedy, dispute: Dispute, field: string): Remedy | Rejection {
  const place = { field: `${field}.amount`, value: amount && `${amount.amount} ${amount.currency}` };
  if (remedy === 'REPLACEMENT' || remedy === 'REPAIR') {
    return amount == null ? { remedy, amount: null } : reject('AMOUNT_NOT_ASKED_FOR', `A ${remedy} has no amount`, place);
  }
  const { most, rule } = limitOf(remedy, dispute);
  if (amount == null) {
    return remedy === 'REFUND' ? { remedy, amount: most } : reject('AMOUNT_MISSING', 'A COMPENSATION states its amount', place);
  }
  if (amount.currency !== most.currency) {
    return reject('OTHER_CURRENCY', `The transaction is in ${most.currency}, and the amount in ${amount.currency}`, place);
  }
  if (compareMoney(amount, most) <= 0) return { remedy, amount: money(amount) };
  return reject('AMOUNT_TOO_HIGH', `A ${remedy} is of ${most.amount} ${most.currency} at most here`, { ...place, rule });
}

/** The remedies of one decision: each kind once. */
export function remediesOf(stated: readonly StatedRemedy[], dispute: Dispute, field: string): readonly Remedy[] | Rejection {
  const remedies: Remedy[] = [];
  for (const [index, each] of stated.entries()) {
    const place = `${field}.${index}`;
    if (remedies.some(({ remedy }) => remedy === each.remedy)) {
      return reject('REMEDY_REPEATED', `${each.remedy} is stated twice`, { field: `${place}.remedy`, value: each.remedy });
    }
    const remedy = remedyOf(each, dispute, place);
    if (isRejection(remedy)) return remedy;
    remedies.push(remedy);
  }
  return remedies;
}

/**
 * What is owed where nobody answers: the claim; for a counterfeit its price back, which is what the complainant claims
 * back or else the total, and the compensation of the law on top.
 */
export function remediesByDefault(
  claim: Remedy,
  { total, ground }: Dispute,
): { readonly remedies: readonly Remedy[]; readonly compensation: CompensationRule | null } {
  if (ground !== 'COUNTERFEIT') return { remedies: [claim], compensation: null };
  const price = (claim.remedy === 'REFUND' ? claim.amount : null) ?? money(total);
  return {
    remedies: [
      { remedy: 'REFUND', amount: price },
      { remedy: 'COMPENSATION', amount: counterfeitCompensation(price, COUNTERFEIT_RULE) },
    ],
    compensation: COUNTERFEIT_RULE,
  };
}
