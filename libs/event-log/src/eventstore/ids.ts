import type { Uuid } from '@concord/kernel';

/** Where an event stands, or is about to. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
}

/** Ids that this process keeps in mind. */
const REMEMBERED = 10_000;

/** The ids that this process has lately put into the log or seen there, and those that are on their way. */
export class Ids {
  private readonly places = new Map<Uuid, Place>();
  private readonly underWay = new Map<Uuid, Promise<unknown>>();

  learn(id: Uuid, { stream, revision }: Place): void {
    this.places.set(id, { stream, revision });
    if (this.places.size <= REMEMBERED) return;
    const [oldest] = this.places.keys();
    if (oldest !== undefined) this.places.delete(oldest);
  }

  placeOf(id: Uuid): Place | undefined {
    return this.places.get(id);
  }

  /** Runs the work when nobody else in this process is at work with one of the ids. */
  async alone<T>(ids: readonly Uuid[], work: () => Promise<T>): Promise<T> {
    for (let others = this.othersWith(ids); others.length > 0; others = this.othersWith(ids)) await Promise.allSettled(others);
    const mine = work();
    for (const id of ids) this.underWay.set(id, mine);
    try {
      return await mine;
    } finally {
      for (const id of ids) this.underWay.delete(id);
    }
  }

  /** Resolves when all that is under way has been answered. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  private othersWith(ids: readonly Uuid[]): Promise<unknown>[] {
    return ids.flatMap((id) => this.underWay.get(id) ?? []);
  }
}
