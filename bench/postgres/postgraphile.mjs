import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

/*
 * PostGraphile before the tables of a read model, as a team runs it in production: no GraphiQL, no watching, no explaining,
 * lists without the frame of a connection, statements prepared, answers put together as text.
 *
 * postgraphile.mjs <address of the database> <schemas, with commas> <connections>
 * Prints where it listens, and serves until it is told to end.
 */
// PostGraphile 5 is made for Node 22; this is all that it misses in Node 20.
Promise.withResolvers ??= () => {
  let resolvers;
  const promise = new Promise((resolve, reject) => {
    resolvers = { resolve, reject };
  });
  return { promise, ...resolvers };
};

const [connectionString, schemas, connections] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: Number(connections), application_name: 'postgraphile' });
pool.on('error', () => undefined);

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool, schemas: schemas.split(',') })],
  grafserv: { graphiql: false, watch: false, outputDataAsString: true },
  grafast: { explain: false },
  schema: { defaultBehavior: '-connection +list' },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));
process.once('SIGTERM', () => process.exit());
