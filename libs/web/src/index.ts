export * from './answer.js';
export * from './page.js';
export * from './problem.js';
