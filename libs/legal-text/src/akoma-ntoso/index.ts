export { decodeXml } from './decode.js';
export * from './document.js';
export * from './expressions.js';
export * from './force.js';
export { metaAt, metaNamed } from './meta.js';
export * from './read.js';
export type { Unsupported } from './unsupported.js';
export * from './write.js';
export { DEEPEST_NESTING, LARGEST_DOCUMENT } from './xml.js';
