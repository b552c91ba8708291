import 'reflect-metadata';
import { appending } from './eventstore/appending.js';
import { eventStoreFacts } from './eventstore/facts.js';
import { bareReadAll, bareReadStreams, readAllOf, readStreamsOf, subscribeTo } from './eventstore/readers.js';
import { reading } from './eventstore/reading.js';
import { Server } from './eventstore/server.js';
import { bareWriter, ourWriter } from './eventstore/writers.js';
import { benchmark } from './harness/benchmark.js';
import type { Measurement } from './harness/measurement.js';
import { benchOptions } from './harness/options.js';
import { type Recording, record } from './harness/recording.js';

/*
 * `EVENTSTORE_URL=esdb://… npm run bench:eventstore` measures what the adapter costs: beside it the client that it is made of
 * does the same work, on the same server. Some hundred thousand events are written there, in logs of their own.
 */

/** Of the recording that is read. */
const EVENTS = 100_000;

function measurementsOf(written: Server, read: Server, seed: number): readonly Measurement[] {
  let recording: Promise<Recording> | undefined;
  const recorded = (): Promise<Recording> => {
    recording ??= record(read.openLog(), EVENTS, seed);
    return recording;
  };
  const { client, prefix } = read;
  return [
    ...appending(ourWriter(written.openLog()), bareWriter(written.client, written.prefix), seed),
    reading('catch-up', readAllOf(read.openLog()), bareReadAll(client, prefix), recorded),
    reading(
      'catch-up-subscribe',
      subscribeTo(() => read.openLog()),
      bareReadAll(client, prefix),
      recorded,
    ),
    reading('stream-read', readStreamsOf(read.openLog()), bareReadStreams(client, prefix), recorded),
  ];
}

const url = process.env.EVENTSTORE_URL;
if (!url) {
  console.error('EVENTSTORE_URL is not set: it names the EventStoreDB to measure against, as in esdb://localhost:2113?tls=false');
  process.exit(1);
}
const [written, read] = [new Server(url), new Server(url)];
const options = benchOptions(
  'bench:eventstore',
  measurementsOf(written, read, 0).map(({ name }) => name),
);
await benchmark(measurementsOf(written, read, options.seed), await eventStoreFacts(written.client), options);
await Promise.all([written.close(), read.close()]);
