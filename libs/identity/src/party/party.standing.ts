import { load, Registry, type Standing, type StandingCheck } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { type Actor, type Rejection, reject } from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RegisterParty } from './party.commands.js';
import { party } from './party.js';

/**
 * A token says for whom a person acts; the log says whether that party takes part. It is read from the
 * log, not from a read model, so that a suspension holds from the very next command.
 */
@Injectable()
export class PartyStanding implements StandingCheck {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly registry: Registry,
  ) {}

  async standingOf(actor: Actor, command: object): Promise<Standing | Rejection> {
    if (actor.kind === 'PLATFORM' || actor.kind === 'PUBLIC') return { jurisdiction: null };
    if (command instanceof RegisterParty) return { jurisdiction: command.jurisdiction };
    const { state } = await load(this.log, this.registry, party, actor.party);
    if (state.status === 'UNKNOWN') {
      return reject('PARTY_NOT_REGISTERED', `${actor.party} is not registered: register it first`, { rule: 'docs/parties-and-tokens.md' });
    }
    if (state.kind !== actor.kind) {
      return reject('FORBIDDEN', `${actor.party} is registered as ${state.kind}, and the token says ${actor.kind}`, {
        rule: 'docs/parties-and-tokens.md',
      });
    }
    if (state.status === 'ERASED') {
      return reject('PARTY_ERASED', `What belonged to ${actor.party} was erased, and it can do nothing any more`);
    }
    if (state.status === 'SUSPENDED') return reject('PARTY_SUSPENDED', `${actor.party} is suspended and cannot act`);
    return { jurisdiction: state.jurisdiction };
  }
}
