export * from './expression.js';
export * from './requirement.js';
export * from './trade-facts.js';
