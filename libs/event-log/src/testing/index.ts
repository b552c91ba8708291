export * from './event-log.contract.js';
export * from './proposed.js';
