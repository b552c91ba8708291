import { eventLogContract } from '../testing/event-log.contract.js';
import { eventStoreStore } from '../testing/eventstore-store.js';

eventLogContract('EventStoreDB', eventStoreStore);
