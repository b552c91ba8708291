import { ProofRefused } from '../refused.js';
import { type Succession, verifySuccession } from '../succession.js';
import type { Vkey } from '../vkey.js';
import type { Entry } from './entry.js';
import { type Findings, namesOf } from './finding.js';

/** A key, and the smallest size of a checkpoint that it signs. */
export interface TrustedKey {
  readonly vkey: Vkey;
  readonly from: number;
}

const isSuccession = (data: unknown): data is Succession =>
  typeof data === 'object' &&
  data !== null &&
  ['retired', 'successor', 'note'].every((name) => typeof (data as Record<string, unknown>)[name] === 'string');

/** Of a key and those that follow it, the one that signs the checkpoint of a size. */
export const keyAt = (chain: readonly TrustedKey[], size: number): Vkey =>
  ((chain.findLast(({ from }) => from <= size) ?? chain[0]) as TrustedKey).vkey;

/** The key that is trusted, and those that follow it by events of the log. */
export class TrustedKeys {
  readonly chain: TrustedKey[];

  constructor(
    trusted: Vkey,
    private readonly findings: Findings,
  ) {
    this.chain = [{ vkey: trusted, from: 0 }];
  }

  /** Takes the event at an index that retires a key. */
  take(entry: Entry, index: number): void {
    const { data } = entry;
    const complain = (expected: string, found: string) =>
      this.findings.add({ check: 'succession', index, ...namesOf(entry), expected, found });
    if (!isSuccession(data)) {
      complain('the texts retired, successor and note', JSON.stringify(data ?? null));
      return;
    }
    const last = this.chain.at(-1) as TrustedKey;
    if (data.retired !== last.vkey.text) {
      // What came before the key that is trusted is not ours to judge.
      if (this.chain.some(({ vkey }) => vkey.text === data.retired)) complain(`the retired key to be ${last.vkey.text}`, data.retired);
      return;
    }
    try {
      this.chain.push({ vkey: verifySuccession(data, last.vkey.name, last.vkey), from: index + 1 });
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      complain('a succession that the retired key has signed', error.message);
    }
  }
}
