import 'reflect-metadata';
import { pathToFileURL } from 'node:url';
import { expect } from 'expect';
import { afterAll, afterEach, beforeAll, beforeEach, describe, getState, it, resetState, run, test } from 'jest-circus';
import { formatResultsErrors } from 'jest-message-util';

Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, it, test, expect });

const NO_SNAPSHOT = { added: 0, fileDeleted: false, matched: 0, unchecked: 0, uncheckedKeys: [], unmatched: 0, updated: 0 };
const STATUS = { skip: 'pending', todo: 'todo' };

let globalConfig;

function assertionResult({ testPath, errors, status, duration, invocations, numPassingAsserts }) {
  const [, ...titles] = testPath;
  return {
    ancestorTitles: titles.slice(0, -1),
    title: titles.at(-1),
    fullName: titles.join(' '),
    status: errors.length > 0 ? 'failed' : (STATUS[status] ?? 'passed'),
    failureMessages: errors,
    failureDetails: [],
    duration,
    invocations,
    numPassingAsserts,
    location: null,
    retryReasons: [],
  };
}

/** Runs one suite; the result is as Jest's reporters take it. */
async function runSuite(path, config) {
  const start = Date.now();
  resetState();
  const state = getState();
  state.testTimeout = globalConfig.testTimeout ?? 5_000;
  state.maxConcurrency = globalConfig.maxConcurrency;
  state.testNamePattern = globalConfig.testNamePattern ? new RegExp(globalConfig.testNamePattern, 'i') : null;
  state.parentProcess = process;
  expect.setState({ testPath: path, expand: globalConfig.expand });
  await import(pathToFileURL(path).href);
  const { testResults, unhandledErrors } = await run();
  if (testResults.length === 0 && unhandledErrors.length === 0) throw new Error('There is no test in this suite');
  const results = testResults.map(assertionResult);
  const count = (status) => results.filter((one) => one.status === status).length;
  const end = Date.now();
  return {
    testFilePath: path,
    testResults: results,
    numFailingTests: count('failed'),
    numPassingTests: count('passed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    failureMessage: formatResultsErrors(results, config, globalConfig, path),
    testExecError: unhandledErrors.length > 0 ? { message: '', stack: unhandledErrors.join('\n') } : undefined,
    perfStats: {
      start,
      end,
      runtime: end - start,
      slow: end - start > config.slowTestThreshold * 1_000,
      loadTestEnvironmentStart: start,
      loadTestEnvironmentEnd: start,
      setupFilesStart: start,
      setupFilesEnd: start,
      setupAfterEnvStart: start,
      setupAfterEnvEnd: start,
    },
    leaks: false,
    openHandles: [],
    skipped: false,
    snapshot: NO_SNAPSHOT,
  };
}

// Nobody asks any more: the run was stopped.
process.on('disconnect', () => process.exit(1));

process.on('message', async (message) => {
  if (message.globalConfig) {
    globalConfig = message.globalConfig;
    return;
  }
  try {
    process.send({ result: await runSuite(message.path, message.config) });
  } catch (error) {
    process.send({ error: { message: String(error?.message ?? error), stack: String(error?.stack ?? error) } });
  }
});
