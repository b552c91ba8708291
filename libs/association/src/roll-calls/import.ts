import { Decisions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { CheckedCommands } from '@concord/graphql';
import { type Actor, type Duration, derivedId, instantOf, isRejection, newId, type Rejection } from '@concord/kernel';
import { RegisterParty } from '@concord/modules/identity';
import { Inject, Injectable } from '@nestjs/common';
import { ballot } from '../ballot/ballot.js';
import { AppointMember, CreateCommittee } from '../committee/committee.commands.js';
import { committee } from '../committee/committee.js';
import type { BuiltInRule } from '../rule/built-in.js';
import { bringToBallot, castOf, idOf, openFor } from './commands.js';
import { jurisdictionOf, partyOf } from './member.js';
import type { RollCall, State } from './roll-call.js';

/** The name of the source; stored for ever, in the ids of what is imported: another one would import everything twice. */
const SOURCE = 'unvotes';

const ASSEMBLY = 'United Nations General Assembly';
/** Where the United Nations have their seat. */
const SEAT = 'US';

/** What became of one roll call. */
export type ImportedRollCall =
  | { readonly outcome: 'IMPORTED' | 'THERE_ALREADY' }
  | { readonly outcome: 'REFUSED'; readonly reason: Rejection; readonly votesMissing: number };

const acting = (party: string, kind: Actor['kind']): Actor => ({ person: 'import', party, kind, roles: ['ADMIN'] });
const text = (content: string) => [{ language: 'en', text: content }];

/** Turns roll calls of the General Assembly into ballots, by the same commands, rules and checks as any other vote. */
@Injectable()
export class RollCallsImport {
  private readonly commands: CheckedCommands;

  constructor(
    decisions: Decisions,
    private readonly registry: Registry,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {
    this.commands = new CheckedCommands(decisions);
  }

  /**
   * Registers the association and the states, and appoints those that are not members yet.
   * @param association stands for the assembly; its committee has the same id
   * @returns why that cannot be, or undefined when all is ready
   */
  async assemble(association: string, states: readonly State[]): Promise<Rejection | undefined> {
    const assembly = acting(association, 'ASSOCIATION');
    const refusal = (await this.register(assembly, ASSEMBLY, SEAT)) ?? (await this.committeeOf(assembly));
    if (refusal) return refusal;
    const { state } = await load(this.log, this.registry, committee, association);
    for (const member of states) {
      const party = partyOf(member);
      if (state.members.some((present) => present.party === party)) continue;
      const appointment = Object.assign(new AppointMember(), { committeeId: association, party, kind: 'P_MEMBER' });
      const refusal =
        (await this.register(acting(party, 'AGENCY'), member.name, jurisdictionOf(member))) ??
        (await this.issue(appointment, assembly, [association, 'AppointMember', party]));
      if (refusal) return refusal;
    }
    return undefined;
  }

  /**
   * Takes the steps that are still missing, so that an import that was cut off is completed and a second one does nothing.
   * @param rule by which the ballot is counted, and length for how long it is open, where it is opened now
   */
  async import(association: string, rollCall: RollCall, rule: BuiltInRule, length: Duration): Promise<ImportedRollCall> {
    const id = idOf(association, rollCall);
    const { state } = await load(this.log, this.registry, ballot, id);
    const missing = rollCall.votes.filter((vote) => !state.votes.some(({ party }) => party === partyOf(vote.state)));
    if (state.status !== 'UNKNOWN' && missing.length === 0) return { outcome: 'THERE_ALREADY' };
    const correlationId = newId();
    if (state.status === 'UNKNOWN') {
      const refusal = await this.open(association, rollCall, openFor(id, rule, length, instantOf(new Date())), correlationId);
      if (refusal) return { outcome: 'REFUSED', reason: refusal, votesMissing: missing.length };
    }
    for (const [cast, vote] of missing.entries()) {
      const party = partyOf(vote.state);
      const refusal = await this.issue(castOf(id, vote), acting(party, 'AGENCY'), [id, 'CastVote', party], correlationId);
      if (refusal) return { outcome: 'REFUSED', reason: refusal, votesMissing: missing.length - cast };
    }
    return { outcome: 'IMPORTED' };
  }

  private async open(association: string, rollCall: RollCall, opening: object, correlationId: string): Promise<Rejection | undefined> {
    const assembly = acting(association, 'ASSOCIATION');
    const id = idOf(association, rollCall);
    for (const [step, command] of bringToBallot(id, association, rollCall).entries()) {
      const refusal = await this.issue(command, assembly, [id, command.constructor.name, step], correlationId);
      if (refusal) return refusal;
    }
    // When it closes depends on when it is opened: an opening that is repeated is another command, so it has no key.
    return unless('BALLOT_EXISTS', await this.issue(opening, assembly, undefined, correlationId));
  }

  private async committeeOf(assembly: Actor): Promise<Rejection | undefined> {
    const command = Object.assign(new CreateCommittee(), {
      committeeId: assembly.party,
      names: text(ASSEMBLY),
      scope: text('The questions on which the Assembly voted by roll call'),
    });
    return unless('COMMITTEE_EXISTS', await this.issue(command, assembly, [assembly.party, 'CreateCommittee']));
  }

  private async register(actor: Actor, name: string, jurisdiction: string): Promise<Rejection | undefined> {
    const command = Object.assign(new RegisterParty(), { partyId: actor.party, name, jurisdiction });
    return unless('PARTY_EXISTS', await this.issue(command, actor, [actor.party, 'RegisterParty']));
  }

  /** @param name what the command is in the source, whenever it is issued */
  private async issue(
    command: object,
    actor: Actor,
    name: readonly (string | number)[] | undefined,
    correlationId: string = newId(),
  ): Promise<Rejection | undefined> {
    const idempotencyKey = name && derivedId(SOURCE, ...name);
    const answer = await this.commands.issue({ command, actor, correlationId, causationId: null, idempotencyKey });
    return isRejection(answer) ? answer : undefined;
  }
}

const unless = (code: string, refusal: Rejection | undefined): Rejection | undefined => (refusal?.code === code ? undefined : refusal);
