/** Ends the run with one plain line that a machine can read. A suite that could not run counts as a failure. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const notRun = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${notRun ? `, ${notRun} skipped` : ''}\n`;
    // Jest prints a summary after all reporters: this comes last.
    process.once('exit', () => process.stdout.write(line));
  }
}
