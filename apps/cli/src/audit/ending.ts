import { ProofRefused, SourceUnavailable } from '@concord/proof';
import type { Command } from 'commander';
import { CannotBeDone } from '../cannot-be-done.js';
import { untilStopped } from '../until-stopped.js';

/** How an audit ends: everything is right, something is wrong, or it could not be done. */
export const RIGHT = 0;
export const WRONG = 1;
export const NOT_DONE = 2;

const isExpected = (error: unknown): error is Error =>
  error instanceof SourceUnavailable || error instanceof ProofRefused || error instanceof CannotBeDone;

/** Does what a command of an audit does. What cannot be done is said in one line, and must not be taken for a finding. */
export async function audited(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  await untilStopped(async (signal) => {
    try {
      process.exitCode = await work(signal);
    } catch (error) {
      process.exitCode = NOT_DONE;
      if (signal.aborted) process.stderr.write('Stopped.\n');
      else if (isExpected(error)) process.stderr.write(`${error.message}\n`);
      else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  });
}

/** A command that was called wrongly has not been done either. */
export const endingSo = (command: Command): Command =>
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? RIGHT : NOT_DONE));
