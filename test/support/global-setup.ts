import { startSharedServer } from './shared-server.js';

/** Starts one PostgreSQL for all suites. They find it by an environment variable, which their processes inherit. */
export default async function globalSetup(): Promise<void> {
  const server = await startSharedServer();
  process.env.TEST_SUPERUSER_URL = server.superuserUrl;
  process.env.TEST_OWNER_URL = server.url;
}
