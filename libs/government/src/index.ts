/** What other contexts may know of government: its events, and how they become the text of a norm. */

export * from './licence/licence.events.js';
export * from './licence/licence-coverage.js';
export * from './norm/norm.events.js';
export * from './norm/norm-timeline.js';
