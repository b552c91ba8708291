import { isRejection } from '@concord/kernel';
import fc from 'fast-check';
import { type Act, type AmendingOperation, consolidate, faultOfTimeline, type Timeline, whole } from './index.js';
import {
  amended,
  commenced,
  dayOf,
  histories,
  insert,
  met,
  Oracle,
  on,
  provision,
  renumber,
  repeal,
  repealed,
  reword,
  type Setting,
  substitute,
  timeline,
  unchecked,
  withNorm,
} from './testing/index.js';

const COMMENCED = commenced(on('2025-01-01'));
const part = provision('sec_2__para_1', 'sec_2');
const item = provision('sec_2__item_1', 'sec_2');

describe('An amendment that has its day', () => {
  it('fits the text of that day', () => {
    const inserted = amended(on('2025-02-01'), insert(null, part));
    expect(faultOfTimeline(timeline(COMMENCED, inserted, amended(on('2025-03-01'), repeal(part.eId))))).toBeUndefined();
    expect(faultOfTimeline(timeline(COMMENCED, inserted, amended(on('2025-01-15'), repeal(part.eId))))).toMatchObject({
      code: 'UNKNOWN_PROVISION',
      detail: { field: 'operations', value: part.eId },
    });
  });

  it('goes behind those that were recorded before it for the same day', () => {
    const inserted = amended(on('2025-02-01'), insert(null, part));
    const used = amended(on('2025-02-01'), renumber(part.eId, '1'));
    expect(faultOfTimeline(timeline(inserted, used))).toBeUndefined();
    expect(faultOfTimeline(timeline(used, inserted))).toMatchObject({ code: 'UNKNOWN_PROVISION' });
  });

  it('cannot take away what a later day is known to need, and names the edition that needs it', () => {
    const fault = faultOfTimeline(
      timeline(COMMENCED, amended(on('2025-03-01'), insert(null, part)), amended(on('2025-02-01'), repeal('sec_2'))),
    );
    expect(fault).toMatchObject({ code: 'ALREADY_REPEALED', detail: { value: 'sec_2' } });
    expect(fault?.message).toContain('edition 3');
  });

  it('need not fit a text that ends before it', () => {
    expect(faultOfTimeline(timeline(COMMENCED, repealed('2025-02-01'), amended(on('2025-02-01'), repeal('sec_9'))))).toBeUndefined();
  });
});

describe('An amendment that waits for another norm', () => {
  const waiting = (norm: string, ...operations: readonly AmendingOperation[]): Act => amended(withNorm(norm, '2025-01-01'), ...operations);
  const codeOf = (...acts: readonly Act[]) => faultOfTimeline(timeline(COMMENCED, ...acts))?.code;

  it('may rely on what is there whenever that comes', () => {
    expect(codeOf(amended(on('2024-06-01'), insert(null, part)), waiting('a', renumber(part.eId, '1')))).toBeUndefined();
    expect(codeOf(waiting('a', insert(null, part)), waiting('a', renumber(part.eId, '1')))).toBeUndefined();
  });

  it('may not rely on what comes later, nor on what goes', () => {
    expect(codeOf(amended(on('2025-06-01'), insert(null, part)), waiting('a', renumber(part.eId, '1')))).toBe('UNKNOWN_PROVISION');
    expect(codeOf(waiting('a', renumber('sec_2', '1')), amended(on('2025-06-01'), repeal('sec_2')))).toBe('ALREADY_REPEALED');
  });

  it('may not rely on what waits for yet another norm', () => {
    expect(codeOf(waiting('a', insert(null, part)), waiting('b', renumber(part.eId, '1')))).toBe('UNKNOWN_PROVISION');
    expect(codeOf(waiting('a', repeal('sec_2')), waiting('b', renumber('sec_2', '1')))).toBe('ALREADY_REPEALED');
    expect(codeOf(waiting('a', insert(null, part)), waiting('b', insert(null, part)))).toBe('PROVISION_EXISTS');
  });

  it('says which norm it waits for', () => {
    const fault = faultOfTimeline(timeline(waiting('treaty', repeal('sec_2')), amended(on('2025-06-01'), renumber('sec_2', '1'))));
    expect(fault?.message).toContain('treaty');
  });

  it('fits in either order of two that wait for one norm with different first days', () => {
    const late = amended(withNorm('a', '2026-01-01'), repeal('sec_2'));
    const early = amended(withNorm('a', '2025-01-01'), insert(null, part));
    // On 1 January 2025 the insertion goes first; from 2026 on both have the same day, and the repeal was recorded first.
    expect(codeOf(late, early)).toBe('ALREADY_REPEALED');
    expect(codeOf(early, late)).toBeUndefined();
  });

  it('fits with what happens on fixed days between two that wait', () => {
    const replaced = amended(on('2025-06-01'), substitute(provision('sec_2')));
    const again = [waiting('a', substitute(provision('sec_2'), item)), waiting('b', substitute(provision('sec_2'), item))];
    expect(codeOf(...again)).toBeUndefined();
    // After 1 June the item of the one is gone, and the other would bring it again.
    expect(codeOf(...again, replaced)).toBe('PROVISION_EXISTS');
  });

  it('fits in every order of three that wait', () => {
    const [first, second] = [waiting('a', substitute(provision('sec_2'), item)), waiting('b', substitute(provision('sec_2'), item))];
    const without = waiting('c', substitute(provision('sec_2')));
    expect([codeOf(first, second), codeOf(first, without), codeOf(second, without)]).toEqual([undefined, undefined, undefined]);
    expect(codeOf(first, second, without)).toBe('PROVISION_EXISTS');
    // On one day all three go in the order in which they were recorded; it takes two to have the last between the others.
    expect(codeOf(repealed('2025-01-02'), first, second, without)).toBeUndefined();
    expect(codeOf(repealed('2025-01-03'), first, second, without)).toBe('PROVISION_EXISTS');
  });

  it('has to be sound in itself', () => {
    expect(codeOf(waiting('a', insert(null, provision('sec_3'), provision('sec_4'))))).toBe('BAD_OPERATION');
    expect(codeOf(waiting('a', substitute(provision('sec_2'), item, item)))).toBe('PROVISION_EXISTS');
  });

  it('has to fit the day on which it came, once that is known, and no other', () => {
    const first = waiting('a', insert(null, part));
    const used = amended(on('2025-06-01'), renumber(part.eId, '1'));
    expect(codeOf(first, used)).toBe('UNKNOWN_PROVISION');
    expect(codeOf(first, met('a', '2025-05-01'), used)).toBeUndefined();
    expect(codeOf(first, met('a', '2025-05-01'), used, met('a', '2025-07-01'))).toBe('UNKNOWN_PROVISION');
  });

  it('fits where it never can take effect, because the norm is repealed by then', () => {
    expect(codeOf(repealed('2025-01-01'), waiting('a', repeal('sec_9')))).toBeUndefined();
  });

  it('can be judged on the first and on the last days of the calendar', () => {
    const last = amended(on('9999-12-31'), reword(provision('sec_2')));
    const first = amended(withNorm('a', '0001-01-01'), renumber('sec_2', '1'));
    expect(codeOf(last, first, waiting('b', insert(null, part)))).toBeUndefined();
    expect(codeOf(last, first, waiting('b', repeal('sec_2')))).toBe('ALREADY_REPEALED');
    expect(codeOf(repealed('0001-01-02'), first)).toBeUndefined();
  });
});

describe('Whether an amendment fits', () => {
  const DAYS = 4;
  /** Many amendments within few days, most of which wait for one of three norms. */
  const contested: Setting = { fewest: 3, most: 8, days: DAYS, waiting: 60, acts: { AMENDMENT: 20, CONDITION: 1, REPEAL: 1 } };

  /** The norms that are waited for and are not in force yet, as conditions without their day. */
  function awaitedIn({ acts }: Timeline): readonly Omit<Extract<Act, { kind: 'CONDITION' }>, 'on'>[] {
    const keys = new Set<string>();
    for (const act of acts) {
      if (act.kind !== 'AMENDMENT' || 'on' in act.commencement) continue;
      const { with: norm, provision: place } = act.commencement;
      const isMet = acts.some((other) => other.kind === 'CONDITION' && other.norm === norm && other.provision === place);
      if (!isMet) keys.add(JSON.stringify({ kind: 'CONDITION', norm, provision: place }));
    }
    return [...keys].map((key) => JSON.parse(key));
  }

  /** The timeline continued in every way: each awaited norm comes into force on any day around these, or never. */
  function* continuationsOf(norm: Timeline): Generator<Timeline> {
    const awaited = awaitedIn(norm);
    const choices = DAYS + awaited.length + 2;
    for (let number = 0; number < choices ** awaited.length; number++) {
      const conditions = awaited.flatMap((condition, place) => {
        const day = Math.floor(number / choices ** place) % choices;
        return day === 0 ? [] : [{ ...condition, on: dayOf(day - 2) }];
      });
      yield { ...norm, acts: [...norm.acts, ...conditions] };
    }
  }

  function fitsWhatever(norm: Timeline): boolean {
    for (const continuation of continuationsOf(norm)) if (!new Oracle(continuation).fits()) return false;
    return true;
  }

  it('is whether it does on whatever days the norms come into force that are waited for', () => {
    fc.assert(
      fc.property(histories(contested), ({ timeline: accepted, refused }) => {
        fc.pre(awaitedIn(accepted).length <= 3);
        expect(fitsWhatever(accepted)).toBe(true);
        for (const longer of refused) if (awaitedIn(longer).length <= 3) expect(fitsWhatever(longer)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('does not depend on the order in which amendments were recorded that have nothing to do with each other', () => {
    const two: Setting = { fewest: 2, most: 2, days: 1, waiting: 0, acts: { AMENDMENT: 1 } };
    /** The provisions that an operation names; an empty one for the top of the text. */
    const touched = (change: AmendingOperation): readonly string[] => {
      if (change.operation === 'REPEAL' || change.operation === 'RENUMBER') return [change.eId ?? ''];
      const siblings = change.operation === 'INSERT' ? [change.after ?? '', change.provisions[0]?.parent ?? ''] : [];
      return [...siblings, ...change.provisions.map(({ eId }) => eId)];
    };
    const isApart = (a: string, b: string) => a !== b && !a.startsWith(`${b}__`) && !b.startsWith(`${a}__`);
    fc.assert(
      fc.property(unchecked(two), ({ adopted, acts }) => {
        const [first = [], second = []] = acts.map((act) => (act.kind === 'AMENDMENT' ? act.operations : []));
        fc.pre(first.flatMap(touched).every((a) => second.flatMap(touched).every((b) => isApart(a, b))));
        const [one, other] = [
          [...first, ...second],
          [...second, ...first],
        ].map((operations) => consolidate(whole(adopted), operations));
        if (isRejection(one) || isRejection(other)) expect([isRejection(one), isRejection(other)]).toEqual([true, true]);
        else expect(one).toEqual(other);
      }),
      { numRuns: 100 },
    );
  });
});
