export * from './log-folder.js';
export * from './memory-log.js';
export * from './memory-tiles.js';
export * from './verified.js';
