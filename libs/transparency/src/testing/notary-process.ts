import 'reflect-metadata';
import { openEventLog } from '@concord/event-log';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Pool } from 'pg';
import { Notary } from '../notary/notary.js';
import { SigningKeys } from '../notary/signing-keys.js';

/** A notary in a process of its own, to be killed: `notary-process.ts <url of the database> <key of the secrets> [<address of the log>]`. */
const [connectionString = '', key = '', address = connectionString] = process.argv.slice(2);
const { log } = await openEventLog(address);
const pool = new Pool({ connectionString, max: 4 });
const keys = new SigningKeys(await PostgresSecrets.open(pool, statedKey('the key', key)));
const say = (_: object, sentence: string): void => void process.stderr.write(`${sentence}\n`);
const runtimeLog = { info: say, warn: say, error: say };
new Notary({ pool, log, keys, runtimeLog, signed: () => process.stdout.write('signed\n') }).start();
