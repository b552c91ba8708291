import { EVENT_LOG, type EventLog } from '@concord/event-log';
import type { Secrets } from '@concord/kernel';
import { DATABASE_POOL, nestLog, RUNTIME_LOG, type RuntimeLog, Worker } from '@concord/projections';
import { SECRETS } from '@concord/secrets';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import type { Pool } from 'pg';
import { TreeReader } from '../reading/tree-reader.js';
import { TRANSPARENCY_SQL } from '../schema.sql.js';
import { Cosignatures } from '../witness/cosignatures.js';
import type { Witness } from '../witness/witnesses.js';
import { Notary } from './notary.js';
import { SigningKeys } from './signing-keys.js';

/** The token for the witnesses that are asked to sign checkpoints. */
export const WITNESSES = Symbol('Witnesses');

/** Makes the tables of the tree where they are not, and lets every worker have a notary. */
@Injectable()
export class NotaryDesk implements OnModuleInit {
  constructor(
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) readonly log: EventLog,
    @Inject(SECRETS) private readonly secrets: Secrets,
    private readonly reader: TreeReader,
    private readonly worker: Worker,
    @Optional() @Inject(WITNESSES) private readonly witnesses: readonly Witness[] = [],
    @Optional() @Inject(RUNTIME_LOG) readonly runtimeLog: RuntimeLog = nestLog,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.pool.query(TRANSPARENCY_SQL);
    const { pool, log, runtimeLog } = this;
    const cosignatures = new Cosignatures(this.reader, this.witnesses, runtimeLog);
    const signed = (signal: AbortSignal) => cosignatures.collect(signal);
    this.worker.accompany(new Notary({ pool, log, runtimeLog, signed, keys: new SigningKeys(this.secrets) }));
  }
}
