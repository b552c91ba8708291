/** Ends the run with one plain line that a machine can read. A suite that could not run counts as a failure. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const notRun = results.numPendingTests + results.numTodoTests;
    if (!process.env.EVENTSTORE_URL)
      process.stdout.write('\nNot run: the suites over EventStoreDB, for which EVENTSTORE_URL is not set (npm run test:eventstore)\n');
    const line = `${results.numPassedTests} passed, ${failed} failed${notRun ? `, ${notRun} not run` : ''}\n`;
    // Jest prints a summary after all reporters: this comes last.
    process.once('exit', () => process.stdout.write(line));
  }
}
