/** What other contexts may know of cooperation: its events, and whom an agreement binds from when. */
export * from './agreement/agreement.events.js';
export * from './agreement/agreement-parties.js';
export * from './agreement/entry-into-force.js';
