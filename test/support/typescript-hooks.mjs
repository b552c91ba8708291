import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';

const LIBS = new URL('../../libs/', import.meta.url);
const PACKAGE = /^@concord\/(modules\/)?([a-z-]+)(\/testing)?$/;

export async function resolve(specifier, context, next) {
  const [, module, lib, testing] = PACKAGE.exec(specifier) ?? [];
  const entry = module ? 'module.ts' : testing ? 'testing/index.ts' : 'index.ts';
  if (lib) return next(new URL(`${lib}/src/${entry}`, LIBS).href, context);
  // Of ours: what a module of ours imports, or the program of a thread.
  const isOurs = specifier.startsWith('file:') || (specifier.startsWith('.') && context.parentURL?.endsWith('.ts'));
  if (isOurs && specifier.endsWith('.js')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
    sourceFileName: pathToFileURL(filename).href,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
