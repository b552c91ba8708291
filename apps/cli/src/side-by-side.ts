/** Does the work on every item, in order of arrival, at most `width` of them at a time. Ends with the first fault, when what is under way has ended. */
export async function sideBySide<T>(items: AsyncIterator<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  let stopped = false;
  const hand = async (): Promise<void> => {
    try {
      while (!stopped) {
        const { value, done } = await items.next();
        if (done) return;
        await work(value);
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: width }, hand));
  await items.return?.();
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
