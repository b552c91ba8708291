import { recordedAt } from '../testing/recorded.js';
import { FieldTrace, MOST_CHANGES, told } from './field-trace.js';

const traced = (path: readonly string[], ...states: readonly object[]) => {
  const [initial = {}, ...others] = states;
  const trace = new FieldTrace(path, initial);
  for (const [index, state] of others.entries()) trace.take(recordedAt(index + 1), state);
  return { trace, changes: trace.changes.map(({ event, before, after }) => [event.position, before, after]) };
};

describe('The trace of a field', () => {
  it('has the events that changed its value, and no others', () => {
    const { changes, trace } = traced(
      ['status'],
      { status: 'A' },
      { status: 'A', by: 1 },
      { status: 'B' },
      { status: 'B' },
      { status: 'A' },
    );
    expect(changes).toEqual([
      ['2', 'A', 'B'],
      ['4', 'B', 'A'],
    ]);
    expect(trace.now).toBe('A');
  });

  it('takes equal values for the same, whoever made them', () => {
    expect(traced(['list'], { list: [{ a: 1 }] }, { list: [{ a: 1 }] }).changes).toEqual([]);
  });

  it('has of a whole object the members that changed', () => {
    expect(traced([], { a: 1, b: [1] }, { a: 1, b: [1] }, { a: 2, b: [1] }, { b: [1], c: 3 }).changes).toEqual([
      ['2', { a: 1 }, { a: 2 }],
      ['3', { a: 2 }, { c: 3 }],
    ]);
  });

  it('keeps the last changes, and counts the others', () => {
    const states = Array.from({ length: MOST_CHANGES + 8 }, (_, number) => ({ number }));
    const { trace, changes } = traced(['number'], ...states);
    expect([trace.total, changes.length, changes[0]?.[0]]).toEqual([MOST_CHANGES + 7, MOST_CHANGES, '8']);
  });

  it('knows whether there ever was such a value', () => {
    expect(traced(['a'], {}, { a: 1 }, {}).trace.known).toBe(true);
    expect(traced(['a'], {}, { b: 1 }).trace.known).toBe(false);
  });
});

it('a value that is too long to be shown says so', () => {
  expect(told('x'.repeat(30_000))).toEqual({ value: null, cut: true });
  expect(told(undefined)).toEqual({ value: null, cut: false });
  expect(told({ a: undefined, b: 1 })).toEqual({ value: { b: 1 }, cut: false });
});
