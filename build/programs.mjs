/** What processes are started as, each loaded when it is asked for. */
export const programs = {
  api: () => import('../dist/apps/api/src/main.js'),
  worker: () => import('../dist/apps/worker/src/main.js'),
  cli: () => import('../dist/apps/cli/src/main.js'),
  schema: () => import('../dist/apps/api/src/print-schema.js'),
};

/** What most of them load before they do anything, without doing it. */
export const platform = () => import('../dist/apps/api/src/start-api.js');
