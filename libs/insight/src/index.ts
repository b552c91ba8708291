export { LogEvent, logEventOf } from './history/log-event.js';
