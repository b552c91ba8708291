import { type OpenedLog, openEventLog } from '@concord/event-log';
import { causeOf, loadSettings, openStorage, type Storage, withoutPassword } from '@concord/platform';
import { CannotBeDone } from '../cannot-be-done.js';

/** How the log in the platform's own database is called, wherever that is. */
export const OWN_DATABASE = 'postgres';

/** A log at one end of a copy. */
export interface Side extends OpenedLog {
  /** How it is shown: its address without the password. */
  readonly name: string;
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
    if (error instanceof RangeError) throw new CannotBeDone(`${option} is ${name}: it ${error.message}, or is \`${OWN_DATABASE}\``);
    throw new CannotBeDone(`${option} is ${name}, and cannot be opened: ${causeOf(error)}`);
  }
}
