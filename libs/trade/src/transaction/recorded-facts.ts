import type { TradeFacts } from '@concord/rules';

type Fact<T> = T extends bigint
  ? string
  : T extends string | boolean
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Fact<Item>[]
      : { readonly [Name in keyof T]: Fact<T[Name]> };

/** The facts of a trade as JSON keeps them: a whole number is its decimal text. */
export type RecordedFacts = Fact<TradeFacts>;

/** The facts as the log keeps them. */
export function recorded({ transaction, seller, buyer }: TradeFacts): RecordedFacts {
  const lines = transaction.lines.map(({ hsCode, quantity, unitPriceMinorUnits }) => ({
    hsCode,
    quantity: String(quantity),
    unitPriceMinorUnits: String(unitPriceMinorUnits),
  }));
  return { transaction: { ...transaction, valueMinorUnits: String(transaction.valueMinorUnits), lines }, seller, buyer };
}

/** The facts as requirements read them: `check(requirements, replayed(checked.facts))` repeats a check from the record. */
export function replayed({ transaction, seller, buyer }: RecordedFacts): TradeFacts {
  const lines = transaction.lines.map(({ hsCode, quantity, unitPriceMinorUnits }) => ({
    hsCode,
    quantity: BigInt(quantity),
    unitPriceMinorUnits: BigInt(unitPriceMinorUnits),
  }));
  return { transaction: { ...transaction, valueMinorUnits: BigInt(transaction.valueMinorUnits), lines }, seller, buyer };
}
