import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A process of a test's own that runs a TypeScript file of this repository and speaks in lines. */
export interface TestProcess {
  readonly child: ChildProcess;
  /** The next line that it writes. Rejects, with what it wrote as errors, when it ends first. */
  line(): Promise<string>;
  /** Ends it with the signal, SIGKILL when left out, and waits until it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** @param file path of a `.ts` file, from the root of the repository */
export const runTypeScript = (file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): TestProcess =>
  runProgram(['--import', './test/support/typescript.mjs', file, ...args], env);

/** @param file path of a `.js` file, from `dist`: it starts sooner than the sources do */
export const runBuilt = (file: string, env: NodeJS.ProcessEnv = {}): TestProcess => runProgram([join('dist', file)], env);

function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): TestProcess {
  const root = join(import.meta.dirname, '../..');
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${errors}`);
      return value;
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await exited;
    },
  };
}
