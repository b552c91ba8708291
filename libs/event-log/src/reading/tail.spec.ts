import type { RecordedEvent } from '@concord/kernel';
import { toPosition } from '../positions.js';
import { proposed } from '../testing/proposed.js';
import type { Page } from './engine.js';
import { type Follower, Tail } from './tail.js';

/** The events at these places. */
const pageOf = (...places: readonly number[]): Page => ({
  events: places.map(
    (place) =>
      ({
        ...proposed(),
        stream: 'testing.sample/tail',
        revision: place,
        position: toPosition(place),
        recordedAt: '2026-01-05T09:00:00.000Z',
      }) as RecordedEvent,
  ),
  weight: places.length,
});

const HEAD = 10;

describe('the tail of the log', () => {
  let hints: number[];
  let tail: Tail;
  beforeEach(async () => {
    hints = [];
    const follower: Follower = { start: () => undefined, hint: (place) => void hints.push(place), close: async () => undefined };
    tail = new Tail({ head: async () => HEAD }, follower);
    await tail.reachHead(new AbortController().signal);
  });
  afterEach(() => tail.close());

  const placesBehind = (place: number): readonly string[] | undefined => tail.read(place, 100)?.events.map(({ position }) => position);

  it('takes what its process has recorded, when it knows all that is before', () => {
    tail.offer(10, 12, () => pageOf(11, 12));
    expect(placesBehind(HEAD)).toEqual(['11', '12']);
    expect(tail.place).toBe(12);
    expect(hints).toEqual([]);
  });

  it('looks for what others have recorded between, and takes nothing with a hole before it', () => {
    tail.offer(11, 13, () => pageOf(12, 13));
    expect(hints).toEqual([13]);
    expect(tail.place).toBe(HEAD);
  });

  it('leaves out what it has already, when a query brings it once more', () => {
    tail.offer(10, 12, () => pageOf(11, 12));
    tail.push(pageOf(11, 12, 13));
    tail.push(pageOf(12, 13));
    expect(placesBehind(HEAD)).toEqual(['11', '12', '13']);
    expect(tail.place).toBe(13);
  });

  it('takes nothing before anybody has asked for it', async () => {
    const idle = new Tail({ head: async () => HEAD }, { start: () => undefined, hint: () => undefined, close: async () => undefined });
    idle.offer(0, 1, () => pageOf(1));
    expect(idle.place).toBe(0);
    await idle.close();
  });
});
