export * from './difference.html.js';
export * from './difference.js';
export { inLanguage, lookUp, readIn } from './in-language.js';
export { inMergedOrder } from './merged-order.js';
export { GRAINS, type Grain, newText, oldText, RUN_CHANGES, type Run, type RunChange, type WordDifference } from './word-difference.js';
