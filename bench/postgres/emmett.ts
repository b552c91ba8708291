import { readFileSync } from 'node:fs';

/*
 * As much of Emmett as is measured against, declared here: its packages are dependencies of the benchmark alone, and what is
 * around them is checked and runs where they are not installed (docs/decisions/0018).
 */

export interface EmmettEvent {
  readonly type: string;
  readonly data: object;
  readonly metadata: object;
}

export interface EmmettStore {
  readonly schema: { migrate(): Promise<unknown> };
  /** @throws what `isExpectedVersionConflictError` knows, and which does not tell the version at which the stream is */
  appendToStream(
    stream: string,
    events: readonly EmmettEvent[],
    options: { readonly expectedStreamVersion: bigint },
  ): Promise<{ readonly nextExpectedStreamVersion: bigint }>;
  /** Versions count from 1; 0 is that of a stream that is not there. */
  readStream(
    stream: string,
    options: { readonly from?: bigint },
  ): Promise<{ readonly currentStreamVersion: bigint; readonly events: readonly unknown[] }>;
  close(): Promise<void>;
}

/** What a projection is handed: one event at a time, whatever the size of a batch. */
export interface EmmettRead {
  readonly type: string;
  readonly metadata: { readonly messageId: string; readonly streamName: string };
}

/** The connection on which the transaction of a batch is open, its checkpoints included. */
export interface EmmettContext {
  readonly connection: {
    readonly client: { query(statement: { readonly name: string; readonly text: string; readonly values: unknown[] }): Promise<unknown> };
  };
}

export interface EmmettProjection {
  readonly name: string;
  readonly canHandle: readonly string[];
  handle(events: readonly EmmettRead[], context: EmmettContext): Promise<void>;
}

export interface EmmettConsumer {
  projector(options: { readonly processorId: string; readonly projection: EmmettProjection }): unknown;
  /** Ends when a batch was not full. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface Emmett {
  readonly version: string;
  getPostgreSQLEventStore(url: string): EmmettStore;
  postgreSQLEventStoreConsumer(options: {
    readonly connectionString: string;
    readonly pulling: { readonly batchSize: number; readonly pullingFrequencyInMs: number };
    readonly stopWhen: { readonly noMessagesLeft: boolean };
  }): EmmettConsumer;
  isExpectedVersionConflictError(error: unknown): boolean;
}

const [CORE, POSTGRESQL] = ['@event-driven-io/emmett', '@event-driven-io/emmett-postgresql'];

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

/** Emmett, or undefined when it is not installed: `npm ci --prefix bench` does that. */
export async function loadEmmett(): Promise<Emmett | undefined> {
  try {
    const { isExpectedVersionConflictError } = await import(CORE);
    const { getPostgreSQLEventStore, postgreSQLEventStoreConsumer } = await import(POSTGRESQL);
    const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    return { version: dependencies[POSTGRESQL], getPostgreSQLEventStore, postgreSQLEventStoreConsumer, isExpectedVersionConflictError };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
