/** Work that waits in line: of one name in the order in which it came, of different names side by side. */
export class Lines {
  private readonly ends = new Map<string, Promise<unknown>>();

  async wait<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.ends.get(name) ?? Promise.resolve()).then(work);
    const end = turn.catch(() => undefined);
    this.ends.set(name, end);
    try {
      return await turn;
    } finally {
      if (this.ends.get(name) === end) this.ends.delete(name);
    }
  }
}
