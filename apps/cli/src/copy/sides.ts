import { type OpenedLog, openEventLog } from '@concord/event-log';
import { loadSettings, openStorage, type Storage } from '@concord/platform';
import { CannotBeDone } from '../cannot-be-done.js';

/** How the log in the platform's own database is called, wherever that is. */
export const OWN_DATABASE = 'postgres';

/** A log at one end of a copy. */
export interface Side extends OpenedLog {
  /** How it is shown: its address without the password. */
  readonly name: string;
}

/** What went wrong, in the words of whoever found it. A driver that tried several addresses says so only in its parts. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causeOf(error.cause)}`;
}

function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.password) url.password = '***';
  return url.href;
}

/** Opens the log that an option names. @throws CannotBeDone naming the option, its value and what is wrong */
export async function openSide(option: string, address: string): Promise<Side> {
  const name = withoutPassword(address);
  let storage: Storage | undefined;
  try {
    if (address === OWN_DATABASE) storage = await openStorage(loadSettings(), (sentence) => process.stderr.write(`${sentence}\n`));
    const { log, close } = await openEventLog(storage?.url ?? address);
    return {
      name,
      log,
      async close() {
        await close();
        await storage?.close();
      },
    };
  } catch (error) {
    await storage?.close();
    if (error instanceof RangeError) throw new CannotBeDone(`${option} is ${name}, ${error.message}, or is \`${OWN_DATABASE}\``);
    throw new CannotBeDone(`${option} is ${name}, and cannot be opened: ${causeOf(error)}`);
  }
}
