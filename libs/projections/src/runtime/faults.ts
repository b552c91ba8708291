import { EventLogUnavailable } from '@concord/event-log';
import type { RecordedEvent } from '@concord/kernel';
import { DatabaseError } from 'pg';

/** An event that a projection cannot handle. The projection stands before it until an operator has had a look. */
export class PoisonEvent extends Error {
  constructor(
    readonly event: RecordedEvent,
    cause: unknown,
  ) {
    super(messageOf(cause), { cause });
  }
}

/** Another worker has taken over, or the model has been replaced: nothing was written. */
export class Fenced extends Error {
  constructor(name: string) {
    super(`${name} has been taken over by another worker`);
  }
}

/** The rows that events made cannot be written, for a reason that lies in the rows. */
export class UnwritableRows extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Connection, transaction rollback, resources, locks, intervention of an operator, system error. */
const PASSING = ['08', '25', '40', '53', '55', '57', '58'];

const passes = (error: DatabaseError): boolean => PASSING.includes(error.code?.slice(0, 2) ?? '');

/** Whether a statement failed for what it says, so that to say it again is of no use. */
export const isDataFault = (error: unknown): boolean =>
  error instanceof UnwritableRows || (error instanceof DatabaseError && !passes(error));

/** Marks, within what others wrote, the faults of the connection that may pass. */
export class PassingFault extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

/** What the driver says of a connection, where it has no code. */
const CONNECTION = /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered|was closed))/;
const UNREACHABLE = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)/;

/** Whether what failed while a command was issued or state was read may pass. */
export function isPassing(error: unknown): boolean {
  if (error instanceof PassingFault || error instanceof EventLogUnavailable) return true;
  if (error instanceof DatabaseError) return passes(error);
  if (!(error instanceof Error)) return false;
  const { code, driverError, cause } = error as NodeJS.ErrnoException & { readonly driverError?: unknown };
  if (UNREACHABLE.test(code ?? '') || CONNECTION.test(error.message)) return true;
  return isPassing(driverError ?? cause);
}
