import type { Projection } from '@concord/projections';
import { changes, subjects, wordings } from './change.tables.js';
import { reminders, standardTitles, standings } from './reminder.tables.js';
import { interests, redeliveries, subscriptions } from './subscription.tables.js';

/**
 * Changes of norms and who wants to hear of them, reminders of ballots and who has not voted. An inbox is not kept: it is what matches, change by change, so that nothing
 * can be missing from it or stand in it twice.
 */
export const alerts: Projection = {
  name: 'government.alerts',
  version: 2,
  tables: [subscriptions, interests, redeliveries, changes, subjects, wordings, reminders, standings, standardTitles],
  indexes: [
    `ALTER TABLE wording ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED`,
    'CREATE UNIQUE INDEX ON change (position)',
    'CREATE UNIQUE INDEX ON reminder (position)',
    'CREATE INDEX ON redelivery (position)',
    'CREATE INDEX ON interest (party)',
    'CREATE INDEX ON interest (since) WHERE posted',
    'CREATE INDEX ON subscription (party, id)',
  ],
};
