import { userInfo } from 'node:os';
import { type Access, AccessRecorder } from '@concord/audit';
import type { Actor } from '@concord/kernel';
import type { INestApplicationContext } from '@nestjs/common';

/** Whoever can read the database sees no more through these commands than an operator of the API does. */
export const OPERATOR: Actor = { person: 'command line', party: 'operator', kind: 'OPERATOR', roles: ['READER'] };

/** The option of every command that reads or takes out the log. */
export const PURPOSE = ['--purpose <text>', 'what for; it is written down in the log with who reads what'] as const;

/** The account under which the command runs; containers may have numbers without a name. */
export function account(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Writes down in the log what is about to be read, and by whom: the account of this machine. */
export const recordAccess = (platform: INestApplicationContext, purpose: string | undefined, access: Access): Promise<void> =>
  platform.get(AccessRecorder, { strict: false }).record({ actor: { ...OPERATOR, person: account() }, purpose }, access);
