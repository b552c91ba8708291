import { Decisions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { CheckedCommands } from '@concord/graphql';
import { type Actor, derivedId, type Instant, instantOf, isRejection, newId, type Rejection, reject } from '@concord/kernel';
import { HANDLE_RULE, isHandle } from '@concord/reference-data';
import { Inject, Injectable } from '@nestjs/common';
import type { FileDocument } from '../docket/docket.commands.js';
import { afterFiling, type DocketState, docket, isDescribed, isFiled } from '../docket/docket.js';
import { normState } from '../norm/norm-state.js';
import { contradictionIn, description, filing, normIdOf, stepsOf } from './commands.js';
import { consequencesOf } from './consequences.js';
import type { RegulationsDocket } from './docket-item.js';
import type { RegulationsDocument } from './document.js';
import { SYSTEM } from './identity.js';

/** What became of one item. */
export type Imported =
  | { readonly outcome: 'IMPORTED' | 'THERE_ALREADY' /** What of it could not be taken as it is. */; readonly remark?: string | undefined }
  | { readonly outcome: 'REFUSED'; readonly reason: Rejection };

const THERE_ALREADY: Imported = { outcome: 'THERE_ALREADY' };

/** One import of one item: its commands belong together. */
interface Task {
  readonly item: string;
  readonly actor: Actor;
  readonly correlationId: string;
}

/**
 * Turns documents of regulations.gov into norms and dockets, by the same commands, rules and checks as any other. The steps that
 * are still missing are taken, so that an import that was cut off is completed and a second one does nothing.
 */
@Injectable()
export class RegulationsImport {
  private readonly commands: CheckedCommands;

  constructor(
    decisions: Decisions,
    private readonly registry: Registry,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {
    this.commands = new CheckedCommands(decisions);
  }

  /** @param agency acts for the agency that published the document */
  async import(document: RegulationsDocument, agency: Actor): Promise<Imported> {
    const file = filing(document);
    if (!isHandle(file.docketId)) return { outcome: 'REFUSED', reason: noHandle('docketId', file.docketId) };
    const before = await this.docketNamed(file.docketId);
    const task: Task = { item: document.id, actor: agency, correlationId: newId() };
    const made = await this.makeNorm(document, task);
    if (isRejection(made)) return { outcome: 'REFUSED', reason: made };
    const remark = contradictionIn(document);
    if (isFiled(before, file, agency.party)) return made ? { outcome: 'IMPORTED', remark } : THERE_ALREADY;
    // What follows for norms comes first: when it is cut off here, the next import finds the filing missing and does both.
    const refusal = (await this.carryOut(before, file, task)) ?? (await this.issue(file, task));
    return refusal ? { outcome: 'REFUSED', reason: refusal } : { outcome: 'IMPORTED', remark };
  }

  /** @param agency acts for the agency whose docket it is */
  async describe(item: RegulationsDocket, agency: Actor): Promise<Imported> {
    const command = description(item);
    if (!isHandle(command.docketId)) return { outcome: 'REFUSED', reason: noHandle('id', command.docketId) };
    if (isDescribed(await this.docketNamed(command.docketId), command)) return THERE_ALREADY;
    const refusal = await this.issue(command, { item: item.id, actor: agency, correlationId: newId() });
    return refusal ? { outcome: 'REFUSED', reason: refusal } : { outcome: 'IMPORTED' };
  }

  private docketNamed = async (id: string): Promise<DocketState> => (await load(this.log, this.registry, docket, id)).state;

  /** Whether anything was missing, or why it cannot be. */
  private async makeNorm(document: RegulationsDocument, task: Task): Promise<boolean | Rejection> {
    const normId = normIdOf(document);
    if (normId === undefined) return false;
    const { state } = await load(this.log, this.registry, normState, normId);
    const missing = stepsOf(document, normId, now()).filter(({ doneIn }) => !doneIn.some((status) => status === state.status));
    for (const { command } of missing) {
      const refusal = await this.issue(command, task, command.constructor.name);
      if (refusal) return refusal;
    }
    return missing.length > 0;
  }

  private async carryOut(before: DocketState, file: FileDocument, task: Task): Promise<Rejection | undefined> {
    for (const { normId, commandFor } of consequencesOf(before, afterFiling(before, file, task.actor), now())) {
      const command = commandFor((await load(this.log, this.registry, normState, normId)).state);
      const refusal = command && (await this.issue(command, task, `${normId} ${file.modifiedAt ?? ''} ${command.constructor.name}`));
      if (refusal) return refusal;
    }
    return undefined;
  }

  /** @param key names the command among those of the item, where it may be issued once only */
  private async issue(command: object, { item, actor, correlationId }: Task, key?: string): Promise<Rejection | undefined> {
    const idempotencyKey = key === undefined ? undefined : derivedId(SYSTEM, item, key);
    const answer = await this.commands.issue({ command, actor, correlationId, causationId: null, idempotencyKey });
    return isRejection(answer) ? answer : undefined;
  }
}

const now = (): Instant => instantOf(new Date());

const noHandle = (field: string, value: string): Rejection =>
  reject('BAD_INPUT', `${field}: "${value}" is refused: ${HANDLE_RULE}`, { field, value });
