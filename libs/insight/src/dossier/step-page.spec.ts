import type { Position } from '@concord/kernel';
import { recordedAt } from '../testing/recorded.js';
import { type PageQuestion, StepPage } from './step-page.js';

const pageOf = (question: Partial<PageQuestion>, ...histories: readonly (readonly number[])[]) => {
  const page = new StepPage({ first: 3, after: '0' as Position, phase: null, ...question });
  for (const positions of histories) {
    page.take(
      'NORM',
      positions.map((position) => recordedAt(position, { metadata: { phase: position % 2 === 0 ? 'DURING' : 'BEFORE' } })),
    );
  }
  const { acts, next } = page.get();
  return [acts.map(({ event }) => Number(event.position)), next];
};

describe('A page of acts', () => {
  it('has the first of all histories in the order of the log', () => {
    expect(pageOf({}, [9, 10], [1, 11], [2])).toEqual([[1, 2, 9], '9']);
  });

  it('goes on behind the page before, to the last', () => {
    expect(pageOf({ after: '9' as Position }, [9, 10], [1, 11], [2])).toEqual([[10, 11], null]);
    expect(pageOf({}, [])).toEqual([[], null]);
  });

  it('has the acts of one phase where it is asked for it', () => {
    expect(pageOf({ phase: 'DURING' }, [1, 2, 3, 4])).toEqual([[2, 4], null]);
  });

  it('counts a history once that belongs there twice', () => {
    expect(pageOf({}, [1, 2], [1, 2])).toEqual([[1, 2], null]);
  });

  it('is the same however long the histories are', () => {
    const long = Array.from({ length: 10_000 }, (_, index) => 2 * index + 1);
    expect(pageOf({}, long, [2], long)).toEqual([[1, 2, 3], '3']);
  });
});
