export * from './errors.js';
export * from './event-log.js';
export * from './event-log.module.js';
export * from './positions.js';
export * from './postgres/postgres-event-log.js';
export { migrateEventLog } from './postgres/schema.js';
export * from './storable.js';
