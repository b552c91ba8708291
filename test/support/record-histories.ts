import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventLog, PostgresEventLog } from '@concord/event-log';
import { type AnyAggregate, parseStream } from '@concord/kernel';
import { loadSettings, openStorage } from '@concord/platform';
import { Acts } from './acts.js';
import { declaredAggregates } from './aggregates.js';
import { chosen, type Streams } from './choose-histories.js';
import { withClockwork } from './clockwork.js';
import { digestOf, fileOf, folded, type History, type KeptEvent, missingVersions, readHistories, writeHistories } from './histories.js';
import { People } from './people.js';
import { RunningPlatform } from './running-platform.js';

/*
 * `npm run fixtures:record` runs the platform and keeps a history of every event of which none is kept yet. It adds,
 * and never changes what is there: what was published once stays readable for ever.
 */

const PATIENCE_MS = 60_000;
const BIOME = resolve(import.meta.dirname, '../../node_modules/.bin/biome');

/** Waits in the log for what the platform does by itself. */
const awaitIn = (log: EventLog) => async (streams: string | readonly string[], type: string) => {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(50)) {
    for (const stream of [streams].flat()) for await (const event of log.readStream(stream)) if (event.type === type) return;
  }
  throw new Error(`${[streams].flat().join()} waited ${PATIENCE_MS / 1_000} s for ${type}, in vain`);
};

async function streamsOf(log: EventLog): Promise<Streams> {
  const streams = new Map<string, KeptEvent[]>();
  for await (const { stream, ...event } of log.readAll()) streams.set(stream, [...(streams.get(stream) ?? []), event]);
  return streams;
}

/** The log of a platform on which the demo was played, and everything that the demo does not tell. */
async function recorded(): Promise<Streams> {
  const platform = await RunningPlatform.start({ CONCORD_WEBHOOK_TARGETS: 'any' });
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

/** What is added to the kept histories of the aggregate. */
function additions(aggregate: AnyAggregate, kept: readonly History[], streams: Streams): readonly History[] {
  const own = new Map([...streams].filter(([stream]) => parseStream(stream).aggregate === aggregate.name));
  return chosen(own, missingVersions(aggregate, kept)).map(([stream, events]) => ({
    stream,
    digest: digestOf(events),
    events,
    state: folded(aggregate, events),
  }));
}

async function record(): Promise<void> {
  const aggregates = await declaredAggregates();
  const histories = await readHistories();
  const keptOf = ({ name }: AnyAggregate): readonly History[] => histories.get(name) ?? [];
  const lacking = aggregates.filter((aggregate) => missingVersions(aggregate, keptOf(aggregate)).length > 0);
  if (lacking.length === 0) {
    console.log('A history of every event is kept already: nothing was written.');
    return;
  }
  const streams = withClockwork(await recorded(), aggregates);
  const unmade: string[] = [];
  for (const aggregate of lacking) {
    const added = additions(aggregate, keptOf(aggregate), streams);
    const all = [...keptOf(aggregate), ...added];
    unmade.push(...missingVersions(aggregate, all));
    if (added.length === 0) continue;
    await writeHistories(aggregate.name, all);
    execFileSync(BIOME, ['format', '--write', fileOf(aggregate.name)], { stdio: 'ignore' });
    console.log(`${aggregate.name}: ${added.map(({ stream }) => stream).join(', ')}`);
  }
  if (unmade.length > 0) throw new Error(`Nothing made these events: ${unmade.join('; ')}. Let test/support/acts.ts do it`);
}

await record();
