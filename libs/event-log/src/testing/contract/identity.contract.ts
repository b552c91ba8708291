import { NO_STREAM } from '../../event-log.js';
import { proposed } from '../proposed.js';
import { freshStream, type LogUnderTest, type Store } from './store.js';

export function identityContract(store: Store, setUp: () => Promise<LogUnderTest>): void {
  it('is the same for whoever asks, whenever they ask', async () => {
    const { log, another } = store();
    const before = await log.identity();
    await log.append(freshStream(), NO_STREAM, [proposed()]);
    expect(before).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(await log.identity()).toBe(before);
    expect(await (await another()).identity()).toBe(before);
  });

  it('is one for all who ask an empty log at once, and another in another store', async () => {
    const other = await setUp();
    try {
      const logs = [other.log, await other.another(), await other.another()];
      const [first, ...rest] = await Promise.all(logs.map((log) => log.identity()));
      for (const each of rest) expect(each).toBe(first);
      expect(first).not.toBe(await store().log.identity());
    } finally {
      await other.close();
    }
  });
}
