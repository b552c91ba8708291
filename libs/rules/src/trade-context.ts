import { list, NUMBER, record, TRUTH, type Type, text } from './language/types.js';

const COUNTRY = text(2);
const ID = text(64);

/** What every expression may ask, with its types: the facts of a trade (`TradeFacts`), and how large they can be. */
export const TRADE_CONTEXT = {
  transaction: record('transaction', {
    kind: text(3),
    origin: COUNTRY,
    destination: COUNTRY,
    currency: text(3),
    valueMinorUnits: NUMBER,
    lines: list(record('a line', { hsCode: text(6), quantity: NUMBER, unitPriceMinorUnits: NUMBER }), 100),
    documents: list(ID, 100),
    openedOn: text(10),
  }),
  seller: record('seller', { party: ID, jurisdiction: COUNTRY, registered: TRUTH, operationMode: text(30), licensed: TRUTH }),
  buyer: record('buyer', { party: ID }),
} as const satisfies Readonly<Record<string, Type>>;

/** Where a value is larger than its type allows, as a path; undefined where it is not. */
function excess(value: unknown, type: Type, path: string): string | undefined {
  switch (type.kind) {
    case 'TEXT':
      return typeof value === 'string' && value.length <= type.atMost ? undefined : path;
    case 'LIST':
      if (!Array.isArray(value) || value.length > type.atMost) return path;
      return firstOf(value.entries(), ([index, item]) => excess(item, type.of, `${path}[${index}]`));
    case 'RECORD':
      return firstOf(Object.entries(type.fields), ([name, field]) =>
        excess((value as Record<string, unknown>)[name], field, `${path}.${name}`),
      );
    default:
      return undefined;
  }
}

function firstOf<Item>(items: Iterable<Item>, find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A fact that is larger than the context says, by which an evaluation could take longer than was reckoned. */
export const excessiveFact = (facts: object): string | undefined =>
  firstOf(Object.entries(TRADE_CONTEXT), ([name, type]) => excess((facts as Record<string, unknown>)[name], type, name));
