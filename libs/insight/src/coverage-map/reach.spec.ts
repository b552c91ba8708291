import type { CalendarDate } from '@concord/kernel';
import type { Act, Provision, Timeline } from '@concord/legal-text';
import type { Direction, Requirement } from '@concord/rules';
import { reachOf } from './reach.js';

const day = (text: string) => text as CalendarDate;
const provision = (eId: string, direction?: Direction): Provision => ({
  eId,
  parent: null,
  kind: 'SECTION',
  number: null,
  headings: [],
  text: [],
  requirement: direction ? requiring(direction) : null,
});
const requiring = (direction: Direction): Requirement => ({
  direction,
  hsCodes: [],
  appliesWhen: null,
  mustHold: 'true',
  onBreach: 'FLAG',
  parameters: [],
});
const commenced = (on: string, ...provisions: string[]): Act => ({
  kind: 'COMMENCEMENT',
  provisions: provisions.length > 0 ? provisions : null,
  commencement: { on: day(on) },
});
const timeline = (adopted: readonly Provision[], ...acts: readonly Act[]): Timeline => ({ adopted, acts });
const shown = (norm: Timeline) => reachOf(norm).map(({ from, until, directions }) => [from, until, directions.join()]);

const BOTH = 'IMPORT,EXPORT';

describe('A norm reaches', () => {
  it('both borders, where no requirement names one', () => {
    expect(shown(timeline([provision('sec_1')], commenced('2026-02-01')))).toEqual([['2026-02-01', null, BOTH]]);
    expect(shown(timeline([], commenced('2026-02-01')))).toEqual([['2026-02-01', null, BOTH]]);
  });

  it('nothing before it has a day', () => {
    expect(shown(timeline([provision('sec_1')]))).toEqual([]);
  });

  it('the borders that its requirements in force watch, each from its own day on', () => {
    const norm = timeline(
      [provision('sec_1', 'IMPORT'), provision('sec_2', 'EXPORT')],
      commenced('2026-02-01'),
      commenced('2026-05-01', 'sec_2'),
    );
    expect(shown(norm)).toEqual([
      ['2026-02-01', '2026-05-01', 'IMPORT'],
      ['2026-05-01', null, BOTH],
    ]);
  });

  it('nothing while it is suspended, nor after its repeal', () => {
    const norm = timeline(
      [provision('sec_1')],
      commenced('2026-02-01'),
      { kind: 'SUSPENSION', provisions: null, from: day('2026-03-01'), until: day('2026-04-01'), reason: '' },
      { kind: 'REPEAL', from: day('2026-09-01'), reason: '' },
    );
    expect(shown(norm)).toEqual([
      ['2026-02-01', '2026-03-01', BOTH],
      ['2026-04-01', '2026-09-01', BOTH],
    ]);
  });

  it('back into the past, where an amendment works backwards', () => {
    const norm = timeline([provision('sec_1', 'IMPORT')], commenced('2026-02-01'), {
      kind: 'AMENDMENT',
      by: null,
      commencement: { on: day('2026-03-01') },
      operations: [{ operation: 'INSERT', provisions: [provision('sec_2', 'EXPORT')], after: 'sec_1' }],
      reason: '',
    });
    expect(shown(norm)).toEqual([
      ['2026-02-01', '2026-03-01', 'IMPORT'],
      ['2026-03-01', null, BOTH],
    ]);
  });
});
