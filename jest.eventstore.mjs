import base from './jest.config.mjs';

/** The suites that need an EventStoreDB of the caller's: `EVENTSTORE_URL=esdb://… npm run test:eventstore`. */
export default {
  ...base,
  // The end-to-end suites are the same as over PostgreSQL: test/support chooses the log by the variable.
  testMatch: [
    '**/*.eventstore.spec.ts',
    '<rootDir>/test/!(log-copy|readme|schema).e2e.spec.ts',
    '<rootDir>/libs/{association,cooperation,enterprise,government}/**/*.e2e.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
};
