import { currencyDigits } from '@concord/kernel';
import { type Cell, cellsOf } from './cells.js';
import { type Goods, type PricedLine, priced } from './goods.js';
import { BeyondMethod, type Fact, type Mentions } from './mentions.js';
import type { Setting } from './settings.js';
import { oneOfEach, subsetsOf } from './subsets.js';

/** Limits that a transaction has, whatever the requirements say. */
const MOST_LINES = 100;
const LARGEST_QUANTITY = 2_147_483_647n;
const DIGITS_BEFORE_DECIMALS = 15;
/** Amounts above could be told apart by the decimals of a currency alone. */
const LARGEST_CONSTANT = 10n ** 14n;
/** Goods with different cells of quantity and price of which all combinations are tried: 127 of them. */
const MOST_COMBINED = 7;

/** Quantities and prices for the goods of a setting, and what they come to. */
export interface Amounts {
  readonly lines: readonly PricedLine[];
  readonly value: bigint;
}

export interface AmountsOfSetting {
  /** One for each that the requirements tell apart and that was found. */
  readonly found: readonly Amounts[];
  /** Whether these stand for every amount that there can be. */
  readonly complete: boolean;
}

function cutsOf({ constants }: Mentions, fact: Fact): readonly bigint[] {
  const cuts = [...(constants.get(fact) ?? [])].filter((value) => typeof value === 'bigint');
  if (cuts.some((value) => value > LARGEST_CONSTANT)) throw new BeyondMethod(`it compares ${fact} with more than ${LARGEST_CONSTANT}`);
  return cuts;
}

/**
 * The amounts of a setting: for each code one or more lines, each with a quantity and a price of the cells that the
 * requirements tell apart, and for all of them a value.
 * @throws BeyondMethod where a constant is too large
 */
export function amountsOf({ hsCodes, currency }: Setting, mentions: Mentions): AmountsOfSetting {
  const largest = 10n ** BigInt(DIGITS_BEFORE_DECIMALS + (currencyDigits(currency) ?? 0)) - 1n;
  const amounts: Cell = { low: 0n, high: largest };
  const quantities = cellsOf(cutsOf(mentions, 'line.quantity'), { low: 1n, high: LARGEST_QUANTITY });
  const prices = cellsOf(cutsOf(mentions, 'line.unitPriceMinorUnits'), amounts);
  const values = cellsOf(cutsOf(mentions, 'transaction.valueMinorUnits'), amounts);
  const goodsOf = (hsCode: string): readonly Goods[] =>
    quantities.flatMap((quantity) => prices.map((unitPrice) => ({ hsCode, quantity, unitPrice })));
  const all = hsCodes.flatMap(goodsOf);
  const few = all.length <= MOST_COMBINED;
  const holdsEachCode = (goods: readonly Goods[]) => hsCodes.every((code) => goods.some(({ hsCode }) => hsCode === code));
  const combinations = few ? subsetsOf(all).filter(holdsEachCode) : oneOfEach(hsCodes.map(goodsOf));
  const tried = combinations.flatMap((goods) => values.map((value) => priced(goods, value, MOST_LINES)));
  return {
    found: tried.filter((amount) => typeof amount === 'object'),
    complete: few && !tried.includes('NOT_FOUND'),
  };
}
