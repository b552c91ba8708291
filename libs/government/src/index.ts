/** What other contexts may know of government: its events, and how they become the text of a norm. */

export * from './comment/comment.events.js';
export * from './licence/licence.events.js';
export * from './licence/licence-coverage.js';
export * from './norm/norm.events.js';
export * from './norm/norm-timeline.js';
export { DirectionEnum, RequirementInput, requirementOf } from './norm/requirement.input.js';
/** For the settings of the platform. */
export { WEBHOOK_TARGETS_ALLOWED, type WebhookTargets } from './webhook/target.js';
