import { Once } from './once.js';

describe('Once', () => {
  const counted = () => {
    const seen = { made: 0, ended: [] as number[] };
    const once = new Once(
      async () => ++seen.made,
      async (made) => {
        seen.ended.push(made);
      },
    );
    return { once, seen };
  };

  it('makes one for all who ask, also at the same time', async () => {
    const { once, seen } = counted();
    expect(await Promise.all([once.get(), once.get()])).toEqual([1, 1]);
    expect(await once.get()).toBe(1);
    expect(seen.made).toBe(1);
  });

  it('ends what it has made', async () => {
    const { once, seen } = counted();
    await once.get();
    await once.close();
    expect(seen.ended).toEqual([1]);
  });

  it('ends nothing that nobody asked for, or that could not be made', async () => {
    const { once, seen } = counted();
    await once.close();
    expect(seen).toEqual({ made: 0, ended: [] });
    const ended: unknown[] = [];
    const failing = new Once(
      () => Promise.reject(new Error('no room')),
      async (made) => {
        ended.push(made);
      },
    );
    await expect(failing.get()).rejects.toThrow('no room');
    await failing.close();
    expect(ended).toEqual([]);
  });
});
