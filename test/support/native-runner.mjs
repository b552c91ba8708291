import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('./native-worker.mjs', import.meta.url));
const LOADER = new URL('./typescript.mjs', import.meta.url).href;

/** Processes for each core: most suites wait for processes and databases of theirs a good part of their time. */
const A_CORE = 1.5;

/** A process that runs suites, one after the other. */
class Worker {
  constructor(id, globalConfig) {
    this.child = fork(WORKER, [], {
      execArgv: ['--enable-source-maps', '--import', LOADER],
      env: { ...process.env, NODE_OPTIONS: '', JEST_WORKER_ID: String(id) },
    });
    this.gone = once(this.child, 'exit');
    this.child.send({ globalConfig });
  }

  get isAlive() {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  /** What became of a suite. Rejects when the process ends over it. */
  async run({ path, context }) {
    this.child.send({ path, config: context.config });
    const ended = this.gone.then(([code, signal]) => {
      throw new Error(`The process of the tests ended with ${code ?? signal} in ${path}`);
    });
    const [{ result, error }] = await Promise.race([once(this.child, 'message'), ended]);
    if (error) throw error;
    return result;
  }

  async end() {
    this.child.kill('SIGKILL');
    await this.gone;
  }
}

/** Suites that run whole platforms take longest: begun last, they would be waited for by idle workers. */
const kindOf = ({ path }) => KINDS.findIndex((kind) => path.endsWith(kind));
const KINDS = ['.e2e.spec.ts', '.int.spec.ts', '.ts'];

/**
 * Runs suites with Jest's own `describe`, `test` and `expect` as Node loads modules: what many suites need is loaded once for
 * each process, and not anew for each suite as in the sandboxes of Jest, where loading took most of the time of most suites.
 */
export default class NativeRunner {
  constructor(globalConfig) {
    this.globalConfig = globalConfig;
  }

  async runTests(tests, watcher, onStart, onResult, onFailure) {
    const left = tests.toSorted((a, b) => kindOf(a) - kindOf(b));
    const turn = async (id) => {
      let worker;
      for (let test = left.shift(); test && !watcher.isInterrupted(); test = left.shift()) {
        if (!worker?.isAlive) worker = new Worker(id, this.globalConfig);
        try {
          await onStart(test);
          await onResult(test, await worker.run(test));
        } catch (error) {
          await onFailure(test, { message: String(error?.message ?? error), stack: String(error?.stack ?? error) });
        }
      }
      await worker?.end();
    };
    const count = Math.min(tests.length, Math.floor(A_CORE * this.globalConfig.maxWorkers));
    await Promise.all(Array.from({ length: count }, (_, index) => turn(index + 1)));
  }
}
