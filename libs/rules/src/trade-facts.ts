import type { CalendarDate } from '@concord/kernel';

/**
 * What a requirement may ask about: the published context of every expression. Amounts are whole
 * numbers of the currency's smallest unit, so that no comparison ever rounds.
 */
export interface TradeFacts {
  readonly transaction: {
    /** `B2B`, `B2C` or `C2C`. */
    readonly kind: string;
    /** ISO 3166-1 alpha-2 code of the country the goods leave. */
    readonly origin: string;
    /** ISO 3166-1 alpha-2 code of the country the goods go to. */
    readonly destination: string;
    /** ISO 4217 code. */
    readonly currency: string;
    /** The price of all lines, in the smallest unit of the currency. */
    readonly valueMinorUnits: bigint;
    readonly lines: readonly {
      readonly hsCode: string;
      readonly quantity: bigint;
      readonly unitPriceMinorUnits: bigint;
    }[];
    /** The kinds of document that the seller holds ready: `CE_MARKING`, `TEST_REPORT`, … */
    readonly documents: readonly string[];
    /** The day, in UTC, on which the transaction was opened. */
    readonly openedOn: CalendarDate;
  };
  readonly seller: {
    readonly party: string;
    /** ISO 3166-1 alpha-2 code, or the empty string where the seller is not registered. */
    readonly jurisdiction: string;
    readonly registered: boolean;
    /** `SELF_OPERATED`, `PLATFORM`, `PURCHASING_AGENT`, `INTEGRATED_SERVICE_PROVIDER`, or the empty string. */
    readonly operationMode: string;
    /** Whether licences of the destination, valid on the day, cover every line. */
    readonly licensed: boolean;
  };
  readonly buyer: {
    readonly party: string;
  };
}

/** A transaction on which every expression is tried when it is drafted: what fails here would fail later. */
export const SAMPLE_FACTS: TradeFacts = {
  transaction: {
    kind: 'B2C',
    origin: 'CN',
    destination: 'US',
    currency: 'USD',
    valueMinorUnits: 4_999n,
    lines: [{ hsCode: '950300', quantity: 1n, unitPriceMinorUnits: 4_999n }],
    documents: ['TEST_REPORT'],
    openedOn: '2026-01-01' as CalendarDate,
  },
  seller: { party: 'sample-seller', jurisdiction: 'CN', registered: true, operationMode: 'SELF_OPERATED', licensed: true },
  buyer: { party: 'sample-buyer' },
};
