#!/usr/bin/env node
// npx links this file. It stands outside dist, so that no build takes its executable bit away.
import { existsSync } from 'node:fs';

const program = new URL('../dist/bundle/cli.js', import.meta.url);
if (existsSync(program)) {
  await import(new URL('../dist/bundle/source-lines.js', import.meta.url).href);
  await import(program.href);
} else {
  process.stderr.write('Concord has not been built yet: run "npm run build" first ("npm start" does it, too).\n');
  process.exitCode = 1;
}
