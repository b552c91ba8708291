import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WrongExpectedVersionError } from '@eventstore/db-client';
import refusals from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import bindings from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { NO_STREAM } from '../event-log.js';
import type { Connection } from './connection.js';
import { inTime, NoAnswer } from './faults.js';
import { type Outgoing, type Request, requestsFor } from './protocol.js';

/** Where the stream is after an append, and the place of its last event. */
export interface Appended {
  readonly revision: number;
  readonly place: number;
}

/** The stream is not at the expected revision but at this one. */
export interface Moved {
  readonly actual: number;
}

interface Waiting {
  readonly stream: string;
  readonly resolve: (answer: Appended | Moved) => void;
  readonly reject: (error: Error) => void;
}

type Duplex = ReturnType<InstanceType<typeof bindings.StreamsClient>['batchAppend']>;

/** One call that carries appends to the server and answers back, and those who wait for them. */
interface Call {
  readonly duplex: Duplex;
  readonly waiting: Map<string, Waiting>;
  /** Until the call takes more. All who wait for it wait together, as each would listen to the call for itself. */
  readonly drained: () => Promise<unknown>;
}

/**
 * Sends all appends of a log over one gRPC call, each answered for itself.
 *
 * The client can do so, too, but keeps those who wait for an answer in one table for all its calls: when one breaks, all
 * are told that theirs failed, the next answer to one of them ends the process, and where a call ends without an error
 * they wait for ever. Here each call has its own table, an end is an outcome, and every attempt has its time.
 */
export class Appends {
  private call: Promise<Call> | undefined;

  constructor(private readonly connection: Connection) {}

  /**
   * One attempt. Its outcome is unknown when it is rejected.
   * @param attempt milliseconds, for the connection and again for the answer
   */
  async send(stream: string, expectedRevision: number, events: readonly Outgoing[], attempt: number): Promise<Appended | Moved> {
    const opening = this.open();
    const id = randomUUID();
    try {
      const call = await inTime(opening, attempt);
      return await inTime(answer(call, id, stream, requestsFor(id, stream, expectedRevision, events)), attempt);
    } catch (error) {
      if (error instanceof NoAnswer) this.replace(opening, id);
      throw error;
    }
  }

  /** Of a call that does not answer, nobody asks again; the others on it may still be answered. */
  private replace(silent: Promise<Call>, id: string): void {
    silent.then(({ waiting }) => waiting.delete(id)).catch(() => undefined);
    if (this.call !== silent) return;
    this.call = undefined;
    this.connection.renew();
  }

  private open(): Promise<Call> {
    if (this.call) return this.call;
    const forget = (): void => {
      if (this.call === call) this.call = undefined;
    };
    const call = this.begin(forget);
    this.call = call;
    call.catch(forget);
    return call;
  }

  private async begin(forget: () => void): Promise<Call> {
    const waiting = new Map<string, Waiting>();
    const duplex = await this.connection.stream(bindings.StreamsClient, (client, metadata, options) =>
      client.batchAppend(metadata, options),
    );
    const over = (error: Error): void => {
      forget();
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    duplex.on('data', (response: streams.BatchAppendResp) => settle(waiting, response));
    duplex.on('error', over);
    duplex.on('end', () => over(new Error('EventStoreDB has ended the call')));
    duplex.on('close', () => over(new Error('The call to EventStoreDB is closed')));
    return { duplex, waiting, drained: drainsOf(duplex) };
  }
}

function drainsOf(duplex: Duplex): Call['drained'] {
  let draining: Promise<unknown> | undefined;
  return () => {
    draining ??= once(duplex, 'drain').finally(() => {
      draining = undefined;
    });
    // Where the call fails, those who wait for an answer hear of it as well.
    draining.catch(() => undefined);
    return draining;
  };
}

async function answer(
  { duplex, waiting, drained }: Call,
  id: string,
  stream: string,
  requests: Iterable<Request>,
): Promise<Appended | Moved> {
  const answered = new Promise<Appended | Moved>((resolve, reject) => waiting.set(id, { stream, resolve, reject }));
  // Whoever gave up while it was sent hears of it no more.
  answered.catch(() => undefined);
  for (const request of requests) {
    if (!duplex.write(request)) await Promise.race([drained(), answered]);
  }
  return answered;
}

function settle(waiting: Map<string, Waiting>, response: streams.BatchAppendResp): void {
  const id = response.getCorrelationId()?.getString() ?? '';
  const caller = waiting.get(id);
  if (!caller) return;
  waiting.delete(id);
  const success = response.getSuccess();
  if (success) {
    const place = Number(success.getPosition()?.getCommitPosition() ?? -1);
    caller.resolve({ revision: Number(success.getCurrentRevision()), place });
    return;
  }
  const error = refusalOf(response, caller.stream);
  if (!(error instanceof WrongExpectedVersionError)) caller.reject(error);
  else caller.resolve({ actual: typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : NO_STREAM });
}

function refusalOf(response: streams.BatchAppendResp, stream: string): Error {
  const status = response.getError();
  return status?.getDetails()
    ? refusals.unpackToCommandError(status, stream)
    : new Error(status?.getMessage() ?? 'EventStoreDB refused an append');
}
