/** Something that takes long to make: made when it is first asked for, and ended only if it was. */
export class Once<T> {
  private made: Promise<T> | undefined;

  constructor(
    private readonly make: () => Promise<T>,
    private readonly end: (made: T) => Promise<void> = async () => undefined,
  ) {}

  get(): Promise<T> {
    this.made ??= this.make();
    return this.made;
  }

  /** What could not be made has nothing to end. */
  async close(): Promise<void> {
    const made = await this.made?.catch(() => undefined);
    if (made !== undefined) await this.end(made);
  }
}
