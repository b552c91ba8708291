import { Client } from 'pg';
import { freshDatabase } from './database.js';

test('a suite gets an empty database whose owner is no superuser', async () => {
  const database = await freshDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query("SELECT current_user AS who, current_setting('is_superuser') AS superuser, lower('Ü') AS lower");
  await client.query('CREATE SCHEMA made_by_owner');
  await client.end();
  await database.drop();
  expect(rows).toEqual([{ who: 'concord', superuser: 'off', lower: 'ü' }]);
});
