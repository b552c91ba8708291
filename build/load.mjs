import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/*
 * Loads the one file into which the build puts everything. V8 takes as long to compile it as to run it, so the build keeps beside
 * it what V8 made of it. Another version of Node refuses that by itself and compiles anew.
 */
const FILE = join(import.meta.dirname, 'concord.cjs');
const COMPILED = join(import.meta.dirname, 'concord.compiled');

function compiled() {
  try {
    return readFileSync(COMPILED);
  } catch {
    return undefined;
  }
}

/** @returns what the file exports, and `keep`, which keeps what V8 has compiled of it by then */
export function load() {
  const source = `(function (module, require, __filename, __dirname) {\n${readFileSync(FILE, 'utf8')}\n})`;
  const script = new Script(source, { filename: FILE, lineOffset: -1, cachedData: compiled() });
  const module = { exports: {} };
  script.runInThisContext()(module, createRequire(import.meta.url), FILE, import.meta.dirname);
  return { ...module.exports, keep: () => writeFileSync(COMPILED, script.createCachedData()) };
}

export async function start(program) {
  if (process.execArgv.includes('--enable-source-maps')) await import('./source-lines.js');
  await load().programs[program]();
}
