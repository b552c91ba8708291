/** What was made last, to be made once for all who ask for it at a time. */
export class Recent<Value> {
  private readonly made = new Map<string, Promise<Value>>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /** The value under the key, which stands for it for ever; what could not be made is tried again. */
  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.made.get(key) ?? make();
    this.made.delete(key);
    this.made.set(key, value);
    const [oldest] = this.made.keys();
    if (this.made.size > this.most && oldest !== undefined) this.made.delete(oldest);
    try {
      return await value;
    } catch (error) {
      if (this.made.get(key) === value) this.made.delete(key);
      throw error;
    }
  }
}
