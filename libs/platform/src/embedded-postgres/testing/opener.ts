/** A process that opens the database of the folder it is given, says whether it owns it and where it is, and closes it at SIGTERM. */
import { EmbeddedPostgres } from '../embedded-postgres.js';

const dataDir = process.argv[2];
if (!dataDir) throw new Error('Name the data folder');

const database = await EmbeddedPostgres.open({ dataDir });
process.once('SIGTERM', () => {
  void database.close().then(() => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ owned: database.owned, url: database.url })}\n`);
