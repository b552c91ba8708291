import type { Projection } from '@concord/projections';
import { coveringNorms } from './covering-norm.js';
import { seenTrade } from './seen-trade.js';

/**
 * What the coverage map is made of. Trade is stored as sums by border, goods and day, and each norm with the days on which it is
 * in force; which trade had no norm is reckoned when it is asked for, so that an amendment that works backwards counts at once.
 */
export const coverage: Projection = {
  name: 'insight.coverage',
  version: 1,
  tables: [seenTrade, coveringNorms],
  indexes: [
    'CREATE INDEX ON trade (jurisdiction, period) WHERE length(code) = 2',
    'CREATE INDEX ON trade (jurisdiction, period) WHERE length(code) = 6',
    `CREATE INDEX ON norm (jurisdiction) WHERE reach <> '[]'`,
  ],
};
