export * from './history.js';
export * from './oracle.js';
export * from './samples.js';
