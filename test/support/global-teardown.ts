import { stopSharedServer } from './shared-server.js';

export default async function globalTeardown(): Promise<void> {
  await stopSharedServer();
}
