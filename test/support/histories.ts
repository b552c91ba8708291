import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type AnyAggregate, canonicalJson, type EventDeclaration, lift, type RecordedEvent } from '@concord/kernel';

/** An event of a kept history; the stream is named once, above it. */
export type KeptEvent = Omit<RecordedEvent, 'stream'>;

/** The history of an object as a version of Concord once wrote it, and what it comes to. */
export interface History {
  readonly stream: string;
  /** Of the events: whoever changes what was published is found out. */
  readonly digest: string;
  readonly events: readonly KeptEvent[];
  readonly state: unknown;
}

export const HISTORIES = resolve(import.meta.dirname, '../fixtures/histories');
export const fileOf = (name: string): string => join(HISTORIES, `${name}.json`);

/** The kept histories by the name of their aggregate. */
export async function readHistories(): Promise<ReadonlyMap<string, readonly History[]>> {
  await mkdir(HISTORIES, { recursive: true });
  const files = (await readdir(HISTORIES)).filter((file) => file.endsWith('.json')).sort();
  const read = async (file: string): Promise<[string, History[]]> => [
    basename(file, '.json'),
    JSON.parse(await readFile(join(HISTORIES, file), 'utf8')) as History[],
  ];
  return new Map(await Promise.all(files.map(read)));
}

/** Replaces the file of the aggregate: whoever calls it hands on what was kept. */
export const writeHistories = (name: string, histories: readonly History[]): Promise<void> =>
  writeFile(fileOf(name), `${JSON.stringify(histories, null, 2)}\n`);

export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('base64url');

/** A shape of data in which events are stored: `government.norm.NormDrafted, schema version 1`. */
export const versionOf = ({ type, schemaVersion }: Pick<KeptEvent, 'type' | 'schemaVersion'>): string =>
  `${type}, schema version ${schemaVersion}`;

/** Every version of every event of the aggregate, from the first to that of today, of which no history is kept. */
export function missingVersions({ events }: AnyAggregate, histories: readonly History[]): readonly string[] {
  const kept = new Set(histories.flatMap((history) => history.events.map(versionOf)));
  return Object.entries<EventDeclaration>(events)
    .flatMap(([type, { version }]) => Array.from({ length: version }, (_, older) => versionOf({ type, schemaVersion: older + 1 })))
    .filter((version) => !kept.has(version));
}

/**
 * The state to which a history comes today, as JSON.
 * @throws UnreadableEvent when an event cannot be lifted; Error when its type is declared no more
 */
export function folded({ name, events: declarations, initialState, evolve }: AnyAggregate, events: readonly KeptEvent[]): unknown {
  const state = events.reduce((before, event) => {
    const declaration: EventDeclaration | undefined = declarations[event.type];
    if (!declaration) throw new Error(`${event.type} was published, and ${name} declares it no more`);
    return evolve(before, lift(event, declaration));
  }, initialState);
  return JSON.parse(JSON.stringify(state));
}
