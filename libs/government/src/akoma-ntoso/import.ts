import { Decisions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { CheckedCommands } from '@concord/graphql';
import { type Actor, derivedId, isRejection, newId, type Rejection, reject } from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { normState } from '../norm/norm-state.js';
import type { Imported } from '../regulations-gov/import.js';
import { SYSTEM } from './identity.js';
import { type ImportTerms, normOfWork } from './steps.js';
import type { Work } from './work.js';

/**
 * Turns works of Akoma Ntoso into norms, by the same commands, rules and checks as any other. Each command of a work is issued
 * once, so that an import that was cut off is completed and a second one does nothing.
 */
@Injectable()
export class AkomaNtosoImport {
  private readonly commands: CheckedCommands;

  constructor(
    decisions: Decisions,
    private readonly registry: Registry,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {
    this.commands = new CheckedCommands(decisions);
  }

  /** @param agency acts for the agency in whose name the norm is made */
  async import(work: Work, agency: Actor, terms: ImportTerms): Promise<Imported> {
    const norm = normOfWork(work, terms);
    if (isRejection(norm)) return { outcome: 'REFUSED', reason: norm };
    const before = await this.revisionOf(norm.normId);
    const correlationId = newId();
    for (const [step, command] of norm.commands.entries()) {
      const idempotencyKey = derivedId(SYSTEM, norm.normId, step);
      const answer = await this.commands.issue({ command, actor: agency, correlationId, causationId: null, idempotencyKey });
      if (isRejection(answer)) return { outcome: 'REFUSED', reason: understandable(answer, work.uri, norm.normId) };
    }
    return { outcome: (await this.revisionOf(norm.normId)) === before ? 'THERE_ALREADY' : 'IMPORTED' };
  }

  private async revisionOf(normId: string): Promise<number> {
    return (await load(this.log, this.registry, normState, normId)).revision;
  }
}

const understandable = (refusal: Rejection, uri: string, normId: string): Rejection =>
  refusal.code === 'IDEMPOTENCY_KEY_REUSED'
    ? reject('IMPORTED_OTHERWISE', `${uri} was imported before as the norm ${normId}, and said something else`, {
        field: 'file',
        value: uri,
      })
    : refusal;
