#!/usr/bin/env node
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, report } from '@concord/platform';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { startApi } from './start-api.js';

/** Prints the schema of the API, as `schema.graphql` keeps it. Starts the API on an empty database for that. */
async function printIt(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'concord-schema-'));
  // As root the database runs as another user, who has to be able to enter.
  await chmod(dataDir, 0o755);
  try {
    const settings = loadSettings({ PORT: '0', CONCORD_DATA_DIR: dataDir, CONCORD_LOG_LEVEL: 'silent', CONCORD_WORKER: 'false' });
    const api = await startApi(settings);
    const { schema } = api.app.get(GraphQLSchemaHost);
    process.stdout.write(`${printSchema(lexicographicSortSchema(schema))}\n`);
    await api.close();
  } catch (error) {
    report(error);
    process.exitCode = 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

void printIt();
