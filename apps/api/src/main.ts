#!/usr/bin/env node
import { loadSettings, run } from '@concord/platform';
import { banner } from './banner.js';

void run(async () => {
  const settings = loadSettings();
  // The rest is large: what is wrong with the settings is said before it is loaded.
  const { startApi } = await import('./start-api.js');
  const api = await startApi(settings);
  process.stdout.write(banner(api.url, settings));
  return { close: () => api.close(), patienceMs: settings.shutdownTimeoutMs };
});
