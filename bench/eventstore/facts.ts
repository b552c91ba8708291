import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Fact } from '../harness/environment.js';

/** The client asks its server over HTTP with the credentials it has, for modules of its own. */
interface Asking {
  HTTPRequest<T>(method: 'GET', path: string, options: object): Promise<T>;
}

interface Option {
  readonly name: string;
  readonly value: string;
}

const CLIENT = '@eventstore/db-client';
/** Whether an append is on the disk before it is answered. */
const DURABILITY = ['MemDb', 'UnsafeDisableFlushToDisk', 'MinFlushDelayMs', 'ClusterSize'];

async function versionOfClient(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(`${CLIENT}/package.json`);
  return (JSON.parse(await readFile(entry, 'utf8')) as { readonly version: string }).version;
}

/** What is measured against; a server that does not tell its options, as to users who may not see them, is left at that. */
export async function eventStoreFacts(client: EventStoreDBClient): Promise<readonly Fact[]> {
  const server = client as unknown as Asking;
  const { esVersion } = await server.HTTPRequest<{ readonly esVersion: string }>('GET', '/info', {});
  const options = await server.HTTPRequest<readonly Option[]>('GET', '/info/options', {}).catch(() => []);
  const durability = options.filter(({ name }) => DURABILITY.includes(name)).map(({ name, value }) => `${name} ${value}`);
  return [
    ['EventStoreDB', esVersion],
    ['its settings', durability.join(', ') || 'not told to this user'],
    [CLIENT, await versionOfClient()],
  ];
}
