import { objectOf, pick } from '@concord/kernel';
import { processManager } from '@concord/projections';
import { jurisdictionsOf } from '@concord/reference-data';
import { checked } from './admission.js';
import { HeldLicence, heldLicences, RegisteredSeller, registeredSellers } from './admission.tables.js';
import { RecordCheck } from './transaction.commands.js';
import { type TransactionOpened, transactionEvents } from './transaction.events.js';
import { WatchedNorm, watchedNorms } from './watched-norm.js';

/** Checks each transaction against the norms, licences and registrations as the log had them when it was opened. */
export const admission = processManager<TransactionOpened>({
  name: 'trade.admission',
  version: 2,
  tables: [watchedNorms, registeredSellers, heldLicences],
  indexes: ['CREATE INDEX ON norm (jurisdiction) WHERE demands', 'CREATE INDEX ON licence (enterprise)'],
  reactsTo: pick(transactionEvents, 'trade.transaction.TransactionOpened'),
  async react(event, state) {
    const { origin, destination, seller } = event.data;
    const places = [...new Set([...jurisdictionsOf(origin), ...jurisdictionsOf(destination)])];
    const norms = await state.find(WatchedNorm, 'jurisdiction = ANY($1) AND demands', [places]);
    const [registered] = await state.find(RegisteredSeller, 'id = $1', [seller]);
    const licences = await state.find(HeldLicence, 'enterprise = $1', [seller]);
    const record = checked(event.data, { norms, seller: registered, licences });
    return [Object.assign(new RecordCheck(), { transactionId: objectOf(event), ...record })];
  },
});
