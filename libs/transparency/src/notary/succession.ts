import { Decisions } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Actor, isRejection, newId, type Rejection, type Secrets } from '@concord/kernel';
import { DATABASE_POOL, inTransaction } from '@concord/projections';
import { signNote, successionText } from '@concord/proof';
import { SECRETS } from '@concord/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { SucceedNotaryKey } from '../notary-key/notary-key.commands.js';
import { SigningKeys } from './signing-keys.js';
import { treeOf } from './tree-store.js';

/** Replaces the key that signs checkpoints by a new one. */
@Injectable()
export class Succession {
  constructor(
    private readonly decisions: Decisions,
    @Inject(DATABASE_POOL) private readonly pool: Pool,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  /** Makes a key and has the log name it. The notary signs with it from the checkpoint on that covers that event. */
  async rotate(actor: Actor): Promise<{ readonly retired: string; readonly successor: string } | Rejection> {
    const logId = await this.log.identity();
    const keys = new SigningKeys(this.secrets);
    const command = await inTransaction(this.pool, async (client) => {
      const tree = await treeOf(client, logId);
      const [old, next] = [await keys.current(client, tree), await keys.make(client, tree)];
      return Object.assign(new SucceedNotaryKey(), {
        ...{ logId, retired: old.vkey, successor: next.vkey },
        note: signNote(successionText(tree.origin, next.vkey), old),
      });
    });
    const answer = await this.decisions.answer({ command, actor, correlationId: newId(), causationId: null });
    return isRejection(answer) ? answer : { retired: command.retired, successor: command.successor };
  }
}
