export * from './commands.module.js';
export * from './concern.js';
export * from './decide.js';
export { IssueCommand } from './issue.handler.js';
export * from './issue.js';
export * from './load.js';
export * from './registry.js';
export * from './standing.js';
