import { Injectable } from '@nestjs/common';
import type { AnyExplainer } from './explainer.js';
import { ballotExplainer } from './explainers/ballot.explainer.js';
import { complaintExplainer } from './explainers/complaint.explainer.js';
import { transactionExplainer } from './explainers/transaction.explainer.js';

/** Who explains which kind of object. A context above this one registers its own: `explainers.register(…)` in its module. */
@Injectable()
export class Explainers {
  private readonly byAggregate = new Map<string, AnyExplainer>();

  constructor() {
    for (const explainer of [transactionExplainer, complaintExplainer, ballotExplainer]) this.register(explainer);
  }

  /** @throws Error where the kind has one already */
  register(explainer: AnyExplainer): void {
    const { aggregate } = explainer;
    if (this.byAggregate.has(aggregate)) throw new Error(`The objects of ${aggregate} are explained twice`);
    this.byAggregate.set(aggregate, explainer);
  }

  of(aggregate: string): AnyExplainer | undefined {
    return this.byAggregate.get(aggregate);
  }
}
