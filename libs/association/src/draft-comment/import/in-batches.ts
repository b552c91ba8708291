/** How many are under way at once: enough that appends go into the log together, and few connections. */
const AT_ONCE = 16;

/** The answers of `work`, in the order of the items; the first failure is thrown. */
export async function inBatches<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return results;
}
