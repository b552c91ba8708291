/** Run as Node loads modules (test/support/native-runner.mjs), compiled by SWC; a suite that touches PostgreSQL gets a database of its own (test/support). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test', '<rootDir>/bench'],
  testMatch: ['**/*.spec.ts'],
  // They need a server of the caller's: jest.eventstore.mjs.
  testPathIgnorePatterns: ['/node_modules/', '\\.eventstore\\.spec\\.ts$'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@concord/modules/([a-z-]+)$': '<rootDir>/libs/$1/src/module.ts',
    '^@concord/([a-z-]+)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^@concord/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  runner: '<rootDir>/test/support/native-runner.mjs',
  reporters: ['default', '<rootDir>/test/support/count-reporter.mjs'],
  testTimeout: 240_000,
  maxWorkers: '100%',
};
