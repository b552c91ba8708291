import { timeZone } from '@concord/kernel';

/** regulations.gov keeps the calendar of Washington. */
export const ZONE = timeZone('America/New_York');
export const SYSTEM = 'regulations.gov';
export const JURISDICTION = 'US';

/** The handle of the agency that publishes under this code: `CPSC` is the party `us-cpsc`. */
export const partyOfAgency = (agencyId: string): string => `us-${agencyId.toLowerCase()}`;

/** The id of a document or a docket as a handle. */
export const handleOf = (id: string): string => id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
