import { fieldPathOf, knownPart, membersOf, valueAt } from './field-path.js';

const state = {
  status: 'HELD',
  findings: [{ eId: 'sec_1', data: null }],
  days: { '2.1': { on: 'Monday' }, 'a.b.c': 1, a: { b: 2 } },
};
const at = (path: string) => valueAt(state, fieldPathOf(path));

describe('A path into a state', () => {
  it.each([
    ['status', 'HELD'],
    ['findings.0.eId', 'sec_1'],
    ['findings.0.data', null],
    ['days.2.1.on', 'Monday'],
    ['days.a.b.c', 1],
    ['days.a.b', 2],
  ])('%s leads to its value', (path, value) => expect(at(path)).toEqual(value));

  it.each([
    'colour',
    'findings.1',
    'findings.00',
    'findings.-1',
    'findings.length',
    'status.0',
    'status.length',
    '__proto__',
    'constructor.name',
  ])('%s leads nowhere', (path) => expect(at(path)).toBeUndefined());

  it.each(['', '.', 'a.', '.a', 'a..b', `${'a.'.repeat(20)}a`])('%j is none', (path) =>
    expect(() => fieldPathOf(path)).toThrow(/^field: /),
  );

  it('left out is the whole', () => expect(valueAt(state, fieldPathOf(null))).toBe(state));

  it('that goes wrong says how far it led, and what is there', () => {
    const known = (path: string) => knownPart(state, fieldPathOf(path));
    expect(known('findings.0.colour')).toEqual(['findings', '0']);
    expect(known('colour')).toEqual([]);
    expect([membersOf(state), membersOf(state.findings), membersOf([]), membersOf('HELD'), membersOf({})]).toEqual([
      'status, findings, days',
      'a list of 1, from 0',
      'an empty list',
      'the value "HELD"',
      'no members',
    ]);
  });
});
