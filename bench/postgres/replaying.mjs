import pg from 'pg';
import { DataSource } from 'typeorm';
import { Ballot, BallotVote, ballots } from '../../dist/libs/association/src/ballot/ballot.read-model.js';
import { PostgresEventLog } from '../../dist/libs/event-log/src/index.js';
import { ensureSchemas, migrateProjections, modelOf, ProjectionWorker, ReadModels } from '../../dist/libs/projections/src/index.js';

/*
 * Lets the worker of the built platform fill the read model of the ballots from a log, in a process whose memory is that of
 * nothing else. Standard input is JSON: { logUrl, modelUrl }, both of databases that are the benchmark's, the second empty;
 * what is printed is JSON, too: the most memory that the process has had, in MiB, and how many votes it has kept.
 */

const KIB_OF_A_MIB = 1_024;
const PATIENCE_MS = 600_000;

let input = '';
for await (const text of process.stdin) input += text;
const { logUrl, modelUrl } = JSON.parse(input);

const logPool = new pg.Pool({ connectionString: logUrl, max: 6 });
const pool = new pg.Pool({ connectionString: modelUrl });
const log = new PostgresEventLog(logPool);
const dataSource = await new DataSource({ type: 'postgres', url: modelUrl, entities: [Ballot, BallotVote] }).initialize();
await migrateProjections(pool);
const model = await modelOf(ballots, dataSource);
await ensureSchemas([model], pool, log);
const readModels = new ReadModels(pool, log, () => model);
const runtimeLog = { info: () => undefined, warn: console.error, error: console.error };
const worker = new ProjectionWorker({ pool, log, runtimeLog, issue: () => Promise.reject(new Error('A read model does not act')) }, [
  model,
]);
worker.start();
await readModels.waitFor(ballots.name, await log.head(), { timeoutMs: PATIENCE_MS });
const peak = process.resourceUsage().maxRSS / KIB_OF_A_MIB;
const { rows } = await pool.query('SELECT count(*)::integer AS votes FROM association_ballots.vote');
console.log(JSON.stringify({ peak, votes: rows[0].votes }));
await worker.stop();
await readModels.close();
await dataSource.destroy();
await pool.end();
await log.close();
await logPool.end();
