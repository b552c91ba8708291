import { rm } from 'node:fs/promises';
import { EmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/embedded-postgres.js';
import type { FreshDatabase } from './database.js';
import { temporaryFolder } from './folders.js';

/** An empty database in a PostgreSQL cluster of its own: another server, another identity, other transaction ids. */
export async function newCluster(): Promise<FreshDatabase> {
  const dataDir = await temporaryFolder('concord-cluster-');
  const server = await EmbeddedPostgres.open({ dataDir });
  const superuserUrl = new URL(server.superuserUrl);
  superuserUrl.pathname = new URL(server.url).pathname;
  return {
    url: server.url,
    superuserUrl: superuserUrl.href,
    async drop() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
