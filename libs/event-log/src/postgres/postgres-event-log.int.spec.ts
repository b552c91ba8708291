import { eventLogContract } from '../testing/event-log.contract.js';
import { postgresStore } from '../testing/postgres-store.js';

eventLogContract('PostgreSQL', postgresStore);
