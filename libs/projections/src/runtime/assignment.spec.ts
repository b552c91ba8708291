import type { Model } from '../tables/model.js';
import { Assignment, type StageRow } from './assignment.js';

const NAME = 'testing.shelves';

const warnings: string[] = [];
const ignore = (): void => undefined;
const assignment = (shape: string) =>
  new Assignment({ name: NAME, version: 1, shape } as Model, {
    info: ignore,
    error: ignore,
    warn: (_, sentence) => warnings.push(sentence),
  });

const row = (stage: 'live' | 'next', shape: string, status: StageRow['status'] = 'running'): StageRow => ({
  name: NAME,
  stage,
  shape,
  status,
});

beforeEach(() => {
  warnings.length = 0;
});

describe('a worker', () => {
  test('feeds the tables that its code made, unless they are stopped', () => {
    expect(assignment('mine').wants([row('live', 'mine')])).toEqual(['live']);
    expect(assignment('mine').wants([row('live', 'mine', 'stopped')])).toEqual([]);
  });

  test('has nothing to do for a projection that the database does not know', () => {
    expect(assignment('mine').wants([])).toEqual([]);
  });

  test('rebuilds tables that other code made, before or after its own', () => {
    expect(assignment('mine').wants([row('live', 'other')])).toEqual(['next']);
    expect(assignment('mine').wants([row('live', 'other', 'stopped')])).toEqual(['next']);
  });

  test('rebuilds when an operator asks for it, and feeds meanwhile', () => {
    expect(assignment('mine').wants([row('live', 'mine'), row('next', 'asked for')])).toEqual(['live', 'next']);
  });

  test('leaves its stopped rebuild to the operator, and begins anew where other code was stopped', () => {
    expect(assignment('mine').wants([row('live', 'old'), row('next', 'mine', 'stopped')])).toEqual([]);
    expect(assignment('mine').wants([row('live', 'old'), row('next', 'other', 'stopped')])).toEqual(['next']);
  });

  test('that has been superseded stands by, says so once, and works again when its tables are back', () => {
    const superseded = assignment('mine');
    superseded.wants([row('live', 'mine')]);
    expect(superseded.wants([row('live', 'newer')])).toEqual([]);
    expect(superseded.wants([row('live', 'newer'), row('next', 'asked for')])).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(superseded.wants([row('live', 'mine')])).toEqual(['live']);
  });
});
