export * from './language.js';
export * from './markup.js';
