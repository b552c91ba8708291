/** What other contexts may know of complaints: their events and procedures, and what the law gives for a counterfeit. */
export * from './complaint/compensation.js';
export * from './complaint/complaint.events.js';
export * from './procedure/procedure.events.js';
