import type { Instant } from '@concord/kernel';
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { RequestContext } from './context.js';
import { unauthenticated } from './errors.js';

const DONE: IteratorResult<never> = { done: true, value: undefined };

/**
 * What a `@Subscription` method returns. The signal is aborted as soon as the client goes, also while the source waits
 * for its next item: an async generator alone would learn of it only after that item.
 */
export function live<T>(open: (signal: AbortSignal) => AsyncIterable<T>): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const source = open(controller.signal)[Symbol.asyncIterator]();
  const items: AsyncIterableIterator<T> = {
    next: () => source.next(),
    async return() {
      controller.abort();
      await source.return?.();
      return DONE;
    },
    [Symbol.asyncIterator]: () => items,
  };
  return items;
}

/** A day: timers count no further than 24.8 of them, and no token needs to live longer than it is watched. */
const LONGEST_WATCH_MS = 86_400_000;

const expiry = (until: Instant): AbortSignal =>
  AbortSignal.timeout(Math.min(LONGEST_WATCH_MS, Math.max(0, Date.parse(until) - Date.now())));

/**
 * What a source gives for as long as the caller's token is good: the source of a `live` subscription.
 * @param until when the token expires; null for a caller without one
 * @param open opens the source, which ends with the signal that it is given
 * @throws GraphQLError UNAUTHENTICATED when the token has expired
 */
export async function* whileAdmitted<T>(
  until: Instant | null,
  gone: AbortSignal,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const signal = until ? AbortSignal.any([gone, expiry(until)]) : gone;
  try {
    yield* open(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  if (!gone.aborted) throw unauthenticated('The token has expired: resume with a new one behind the last position');
}

/**
 * Runs a subscription, like `subscribe` of graphql-js, with two differences: every event is resolved with loaders of its
 * own, since a long life makes what they remember stale; and its end does not wait for a source that waits. One that
 * cannot begin fails at its first event.
 */
export async function subscribeFresh(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args);
  return resolved(Symbol.asyncIterator in source ? source : failing(source), args);
}

// biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
async function* failing({ errors }: ExecutionResult): AsyncGenerator<never> {
  throw errors?.[0];
}

function resolved(source: AsyncIterable<unknown>, args: ExecutionArgs): AsyncIterableIterator<ExecutionResult> {
  const events = source[Symbol.asyncIterator]();
  let ended = false;
  let release: () => void = () => undefined;
  const results: AsyncIterableIterator<ExecutionResult> = {
    next: () =>
      new Promise((resolve, reject) => {
        release = () => resolve(DONE);
        if (ended) release();
        else resolveNext(events, args).then(resolve, reject);
      }),
    async return() {
      ended = true;
      release();
      // Not awaited: a source that waits for its next event answers only after it.
      events.return?.()?.catch(() => undefined);
      return DONE;
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}

async function resolveNext(events: AsyncIterator<unknown>, args: ExecutionArgs): Promise<IteratorResult<ExecutionResult>> {
  const event = await events.next();
  if (event.done) return DONE;
  const contextValue: RequestContext = { ...(args.contextValue as RequestContext), memo: new Map() };
  return { done: false, value: await execute({ ...args, rootValue: event.value, contextValue }) };
}
