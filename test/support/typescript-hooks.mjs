import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import jest from '../../jest.config.mjs';

const LIBS = new URL('../../libs/', import.meta.url);
const [, COMPILER_OPTIONS] = jest.transform['^.+\\.ts$'];

/** `@concord/x` is the index of a library, `@concord/x/y` its file or folder y; `./x.js` is compiled from `./x.ts`. */
export function resolve(specifier, context, next) {
  const alias = /^@concord\/([a-z-]+)(?:\/([a-z-]+))?$/.exec(specifier);
  if (alias) {
    const [, lib, part] = alias;
    const candidates = part ? [`${lib}/src/${part}.ts`, `${lib}/src/${part}/index.ts`] : [`${lib}/src/index.ts`];
    const found = candidates.map((path) => new URL(path, LIBS)).find((url) => existsSync(url));
    if (found) return { url: found.href, shortCircuit: true };
  }
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...COMPILER_OPTIONS, filename, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true, responseURL: pathToFileURL(filename).href };
}
