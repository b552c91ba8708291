import type { RuntimeLog } from '@concord/projections';
import { parseVkey } from '@concord/proof';
import type { TreeReader } from '../reading/tree-reader.js';
import { askWitness, type Witness } from './witnesses.js';

/** Milliseconds for which a witness that failed is left alone. */
const REST = 10_000;

/** Collects the cosignatures of the witnesses, beside the notary: a witness that is slow or gone holds nothing up. */
export class Cosignatures {
  private readonly busy = new Set<Witness>();
  private readonly resting = new Set<Witness>();
  private readonly again = new Set<Witness>();

  constructor(
    private readonly reader: TreeReader,
    private readonly witnesses: readonly Witness[],
    private readonly runtimeLog: RuntimeLog,
  ) {}

  /** There is a new checkpoint: everyone who has time is asked to sign the newest. */
  collect(signal: AbortSignal): void {
    for (const witness of this.witnesses) {
      if (this.busy.has(witness)) this.again.add(witness);
      else if (!this.resting.has(witness)) void this.ask(witness, signal);
    }
  }

  private async ask(witness: Witness, signal: AbortSignal): Promise<void> {
    this.busy.add(witness);
    const { name } = parseVkey(witness.vkey);
    try {
      do {
        this.again.delete(witness);
        const { note, size, known } = await this.reader.unsignedBy(name);
        if (note !== null)
          await this.reader.keepCosignature(size, name, await askWitness(witness, note, known, this.reader.strips, signal));
      } while (this.again.has(witness) && !signal.aborted);
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.runtimeLog.warn({ witness: name, error: message }, `The witness ${name} has not signed, and is asked again`);
      this.resting.add(witness);
      setTimeout(() => {
        this.resting.delete(witness);
        this.collect(signal);
      }, REST).unref();
    } finally {
      this.busy.delete(witness);
    }
  }
}
