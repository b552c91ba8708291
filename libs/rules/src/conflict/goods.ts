import type { Cell } from './cells.js';

/** Goods that no comparison tells apart: a line of them has this code, and some quantity and price of these cells. */
export interface Goods {
  readonly hsCode: string;
  readonly quantity: Cell;
  readonly unitPrice: Cell;
}

export interface PricedLine {
  readonly hsCode: string;
  readonly quantity: bigint;
  readonly unitPriceMinorUnits: bigint;
}

/** How many quantities of a line are tried to meet a value; each may come with any price of its cell. */
const QUANTITIES_TRIED = 100;
/** How many lines are added to those that there have to be. */
const LINES_ADDED = 5;

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);
const ceilDivide = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;
const atMost = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const atLeast = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const leastOf = ({ quantity, unitPrice }: Goods): bigint => quantity.low * unitPrice.low;
const mostOf = ({ quantity, unitPrice }: Goods): bigint => quantity.high * unitPrice.high;
const costOf = ({ quantity, unitPriceMinorUnits }: PricedLine): bigint => quantity * unitPriceMinorUnits;

/** A line of the goods that costs at least `low` and at most `high`, or undefined where none was found. */
function lineWorth({ hsCode, quantity, unitPrice }: Goods, low: bigint, high: bigint): PricedLine | undefined {
  const last = atMost(quantity.high, quantity.low + BigInt(QUANTITIES_TRIED));
  for (let count = quantity.low; count <= last; count++) {
    const price = atLeast(unitPrice.low, low > 0n ? ceilDivide(low, count) : 0n);
    if (price <= unitPrice.high && count * price <= high) return { hsCode, quantity: count, unitPriceMinorUnits: price };
  }
  return undefined;
}

/** A dear line of the goods that costs no more than `high`, which is at least what the cheapest costs. */
function dearestUnder({ hsCode, quantity, unitPrice }: Goods, high: bigint): PricedLine {
  const price = atMost(unitPrice.high, high / quantity.low);
  const count = price > 0n ? atMost(quantity.high, high / price) : quantity.high;
  return { hsCode, quantity: count, unitPriceMinorUnits: price };
}

/** What a transaction with lines of just these goods, each at least once, can cost. */
export type Priced = { readonly lines: readonly PricedLine[]; readonly value: bigint } | 'IMPOSSIBLE' | 'NOT_FOUND';

/**
 * Lines of these goods, at least one of each, whose prices together lie in the cell. `IMPOSSIBLE` is certain, for up to `mostLines`
 * lines of these goods; `NOT_FOUND` says only that a short search found none.
 */
export function priced(goods: readonly Goods[], { low, high }: Cell, mostLines: number): Priced {
  const least = sum(goods.map(leastOf));
  const dearest = goods.map(mostOf).reduce(atLeast, 0n);
  const most = sum(goods.map(mostOf)) + BigInt(mostLines - goods.length) * dearest;
  if (least > high || most < low || goods.length > mostLines) return 'IMPOSSIBLE';
  const lines: PricedLine[] = goods.map(({ hsCode, quantity, unitPrice }) => ({
    hsCode,
    quantity: quantity.low,
    unitPriceMinorUnits: unitPrice.low,
  }));
  let value = sum(lines.map(costOf));
  // First the lines that there have to be are made dearer, then others are added.
  for (let place = 0; place < Math.min(mostLines, goods.length + LINES_ADDED) && value < low; place++) {
    const replaced = lines[place];
    const others = replaced ? value - costOf(replaced) : value;
    const candidates = place < goods.length ? goods.slice(place, place + 1) : goods;
    const line = lineAmong(candidates, low - others, high - others);
    if (!line) return 'NOT_FOUND';
    lines[place] = line;
    value = others + costOf(line);
  }
  return value < low ? 'NOT_FOUND' : { lines, value };
}

/** A line that costs from `low` to `high`, or else the dearest that was found below. */
function lineAmong(goods: readonly Goods[], low: bigint, high: bigint): PricedLine | undefined {
  for (const kind of goods) {
    const line = lineWorth(kind, low, high);
    if (line) return line;
  }
  const below = goods.filter((kind) => leastOf(kind) <= high).map((kind) => dearestUnder(kind, high));
  return below.reduce<PricedLine | undefined>((best, line) => (best && costOf(best) >= costOf(line) ? best : line), undefined);
}
