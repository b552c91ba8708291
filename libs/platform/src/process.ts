/** Something that runs until it is closed. */
export interface Running {
  close(): Promise<void>;
  /** How long, in milliseconds, closing may take; 10,000 when left out. */
  readonly patienceMs?: number;
}

/** Errors whose message is all that a person needs; others show their stack. */
const PLAIN = [
  'BadSettings',
  'CannotBeDone',
  'DemoKeyUnusable',
  'EmbeddedPostgresError',
  'EventLogUnavailable',
  'OperationRefused',
  'SecretsKeyUnusable',
];
const isPlain = (error: unknown): error is Error => error instanceof Error && PLAIN.includes(error.name);

/** What went wrong and why, in the words of whoever found it. A driver that tried several addresses says so only in its parts. */
export function causeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return causeOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${causeOf(error.cause)}`;
}

/** Says on standard error what went wrong, as a person at the screen wants to read it. */
export function report(error: unknown): void {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (isTaken) process.stderr.write(`${error.message}\nAnother program listens there: stop it, or choose another PORT.\n`);
  else if (isPlain(error)) process.stderr.write(`${causeOf(error)}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

/**
 * Starts a process and ends it in good order on SIGINT or SIGTERM: what is under way is finished, as long as its
 * patience lasts. A second signal ends it at once.
 */
export async function run(start: () => Promise<Running>): Promise<void> {
  let running: Running;
  try {
    running = await start();
  } catch (error) {
    report(error);
    process.exit(1);
  }
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    setTimeout(() => process.exit(1), running.patienceMs ?? 10_000).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        report(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
