import { Decisions, load, Registry } from '@concord/commands';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { CheckedCommands } from '@concord/graphql';
import { type Actor, dateIn, derivedId, isRejection, newId, type Rejection, timeZone } from '@concord/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type ConsultationInput, DraftNorm, PublishNorm, WithdrawNorm } from '../norm/norm.commands.js';
import { norm } from '../norm/norm.js';
import type { RegulationsDocument } from './document.js';

/** regulations.gov keeps the calendar of Washington. */
const ZONE = timeZone('America/New_York');
const SYSTEM = 'regulations.gov';

/** What became of one document. */
export type Imported = { readonly outcome: 'IMPORTED' | 'THERE_ALREADY' } | { readonly outcome: 'REFUSED'; readonly reason: Rejection };

/** The handle of the agency that publishes under this code: `CPSC` is the party `us-cpsc`. */
export const partyOfAgency = (agencyId: string): string => `us-${agencyId.toLowerCase()}`;

/** The id of the norm that a document becomes: the document's own, as a handle. */
export const normIdOf = ({ id }: Pick<RegulationsDocument, 'id'>): string => id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** A window has both ends. A start alone is how regulations.gov repeats the day of publication. */
function consultationOf({ commentStartDate, commentEndDate }: RegulationsDocument): ConsultationInput | undefined {
  if (!commentStartDate || !commentEndDate) return undefined;
  return { opensAt: commentStartDate, closesAt: commentEndDate, zone: ZONE };
}

/** Turns documents of regulations.gov into norms, by the same commands, rules and checks as any other norm. */
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

  /**
   * Takes the steps that are still missing, so that an import that was cut off is completed and a second one does nothing.
   * @param agency acts for the agency that published the document
   */
  async import(document: RegulationsDocument, agency: Actor): Promise<Imported> {
    const normId = normIdOf(document);
    const { state } = await load(this.log, this.registry, norm, normId);
    const steps = this.stepsOf(document, normId).filter(({ doneIn }) => !doneIn.includes(state.status));
    const correlationId = newId();
    for (const { command } of steps) {
      const refusal = await this.issue(command, agency, correlationId, document.id);
      if (refusal) return { outcome: 'REFUSED', reason: refusal };
    }
    return { outcome: steps.length > 0 ? 'IMPORTED' : 'THERE_ALREADY' };
  }

  private stepsOf(document: RegulationsDocument, normId: string) {
    const all = ['DRAFT', 'CONSULTATION', 'ADOPTED', 'REPEALED', 'WITHDRAWN'];
    const published = ['ADOPTED', 'REPEALED', 'WITHDRAWN'];
    const source = { system: SYSTEM, documentId: document.id, ...(document.registerNumber && { registerNumber: document.registerNumber }) };
    const consultation = consultationOf(document);
    const draft = Object.assign(new DraftNorm(), {
      normId,
      jurisdiction: 'US',
      documentType: document.documentType,
      titles: [{ language: 'en-US', text: document.title }],
      source,
      ...(document.docketId && { docket: document.docketId }),
      ...(consultation && { consultation }),
    });
    const steps: { readonly command: object; readonly doneIn: readonly string[] }[] = [{ command: draft, doneIn: all }];
    if (document.withdrawn) {
      const command = Object.assign(new WithdrawNorm(), { normId, reason: `Withdrawn from ${SYSTEM}` });
      steps.push({ command, doneIn: published });
    } else if (document.documentType === 'Rule') {
      const command = Object.assign(new PublishNorm(), { normId, publishedOn: dateIn(ZONE, document.postedDate), zone: ZONE });
      steps.push({ command, doneIn: published });
    }
    return steps;
  }

  private async issue(command: object, actor: Actor, correlationId: string, documentId: string): Promise<Rejection | undefined> {
    const idempotencyKey = derivedId(SYSTEM, documentId, command.constructor.name);
    const answer = await this.commands.issue({ command, actor, correlationId, causationId: null, idempotencyKey });
    return isRejection(answer) ? answer : undefined;
  }
}
