import 'reflect-metadata';
import { PostgresEventLog } from '@concord/event-log';
import { PostgresSecrets, statedKey } from '@concord/secrets';
import { Pool } from 'pg';
import { Notary } from '../notary/notary.js';
import { SigningKeys } from '../notary/signing-keys.js';

/** A notary in a process of its own, to be killed: `notary-process.ts <url of the database> <key of the secrets>`. */
const [connectionString = '', key = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString, max: 4 });
const keys = new SigningKeys(await PostgresSecrets.open(pool, statedKey('the key', key)));
const say = (_: object, sentence: string): void => void process.stderr.write(`${sentence}\n`);
const runtimeLog = { info: say, warn: say, error: say };
new Notary({ pool, log: new PostgresEventLog(pool), keys, runtimeLog, signed: () => process.stdout.write('signed\n') }).start();
