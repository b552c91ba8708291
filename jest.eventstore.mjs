import base from './jest.config.mjs';

/** The suites that need an EventStoreDB of the caller's: `EVENTSTORE_URL=esdb://… npm run test:eventstore`. */
export default {
  ...base,
  testMatch: ['**/*.eventstore.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
