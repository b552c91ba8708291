import { addToDate, type CalendarDate } from '@concord/kernel';
import fc from 'fast-check';
import { type Days, periodsIn, periodsWith, without } from './period.js';

const FIRST = '2024-01-20' as CalendarDate;
const dayAt = (offset: number): CalendarDate => addToDate(FIRST, { days: offset });
const each = ({ from, until }: Days): CalendarDate[] => {
  const days: CalendarDate[] = [];
  for (let day = from; day <= until; day = addToDate(day, { days: 1 })) days.push(day);
  return days;
};
const days = fc.tuple(fc.nat(400), fc.nat(400)).map(([start, length]): Days => ({ from: dayAt(start), until: dayAt(start + length) }));

describe('Days', () => {
  it('are whole months, and days at the ends', () => {
    expect(periodsIn({ from: '2026-01-30' as CalendarDate, until: '2026-03-02' as CalendarDate })).toEqual([
      '2026-01-30',
      '2026-01-31',
      '2026-02',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(periodsIn({ from: '2026-02-01' as CalendarDate, until: '2026-02-28' as CalendarDate })).toEqual(['2026-02']);
  });

  it('of a span count once each in its periods, and no other day does', () => {
    fc.assert(
      fc.property(days, (span) => {
        const periods = new Set(periodsIn(span));
        for (const day of each({ from: dayAt(-40), until: dayAt(900) })) {
          expect(periodsWith(day).filter((period) => periods.has(period))).toHaveLength(day >= span.from && day <= span.until ? 1 : 0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('without others are those in none of them', () => {
    const other = fc.tuple(days, fc.boolean()).map(([{ from, until }, isOpen]) => ({ from, until: isOpen ? null : until }));
    fc.assert(
      fc.property(days, fc.array(other, { maxLength: 5 }), (span, others) => {
        const left = each(span).filter((day) => !others.some(({ from, until }) => from <= day && (until === null || day < until)));
        expect(without(span, others).flatMap(each)).toEqual(left);
      }),
      { numRuns: 200 },
    );
  });
});
