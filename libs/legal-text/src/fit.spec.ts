import { isRejection } from '@concord/kernel';
import fc from 'fast-check';
import { type Act, faultOfTimeline, type Timeline } from './index.js';
import { dayOf, histories, Oracle, USUAL } from './testing/index.js';

const DAYS = 4;

/** Many amendments within few days, most of them waiting for one of three norms. */
const CONTESTED = { fewest: 3, most: 8, days: DAYS, waiting: 60, acts: { AMENDMENT: 20, CONDITION: 1, REPEAL: 1 } };

/** The norms that are waited for and are not in force yet, as conditions without their day. */
function awaitedIn({ acts }: Timeline): readonly Omit<Extract<Act, { kind: 'CONDITION' }>, 'on'>[] {
  const awaited = acts.flatMap((act) => (act.kind === 'AMENDMENT' && 'with' in act.commencement ? [act.commencement] : []));
  const unmet = awaited.filter(
    ({ with: norm, provision }) => !acts.some((act) => act.kind === 'CONDITION' && act.norm === norm && act.provision === provision),
  );
  const keys = new Set(unmet.map(({ with: norm, provision }) => JSON.stringify([norm, provision])));
  return [...keys].map((key) => JSON.parse(key)).map(([norm, provision]) => ({ kind: 'CONDITION', norm, provision }));
}

/** The timeline continued in every way: each awaited norm comes into force on any day of these weeks, or never. */
function* continuationsOf(timeline: Timeline): Generator<Timeline> {
  const awaited = awaitedIn(timeline);
  const choices = DAYS + awaited.length + 2;
  for (let number = 0; number < choices ** awaited.length; number++) {
    const met = awaited.flatMap((condition, place) => {
      const day = Math.floor(number / choices ** place) % choices;
      return day === 0 ? [] : [{ ...condition, on: dayOf(day - 2) }];
    });
    yield { ...timeline, acts: [...timeline.acts, ...met] };
  }
}

const fitsWhatever = (timeline: Timeline): boolean => {
  for (const continuation of continuationsOf(timeline)) if (!new Oracle(continuation).fits()) return false;
  return true;
};

describe('Whether an amendment fits', () => {
  it('is whether it does on whatever days the norms come into force that are waited for', () => {
    fc.assert(
      fc.property(histories(CONTESTED), ({ timeline, refused }) => {
        fc.pre(awaitedIn(timeline).length <= 3);
        expect(fitsWhatever(timeline)).toBe(true);
        for (const longer of refused) if (awaitedIn(longer).length <= 3) expect(fitsWhatever(longer)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
void [isRejection, faultOfTimeline, USUAL];
