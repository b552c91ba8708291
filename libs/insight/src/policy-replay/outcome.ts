import type { CalendarDate } from '@concord/kernel';
import { type Breach, check, type Finding, type PlacedRequirement, type TradeFacts } from '@concord/rules';
import type { Reality } from './recorded-trade.js';

/** What a draft would have done to a transaction, by itself. */
export const EFFECTS = ['NOT_CONCERNED', 'ADMITTED', 'FLAGGED', 'HELD', 'REFUSED', 'UNDECIDED'] as const;
export type Effect = (typeof EFFECTS)[number];

const EFFECT_OF: Readonly<Record<Breach, Effect>> = { FLAG: 'FLAGGED', HOLD: 'HELD', REFUSE: 'REFUSED' };

function effectOf(finding: Finding | undefined): Effect {
  if (!finding) return 'NOT_CONCERNED';
  if (finding.result === 'UNDECIDED') return 'UNDECIDED';
  return finding.consequence === null ? 'ADMITTED' : EFFECT_OF[finding.consequence];
}

export interface Example {
  readonly transactionId: string;
  readonly openedOn: CalendarDate;
  /** Why the draft is undecided about it; null otherwise. */
  readonly fault: string | null;
}

/** Transactions of which the same became, and to which the draft would have done the same. */
export interface Outcome {
  readonly reality: Reality;
  readonly effect: Effect;
  readonly transactions: number;
  /** The first of them. */
  readonly examples: readonly Example[];
}

interface Trade {
  readonly id: string;
  readonly openedOn: CalendarDate;
  readonly reality: Reality;
}

interface Count {
  transactions: number;
  readonly examples: Example[];
}

const MOST_EXAMPLES = 10;

/** What became of transactions against what would have become of them. Its size does not depend on how many there are. */
export class Outcomes {
  private readonly counts = new Map<`${Reality} ${Effect}`, Count>();

  constructor(private readonly draft: PlacedRequirement) {}

  add({ id, openedOn, reality }: Trade, facts: TradeFacts): void {
    const [finding] = check([this.draft], facts).findings;
    const key = `${reality} ${effectOf(finding)}` as const;
    const count = this.counts.get(key) ?? { transactions: 0, examples: [] };
    this.counts.set(key, count);
    count.transactions++;
    if (count.examples.length < MOST_EXAMPLES) count.examples.push({ transactionId: id, openedOn, fault: finding?.fault ?? null });
  }

  /** As counted so far, the greatest number first. */
  list(): readonly Outcome[] {
    const outcomes = [...this.counts].map(([key, { transactions, examples }]) => {
      const [reality, effect] = key.split(' ') as [Reality, Effect];
      return { reality, effect, transactions, examples: [...examples] };
    });
    return outcomes.sort((a, b) => b.transactions - a.transactions);
  }
}
