import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type EventLog, PostgresEventLog } from '@concord/event-log';
import {
  type AnyAggregate,
  addToInstant,
  type Duration,
  derivedId,
  type EventMetadata,
  type Instant,
  instantOf,
  isRejection,
  newId,
  PLATFORM,
  parseStream,
} from '@concord/kernel';
import { loadSettings, openStorage } from '@concord/platform';
import { Acts } from './acts.js';
import { declaredAggregates } from './aggregates.js';
import {
  digestOf,
  fileOf,
  folded,
  type History,
  type KeptEvent,
  missingVersions,
  readHistories,
  versionOf,
  writeHistories,
} from './histories.js';
import { People } from './people.js';
import { RunningPlatform } from './running-platform.js';

const PATIENCE_MS = 60_000;

type Streams = ReadonlyMap<string, readonly KeptEvent[]>;

/** Waits in the log for what the platform does by itself. */
const awaitIn = (log: EventLog) => async (stream: string, type: string) => {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(50)) {
    for await (const event of log.readStream(stream)) if (event.type === type) return;
  }
  throw new Error(`${stream} waited ${PATIENCE_MS / 1_000} s for ${type}, in vain`);
};

async function streamsOf(log: EventLog): Promise<Streams> {
  const streams = new Map<string, KeptEvent[]>();
  for await (const { stream, ...event } of log.readAll()) streams.set(stream, [...(streams.get(stream) ?? []), event]);
  return streams;
}

/** The log of a platform on which the demo was played, and everything that the demo does not tell. */
async function recorded(): Promise<Streams> {
  const platform = await RunningPlatform.start();
  try {
    const storage = await openStorage(loadSettings({ CONCORD_DATA_DIR: platform.dataDir }), () => undefined);
    const log = new PostgresEventLog(storage.logPool);
    try {
      const demo = await platform.cli('demo', '--url', platform.url);
      if (demo.code !== 0) throw new Error(demo.stderr);
      await new Acts(platform, await People.of(platform), awaitIn(log)).play();
      return await streamsOf(log);
    } finally {
      await log.close();
      await storage.close();
    }
  } finally {
    await platform.remove();
  }
}

/** What the clock of the platform does when it is so much later: nobody waits for it here. */
function later(
  aggregate: AnyAggregate,
  [stream, events]: readonly [string, readonly KeptEvent[]],
  wait: Duration,
  name: string,
): KeptEvent[] {
  const decision = aggregate.decisions.find(({ command }) => command.name === name);
  const last = events.at(-1);
  if (!decision || !last) throw new Error(`${aggregate.name} knows no command ${name}, or ${stream} has no event`);
  const now: Instant = addToInstant(last.recordedAt, wait);
  const command = Object.assign(new decision.command(), { [decision.target]: parseStream(stream).id });
  const state = events.reduce((before, event) => aggregate.evolve(before, event), aggregate.initialState);
  const outcome = decision.decide(command as never, state, { actor: PLATFORM, now, facts: undefined } as never);
  if (isRejection(outcome)) throw new Error(`${name} in ${stream} was refused: ${outcome.message}`);
  const commandId = newId();
  return outcome.map(({ type, data }, index) => {
    const { phase, version } = aggregate.events[type];
    const { party, person: actor } = PLATFORM;
    const act = { party, actor, phase, correlationId: newId(), causationId: last.id, occurredAt: now, jurisdiction: null };
    const metadata: EventMetadata = { ...act, commandId, commandDigest: digestOf([]) };
    const place = { revision: last.revision + 1 + index, position: last.position, recordedAt: now };
    return { id: derivedId('event', commandId, index), type, schemaVersion: version, data, metadata, ...place };
  });
}

/** What of its data an event leaves empty: a history of each kind is worth keeping. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}:${shapeOf(member)}`)
    .join(',')}}`;
}

/** Few streams that have every version that is missing, in each of the shapes that were recorded. */
function chosen(streams: Streams, missing: readonly string[]): readonly (readonly [string, readonly KeptEvent[]])[] {
  const wantedOf = (events: readonly KeptEvent[]): readonly string[] =>
    events.filter((event) => missing.includes(versionOf(event))).map((event) => `${versionOf(event)} ${shapeOf(event.data)}`);
  const wanted = new Set([...streams.values()].flatMap(wantedOf));
  const picked: (readonly [string, readonly KeptEvent[]])[] = [];
  while (wanted.size > 0) {
    const worth = (events: readonly KeptEvent[]): number => new Set(wantedOf(events).filter((each) => wanted.has(each))).size;
    const [best] = [...streams].sort(([, a], [, b]) => worth(b) - worth(a) || a.length - b.length);
    if (!best) break;
    picked.push(best);
    for (const each of wantedOf(best[1])) wanted.delete(each);
  }
  return picked;
}

async function record(): Promise<void> {
  const aggregates = await declaredAggregates();
  const kept = await readHistories();
  const keptOf = ({ name }: AnyAggregate): readonly History[] => kept.get(name) ?? [];
  const lacking = aggregates.filter((aggregate) => missingVersions(aggregate, keptOf(aggregate)).length > 0);
  if (lacking.length === 0) return console.log('A history of every event is kept already; nothing was written.');

  const streams = await recorded();
  const unmade: string[] = [];
  for (const aggregate of lacking) {
    const own = new Map([...streams].filter(([stream]) => parseStream(stream).aggregate === aggregate.name));
    if (aggregate.name === 'government.licence') {
      const stream = 'government.licence/to-expire';
      const granted = own.get(stream) ?? [];
      own.set(stream, [...granted, ...later(aggregate, [stream, granted], 'P366D' as Duration, 'ExpireLicence')]);
    }
    const added = chosen(own, missingVersions(aggregate, keptOf(aggregate))).map(
      ([stream, events]): History => ({ stream, digest: digestOf(events), events, state: folded(aggregate, events) }),
    );
    const histories = [...keptOf(aggregate), ...added];
    unmade.push(...missingVersions(aggregate, histories));
    if (added.length === 0) continue;
    await writeHistories(aggregate.name, histories);
    await promisify(execFile)('npx', ['biome', 'format', '--write', fileOf(aggregate.name)]);
    console.log(`${aggregate.name}: ${added.map(({ stream }) => stream).join(', ')}`);
  }
  if (unmade.length > 0) throw new Error(`Nothing made ${unmade.join('; ')}. Let test/support/acts.ts do it`);
}

await record();
