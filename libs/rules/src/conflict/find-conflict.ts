import type { CalendarDate } from '@concord/kernel';
import { check, type PlacedRequirement } from '../requirement.js';
import type { TradeFacts } from '../trade-facts.js';
import { type Amounts, amountsOf } from './amounts.js';
import { couldConflict } from './choices.js';
import { BeyondMethod, type Mentions, mentionsOf } from './mentions.js';
import { type Papers, papersOf } from './papers.js';
import { haveAWay, type Setting, settingsOf } from './settings.js';

/** Two requirements. */
export type Pair = readonly [PlacedRequirement, PlacedRequirement];

/** What could be changed and does not help: the seller's papers, or with them also quantities and prices. */
export const REMEDIES = ['PAPERS', 'PAPERS_AND_AMOUNTS'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** A transaction that two requirements concern and that cannot meet both, whatever is changed of what can be. */
export interface Conflict {
  readonly verdict: 'CONFLICT';
  /** What was changed in every way without success. */
  readonly despite: Remedy;
  /** The transaction; it breaches one of the two or both. */
  readonly example: TradeFacts;
  /** The same transaction, changed so that it meets the first requirement, and so that it meets the second. */
  readonly meeting: readonly [TradeFacts, TradeFacts];
}

export type Compatibility =
  | Conflict
  /** Shown: no transaction that concerns both is kept by the one from meeting the other. */
  | { readonly verdict: 'NONE' }
  /** The method does not reach so far. */
  | { readonly verdict: 'UNDECIDED'; readonly reason: string };

/** Evaluations of the pair, after which it is given up. */
const MOST_CASES = 20_000;

/** What was seen of transactions that differ only in what can be changed. */
class Tally {
  example: TradeFacts | undefined;
  readonly meeting: [TradeFacts?, TradeFacts?] = [];
  together = false;
  uncertain = false;

  add(facts: TradeFacts, pair: Pair): void {
    const [first, second] = pair.map((requirement) => check([requirement], facts).findings[0]?.result);
    if (first === 'UNDECIDED' || second === 'UNDECIDED') this.uncertain = true;
    else if (first && second) {
      this.example ??= facts;
      if (first === 'MET') this.meeting[0] ??= facts;
      if (second === 'MET') this.meeting[1] ??= facts;
      if (first === 'MET' && second === 'MET') this.together = true;
    }
  }

  join(other: Tally): void {
    this.example ??= other.example;
    this.meeting[0] ??= other.meeting[0];
    this.meeting[1] ??= other.meeting[1];
    this.together ||= other.together;
    this.uncertain ||= other.uncertain;
  }

  conflict(despite: Remedy): Conflict | undefined {
    const { example, meeting, together, uncertain } = this;
    const [first, second] = meeting;
    if (!example || !first || !second || together || uncertain) return undefined;
    return { verdict: 'CONFLICT', despite, example, meeting: [first, second] };
  }
}

const undecided = (reason: string): Compatibility => ({ verdict: 'UNDECIDED', reason });
const NONE: Compatibility = { verdict: 'NONE' };

/** The facts of a setting with these amounts and papers. */
const factsOf = (
  setting: Setting,
  { lines, value }: Amounts,
  { documents, licensed, operationMode }: Papers,
  openedOn: CalendarDate,
): TradeFacts => ({
  transaction: {
    kind: setting.kind,
    origin: setting.origin,
    destination: setting.destination,
    currency: setting.currency,
    valueMinorUnits: value,
    lines,
    documents,
    openedOn,
  },
  seller: {
    party: setting.seller,
    jurisdiction: operationMode === null ? '' : setting.sellerCountry,
    registered: operationMode !== null,
    operationMode: operationMode ?? '',
    licensed,
  },
  buyer: { party: setting.buyer },
});

/**
 * Whether two requirements, both in force on the day, conflict: whether there are goods on a way between parties for which both
 * apply, each can be met, and both together cannot, whatever papers the seller brings (and, if need be, whatever the quantities
 * and prices). Sound both ways: what it calls a conflict is one, and what it calls none has none.
 */
export function compatibilityOf(pair: Pair, day: CalendarDate): Compatibility {
  const steps = stepsTo(pair, day);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, step by step: whoever has others waiting lets them have their turn in between. */
export function* stepsTo(pair: Pair, day: CalendarDate): Generator<undefined, Compatibility> {
  if (!couldConflict(...pair) || !haveAWay(pair)) return NONE;
  try {
    return yield* search(pair, mentionsOf(pair, day), day);
  } catch (error) {
    if (error instanceof BeyondMethod) return undecided(error.message);
    throw error;
  }
}

/** The example and its variants: whatever can be changed of it, in each way that the two requirements tell apart. */
export function variantsOf(pair: Pair, { despite, example }: Conflict): readonly TradeFacts[] {
  const { transaction, seller, buyer } = example;
  const mentions = mentionsOf(pair, transaction.openedOn);
  const setting: Setting = {
    ...transaction,
    hsCodes: [...new Set(transaction.lines.map(({ hsCode }) => hsCode))],
    seller: seller.party,
    sellerCountry: seller.jurisdiction || transaction.origin,
    buyer: buyer.party,
  };
  const its: Amounts = { lines: transaction.lines, value: transaction.valueMinorUnits };
  const amounts = despite === 'PAPERS' ? [its] : amountsOf(setting, mentions).found;
  return amounts.flatMap((amount) => (papersOf(mentions) ?? []).map((papers) => factsOf(setting, amount, papers, transaction.openedOn)));
}

function* search(pair: Pair, mentions: Mentions, day: CalendarDate): Generator<undefined, Compatibility> {
  const papers = papersOf(mentions);
  if (!papers) return undecided('they name too many documents');
  const settings = settingsOf(pair, mentions);
  let { complete } = settings;
  let uncertain = false;
  let cases = 0;
  for (const setting of settings.all) {
    const amounts = amountsOf(setting, mentions);
    const whole = new Tally();
    for (const amount of amounts.found) {
      const tally = new Tally();
      yield;
      for (const paper of papers) {
        if (++cases > MOST_CASES) return undecided('they tell more cases apart than are tried');
        tally.add(factsOf(setting, amount, paper, day), pair);
        if (tally.together) break;
      }
      const conflict = tally.conflict('PAPERS');
      if (conflict) return conflict;
      whole.join(tally);
    }
    const conflict = amounts.complete ? whole.conflict('PAPERS_AND_AMOUNTS') : undefined;
    if (conflict) return conflict;
    complete &&= amounts.complete;
    uncertain ||= whole.uncertain;
  }
  if (uncertain) return undecided('one of them cannot be evaluated on every transaction');
  return complete ? NONE : undecided('they tell more combinations of goods and amounts apart than are tried');
}
