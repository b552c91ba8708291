import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, resolve } from 'node:path';

/*
 * Traces name the lines of the sources. Node does that for what it loads itself (--enable-source-maps), and not for what load.js
 * loads. The map is large, and read when the first trace is asked for.
 */
const FILE = join(import.meta.dirname, 'concord.cjs');
let map;

function inSources(site) {
  const told = String(site);
  if (site.getFileName() !== FILE) return told;
  map ??= new SourceMap(JSON.parse(readFileSync(`${FILE}.map`, 'utf8')));
  const { originalSource, originalLine, originalColumn } = map.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1);
  if (originalSource === undefined) return told;
  const place = `${resolve(import.meta.dirname, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  return told.replace(/\(?[^()\s]*concord\.cjs:\d+:\d+\)?$/, (found) => (found.startsWith('(') ? `(${place})` : place));
}

Error.prepareStackTrace = (error, sites) => [String(error), ...sites.map((site) => `    at ${inSources(site)}`)].join('\n');
