import Module from 'node:module';

/**
 * Jest loads this file and what it imports with `require`, which the name mapper does not reach:
 * there `./x.js` has to be told that it is compiled from `./x.ts`.
 */
function resolveTypeScript(): void {
  const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = function (request, ...rest) {
    try {
      return resolve.call(this, request, ...rest);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
      return resolve.call(this, request.replace(/\.js$/, '.ts'), ...rest);
    }
  };
}

/** Starts one PostgreSQL for all suites. They find it by environment variables, which their processes inherit. */
export default async function globalSetup(): Promise<void> {
  resolveTypeScript();
  const { startSharedServer } = await import('./shared-server.js');
  const server = await startSharedServer();
  process.env.TEST_SUPERUSER_URL = server.superuserUrl;
  process.env.TEST_OWNER_URL = server.url;
}
