export * from './amendment.js';
export * from './consolidation.js';
export * from './difference/index.js';
export { faultOfTimeline } from './fit.js';
export * from './html/index.js';
export * from './provision.js';
export * from './standing.js';
export * from './timeline.js';
export * from './versions.js';
