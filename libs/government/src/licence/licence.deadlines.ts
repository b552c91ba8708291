import { addToDate, objectOf, pick, startOfDay, type TimeZone } from '@concord/kernel';
import { deadlineRule } from '@concord/projections';
import { ExpireLicence } from './licence.commands.js';
import { type LicenceExpired, type LicenceGranted, type LicenceRevoked, licenceEvents } from './licence.events.js';

/** A licence expires by itself, as the day after the last of its validity begins in UTC. */
export const licenceExpiry = deadlineRule<LicenceGranted | LicenceRevoked | LicenceExpired>({
  name: 'government.licence.expiry',
  events: pick(
    licenceEvents,
    'government.licence.LicenceGranted',
    'government.licence.LicenceRevoked',
    'government.licence.LicenceExpired',
  ),
  changes(event) {
    const licenceId = objectOf(event);
    if (event.type !== 'government.licence.LicenceGranted') return [{ clear: licenceId }];
    const dueAt = startOfDay(addToDate(event.data.validUntil, { days: 1 }), 'UTC' as TimeZone);
    return [{ set: licenceId, dueAt, command: Object.assign(new ExpireLicence(), { licenceId }) }];
  },
});
