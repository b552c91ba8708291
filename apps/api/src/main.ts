#!/usr/bin/env node
import { loadSettings, run } from '@concord/platform';
import { banner } from './banner.js';
import { startApi } from './start-api.js';

await run(async () => {
  const settings = loadSettings();
  const api = await startApi(settings);
  process.stdout.write(banner(api.url, settings));
  return { close: () => api.close(), patienceMs: settings.shutdownTimeoutMs };
});
