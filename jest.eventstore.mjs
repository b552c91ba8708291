import base from './jest.config.mjs';

// Before anything is started: without a server a run that skips everything would look like a success.
if (!process.env.EVENTSTORE_URL) {
  process.stderr.write('Nothing has been run: EVENTSTORE_URL has to name an EventStoreDB, as in esdb://localhost:2113?tls=false.\n');
  process.exit(1);
}

/** The suites that need an EventStoreDB of the caller's: `EVENTSTORE_URL=esdb://… npm run test:eventstore`. */
export default {
  ...base,
  // The end-to-end suites are the same as over PostgreSQL: test/support chooses the log by the variable. Left out is what would
  // show the same with or without it: suites that run no platform (audit-offline, schema, those of the API's framework), those that
  // name their logs or projections in PostgreSQL themselves (log-copy, libs/event-log, libs/projections; kill and moving stand in
  // for them here), and tampering, which edits the tables of PostgreSQL.
  testMatch: [
    '**/*.eventstore.spec.ts',
    '<rootDir>/test/!(audit-offline|log-copy|schema|tampering).e2e.spec.ts',
    '<rootDir>/libs/{association,cooperation,enterprise,files,government,insight}/**/*.e2e.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
};
