import { setImmediate as turn } from 'node:timers/promises';
import type { ProposedEvent } from '@concord/kernel';
import { type Course, raced } from './racing.js';

/** A stream in memory, where whoever comes first at a revision wins, and others come in between. */
function courseOf(recorded: ProposedEvent[], losesEach = Number.POSITIVE_INFINITY): Course {
  let won = 0;
  return {
    stepBack: 1,
    async attempt(_stream, revision, event) {
      await turn();
      const appended = revision === recorded.length - 1;
      if (appended && ++won % losesEach !== 0) recorded.push(event);
      return { appended, revision: recorded.length - 1 };
    },
    length: async () => recorded.length,
  };
}

describe('a race', () => {
  it('is over when every caller has appended each of his events once, in his order', async () => {
    const recorded: ProposedEvent[] = [];
    expect(await raced({ callers: 4, appends: 5 }, courseOf(recorded), 1)).toBeGreaterThan(0);
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(20);
    const numbers = recorded.map(({ data }) => (data as { number: number }).number);
    expect(numbers.toSorted()).toEqual([0, 1, 2, 3, 4].flatMap((number) => [number, number, number, number]));
  });

  it('has no figure where the log lost what it had confirmed', async () => {
    await expect(raced({ callers: 2, appends: 5 }, courseOf([], 4), 1)).rejects.toThrow('8 events of 10');
  });
});
