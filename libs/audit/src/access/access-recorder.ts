import { Decisions } from '@concord/commands';
import { ConcordError, type RequestContext } from '@concord/graphql';
import { type Actor, type Concern, isRejection, type Mandate, mandatesOver, newId, PLATFORM } from '@concord/kernel';
import { inThePresent } from '@concord/projections';
import { Injectable } from '@nestjs/common';
import type { Operation, PositionRange } from './access.events.js';
import { RecordAccess } from './access.js';

/** Who asks, as a request tells it. */
export interface Asking extends Partial<Pick<RequestContext, 'purpose' | 'correlationId' | 'replay'>> {
  readonly actor: Actor | null;
}

/** A read that is about to be answered. */
export interface Access {
  readonly operation: Operation;
  /** What is shown and is not for everybody, as it concerns others; the reader's own objects may be among it. */
  readonly concerns?: readonly Concern[];
  readonly range?: PositionRange;
  readonly detail?: string;
  /** The mandates under which it is read, beside those that cover the objects. */
  readonly mandates?: readonly Mandate[];
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Writes down who reads what. A read is answered only when this has returned: what is not in the log was not read. */
@Injectable()
export class AccessRecorder {
  constructor(private readonly decisions: Decisions) {}

  /**
   * Records a read of objects. Nothing is recorded where all of them are the reader's own, or none is shown; so of somebody without
   * a token, who sees only what everybody may.
   * @throws where the log does not take it; then the read must not be answered
   */
  async recordObjects({ actor, ...asking }: Asking, access: Access & { readonly concerns: readonly Concern[] }): Promise<void> {
    if (!actor) return;
    const others = access.concerns.filter(({ parties }) => !parties.includes(actor.party));
    if (others.length > 0) await this.record({ ...asking, actor }, { ...access, concerns: others });
  }

  /**
   * Records a read, whatever it shows.
   * @throws where the log does not take it; then the read must not be answered
   */
  async record({ actor, purpose, correlationId, replay }: Asking & { readonly actor: Actor }, access: Access): Promise<void> {
    const { operation, concerns = [], range, detail, mandates = [] } = access;
    const under = new Map([...mandates, ...concerns.flatMap((concern) => mandatesOver(actor, concern))].map((each) => [each.id, each]));
    const touched = new Map(concerns.map(({ stream, parties }) => [stream, { object: stream, parties: distinct(parties) }]));
    const stated = purpose ?? distinct([...under.values()].map((each) => each.purpose)).join('; ');
    const { party, person, kind } = actor;
    const command = Object.assign(new RecordAccess(), {
      accessId: newId(),
      access: {
        reader: { party, person, kind },
        operation,
        touched: [...touched.values()],
        range: range ?? null,
        detail: detail ?? null,
        replay: replay?.name ?? null,
        purpose: stated === '' ? null : stated,
        mandates: distinct([...under.keys()]),
        grantors: distinct([...under.values()].map(({ grantor }) => grantor)),
      },
    });
    const act = { command, actor: PLATFORM, correlationId: correlationId ?? newId(), causationId: null };
    // Whoever looks at the past reads now.
    const answer = await inThePresent(() => this.decisions.answer(act));
    if (isRejection(answer)) throw new ConcordError('INTERNAL', `The access could not be recorded: ${answer.message}`);
  }
}
