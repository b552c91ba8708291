import { load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import type { Mandates } from '@concord/identity';
import { type Actor, type Concern, compareTimes, eyesOn, type Instant, type Mandate, type MandateScope } from '@concord/kernel';
import { inThePresent } from '@concord/projections';
import { countriesOf } from '@concord/reference-data';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type MandateState, mandate } from './mandate.js';
import { AuditMandate } from './mandate.read-model.js';

/** A bloc and its members, or a country. */
const places = (jurisdiction: string): readonly string[] => [...new Set([jurisdiction, ...countriesOf(jurisdiction)])];

const spread = (scope: MandateScope): MandateScope => ({ ...scope, jurisdictions: [...new Set(scope.jurisdictions.flatMap(places))] });

const isInForce = ({ status, from, until }: MandateState, at: Instant): boolean =>
  status === 'GRANTED' && compareTimes(from, at) <= 0 && compareTimes(at, until) < 0;

const inForce = (id: string, { grantor, purpose, purposeEachTime, scope, jurisdiction }: MandateState): Mandate => ({
  id,
  grantor,
  purpose,
  purposeEachTime,
  scope: spread(scope),
  within: jurisdiction === null ? null : { party: grantor, jurisdictions: places(jurisdiction) },
});

/**
 * Which mandates are in force. The read model says which an auditor may have, and the log whether they still are: one that is
 * revoked ends with the very next request, however far the read model is.
 */
@Injectable()
export class MandateCheck implements Mandates {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Whoever looks at the past looks with what holds today. */
  inForce(auditor: string, at: Instant): Promise<readonly Mandate[]> {
    return inThePresent(() => this.heldBy(auditor, at));
  }

  private async heldBy(auditor: string, at: Instant): Promise<readonly Mandate[]> {
    const held = await this.dataSource
      .getRepository(AuditMandate)
      .createQueryBuilder('mandate')
      .select('mandate.id')
      .where(`mandate.auditor = :auditor AND mandate.status = 'GRANTED' AND mandate.from <= :at AND mandate.until > :at`, { auditor, at })
      .orderBy('mandate.id')
      .getMany();
    const states = await Promise.all(held.map(async ({ id }) => ({ id, state: (await load(this.log, this.registry, mandate, id)).state })));
    return states.filter(({ state }) => isInForce(state, at)).map(({ id, state }) => inForce(id, state));
  }

  /** Whether the actor may look at the object at this instant as what it is, and not only as the public. */
  async admits(actor: Actor, concern: Concern, at: Instant): Promise<boolean> {
    if (actor.kind !== 'AUDITOR') return true;
    return eyesOn({ ...actor, mandates: await this.inForce(actor.party, at) }, concern) !== null;
  }
}
