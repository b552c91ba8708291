interface Closable {
  close(): Promise<void>;
}

/** The same thing twice: with much in it, and with little. */
export class Pair<T extends Closable> {
  private constructor(
    readonly many: T,
    readonly few: T,
  ) {}

  static async open<T extends Closable>(
    open: (events: number) => Promise<T>,
    events: { readonly many: number; readonly few: number },
  ): Promise<Pair<T>> {
    const many = await open(events.many);
    try {
      return new Pair(many, await open(events.few));
    } catch (error) {
      await many.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.many.close();
    await this.few.close();
  }
}
