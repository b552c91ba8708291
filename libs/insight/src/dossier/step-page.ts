import { comparePositions, type Phase, type Position, type RecordedEvent } from '@concord/kernel';
import type { Relation } from './dossier-kind.js';

/** One act in a dossier, as the log holds it. */
export interface Act {
  readonly relation: Relation;
  readonly event: RecordedEvent;
}

/** Which acts a page has. */
export interface PageQuestion {
  readonly first: number;
  /** Behind this position. */
  readonly after: Position;
  /** Null: all. */
  readonly phase: Phase | null;
}

const byPosition = (a: Act, b: Act): number => comparePositions(a.event.position, b.event.position);

/** The first acts of many histories in log order, in memory that does not grow with the histories. */
export class StepPage {
  private acts: Act[] = [];

  constructor(private readonly question: PageQuestion) {}

  /** Takes a history; one that is taken twice counts once. */
  take(relation: Relation, events: readonly RecordedEvent[]): void {
    const { after, phase, first } = this.question;
    for (const event of events) {
      if (comparePositions(event.position, after) <= 0 || (phase !== null && event.metadata.phase !== phase)) continue;
      this.acts.push({ relation, event });
    }
    if (this.acts.length > 4 * (first + 1)) this.settle();
  }

  /** The page, and the position behind which the next one begins; null where this is the last. */
  get(): { readonly acts: readonly Act[]; readonly next: Position | null } {
    this.settle();
    const acts = this.acts.slice(0, this.question.first);
    return { acts, next: this.acts.length > acts.length ? (acts.at(-1)?.event.position ?? null) : null };
  }

  private settle(): void {
    this.acts = this.acts
      .sort(byPosition)
      .filter(({ event }, index, acts) => event.position !== acts[index - 1]?.event.position)
      .slice(0, this.question.first + 1);
  }
}
