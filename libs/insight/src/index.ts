export { Archive, type DisclosedObject } from './history/archive.js';
export { LogEvent, logEventOf } from './history/log-event.js';
