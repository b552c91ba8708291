import { createHash } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { type CalendarDate, canonicalJson } from '@concord/kernel';
import { type Compatibility, type Conflict, couldConflict, haveAWay, type Pair, type PlacedRequirement, stepsTo } from '@concord/rules';

/** Two requirements in force of which it was asked whether they conflict. */
export interface Weighed {
  readonly pair: Pair;
  readonly compatibility: Compatibility;
}

export interface ProvenConflict {
  readonly pair: Pair;
  readonly conflict: Conflict;
}

export interface FoundConflicts {
  readonly conflicts: readonly ProvenConflict[];
  readonly undecided: readonly { readonly pair: Pair; readonly reason: string }[];
  /** Pairs for which there was no time; asked again, the answer goes on with them. */
  readonly pairsLeft: number;
}

/** Milliseconds that one question may take, and after which others in the process have their turn. */
const PATIENCE_MS = 2_000;
const TURN_MS = 10;
const MOST_REMEMBERED = 20_000;

/** Weighs requirements against each other, and remembers the answers: they follow from the two texts and the day. */
export class Conflicts {
  private readonly remembered = new Map<string, Compatibility>();

  /** @param concerns whether anybody asks about the jurisdictions of a pair */
  async among(requirements: readonly PlacedRequirement[], day: CalendarDate, concerns: (pair: Pair) => boolean): Promise<FoundConflicts> {
    const conflicts: ProvenConflict[] = [];
    const undecided: { pair: Pair; reason: string }[] = [];
    let pairsLeft = 0;
    const end = performance.now() + PATIENCE_MS;
    let turn = performance.now();
    const rest = async () => {
      if (performance.now() - turn < TURN_MS) return;
      await others();
      turn = performance.now();
    };
    for (const pair of await pairsAmong(requirements, concerns, rest)) {
      const compatibility = await this.weigh(pair, day, end, rest);
      if (!compatibility) pairsLeft++;
      else if (compatibility.verdict === 'CONFLICT') conflicts.push({ pair, conflict: compatibility });
      else if (compatibility.verdict === 'UNDECIDED') undecided.push({ pair, reason: compatibility.reason });
    }
    return { conflicts, undecided, pairsLeft };
  }

  /** Undefined where time is over before it is known. */
  private async weigh(pair: Pair, day: CalendarDate, end: number, rest: () => Promise<void>): Promise<Compatibility | undefined> {
    const key = keyOf(pair, day);
    const known = this.remembered.get(key);
    if (known || performance.now() > end) return known;
    const steps = stepsTo(pair, day);
    for (;;) {
      const { done, value } = steps.next();
      if (done) {
        if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
        this.remembered.set(key, value);
        return value;
      }
      await rest();
    }
  }
}

/** The pairs that could conflict, which are few: most requirements meet at no border, or look at different things. */
async function pairsAmong(
  requirements: readonly PlacedRequirement[],
  concerns: (pair: Pair) => boolean,
  rest: () => Promise<void>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const [index, first] of requirements.entries()) {
    await rest();
    for (const second of requirements.slice(index + 1)) {
      const pair: Pair = [first, second];
      if (couldConflict(first, second) && haveAWay(pair) && concerns(pair)) pairs.push(pair);
    }
  }
  return pairs;
}

const keyOf = (pair: Pair, day: CalendarDate): string =>
  createHash('sha256')
    .update(canonicalJson([day, ...pair.map(({ jurisdiction, requirement }) => ({ jurisdiction, requirement }))]))
    .digest('base64');
