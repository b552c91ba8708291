import { explainer } from './explainer.js';
import { Explainers } from './explainers.js';
import { groundsList } from './grounds-list.js';

const grades = explainer<{ readonly grade: string }>({
  aggregate: 'enterprise.credit',
  initial: { grade: 'A' },
  evolve: (facts) => facts,
  told: ({ grade }) => ({ grade }),
  grounds: async () => [{ kind: 'GRADE', says: 'The best' }],
});

it('another context explains objects of its own, each kind once', () => {
  const explainers = new Explainers();
  expect(explainers.of('enterprise.credit')).toBeUndefined();
  explainers.register(grades);
  expect(explainers.of('enterprise.credit')).toBe(grades);
  expect(() => explainers.register(grades)).toThrow('enterprise.credit are explained twice');
});

it('grounds are told as a list, each with what it supports, and nothing of what is withheld', () => {
  const list = groundsList([
    { kind: 'A', says: 'a', data: { x: undefined, y: 1 }, grounds: [{ kind: 'B', says: 'b', grounds: [{ kind: 'C', says: 'c' }] }] },
    { kind: 'D', says: 'd', stream: 's/1', data: { secret: true }, withheld: true },
  ]);
  expect(list.map(({ kind, supports }) => [kind, supports])).toEqual([
    ['A', null],
    ['B', 0],
    ['C', 1],
    ['D', null],
  ]);
  expect([list[0]?.data, list[3]]).toEqual([{ y: 1 }, { kind: 'D', says: 'd', supports: null, stream: 's/1', data: null, withheld: true }]);
});
