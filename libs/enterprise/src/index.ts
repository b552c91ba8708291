/** What other contexts may know of enterprises: their events, and whether one is registered. */
export * from './registration/registration.events.js';
export * from './registration/registration-facts.js';
