/** Global setup has taught `require` to find TypeScript by then, and has run even where it failed. */
export default async function globalTeardown(): Promise<void> {
  const { stopSharedServer } = await import('./shared-server.js');
  await stopSharedServer();
}
