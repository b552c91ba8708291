export * from './amendment.js';
export * from './consolidation.js';
export * from './provision.js';
export * from './timeline.js';
export * from './versions.js';
