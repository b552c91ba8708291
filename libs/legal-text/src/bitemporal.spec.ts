import type { CalendarDate } from '@concord/kernel';
import fc from 'fast-check';
import {
  type Act,
  asOfEdition,
  type Effect,
  effectsOf,
  faultOfTimeline,
  latestEdition,
  provisionsOn,
  repealedFrom,
  type Timeline,
  textOfVersion,
  versionOn,
  versionsOf,
} from './index.js';
import { DAYS, dayOf, histories, Oracle, type OracleProvision, unchecked } from './testing/index.js';

const days = Array.from({ length: DAYS + 8 }, (_, number) => dayOf(number - 1));

/** What the library says of a day, in the words of the oracle. */
function answerOf(timeline: Timeline, day: CalendarDate): readonly OracleProvision[] | undefined {
  const version = versionOn(timeline, day);
  return version && provisionsOn(timeline, version.version, day).map(({ kind: _, requirement: __, ...answer }) => answer);
}

const answersOf = (timeline: Timeline) => days.map((day) => answerOf(timeline, day));

/** Each edition with the timeline as it was known at it, made anew, as a reader of that time would have had it. */
const editionsOf = ({ adopted, acts }: Timeline): readonly (readonly [number, Timeline])[] =>
  Array.from({ length: acts.length + 1 }, (_, known) => [known + 1, { adopted, acts: acts.slice(0, known) }] as const);

describe('The histories that are tried', () => {
  it('are long, and hold what makes the question hard', () => {
    const sample = fc.sample(histories(), { numRuns: 300, seed: 1 }).map(({ timeline }) => timeline);
    const share = (holds: (timeline: Timeline) => boolean) => sample.filter(holds).length / sample.length;
    const has = (kind: Act['kind']) => (timeline: Timeline) => timeline.acts.some((act) => act.kind === kind);
    const follows = (is: (effect: Effect, before: Effect) => boolean) => (timeline: Timeline) =>
      effectsOf(timeline).some((effect, index, effects) => index > 0 && is(effect, effects[index - 1] as Effect));
    expect(share(({ acts }) => acts.filter(({ kind }) => kind === 'AMENDMENT').length >= 3)).toBeGreaterThan(0.6);
    expect(share(follows((effect, before) => effect.edition < before.edition))).toBeGreaterThan(0.3);
    expect(share(follows((effect, before) => effect.on === before.on))).toBeGreaterThan(0.1);
    expect(share(has('CONDITION'))).toBeGreaterThan(0.2);
    expect(share(has('SUSPENSION'))).toBeGreaterThan(0.5);
    expect(share(has('CORRECTION'))).toBeGreaterThan(0.5);
    expect(share((timeline) => repealedFrom(timeline) !== null)).toBeGreaterThan(0.1);
  });
});

describe('The text of a norm on a day, as it was known at an edition', () => {
  it('is what the calendar makes of it', () => {
    fc.assert(
      fc.property(histories(), fc.nat(99), ({ timeline }, number) => {
        const edition = (number % latestEdition(timeline)) + 1;
        const oracle = new Oracle(timeline, edition);
        expect(answersOf(asOfEdition(timeline, edition))).toEqual(days.map((day) => oracle.provisionsOn(day)));
      }),
      { numRuns: 150 },
    );
  });

  it('is what the calendar makes of it even where a log holds what could not be carried out', () => {
    fc.assert(
      fc.property(unchecked(), (timeline) => {
        fc.pre(faultOfTimeline(timeline) !== undefined);
        const oracle = new Oracle(timeline);
        const eIds = (provisions: readonly OracleProvision[] | undefined) => provisions?.map(({ eId, text }) => [eId, text]);
        for (const day of days) {
          const answer = answerOf(timeline, day);
          const expected = oracle.provisionsOn(day);
          if (answer && expected) expect(eIds(answer)).toEqual(eIds(expected));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('stays what it was, whatever is recorded later, also with effect for days gone by', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        for (const [edition, then] of editionsOf(timeline)) {
          expect(answersOf(asOfEdition(timeline, edition))).toEqual(answersOf(then));
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('The number of a version', () => {
  it('means the same words for ever', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        for (const [, then] of editionsOf(timeline)) {
          for (const { version, editions } of versionsOf(then)) {
            expect(textOfVersion(timeline, version)).toEqual(textOfVersion(then, version));
            const again = versionsOf(timeline).find((other) => other.version === version);
            if (again) expect(again.editions).toEqual(editions);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('means the same words whichever version was read before', () => {
    fc.assert(
      fc.property(histories(), fc.array(fc.nat(99), { minLength: 10 }), ({ timeline }, order) => {
        for (const number of order) {
          const version = (number % (versionsOf(timeline).length + 1)) + 1;
          expect(textOfVersion(timeline, version)).toEqual(textOfVersion({ ...timeline }, version));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is given to one text, and none is left out', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        const numbers = new Set<number>();
        for (const [, then] of editionsOf(timeline)) for (const { version } of versionsOf(then)) numbers.add(version);
        expect([...numbers].sort((a, b) => a - b)).toEqual([...numbers].map((_, index) => index + 1));
        const ways = versionsOf(timeline).map(({ editions }) => editions.join());
        expect(new Set(ways).size).toBe(ways.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('The versions of a norm', () => {
  it('lie side by side, from the first day in force to the last', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        const versions = versionsOf(timeline);
        versions.slice(1).forEach(({ inForceFrom }, index) => {
          expect(inForceFrom).toBe(versions[index]?.inForceUntil);
          expect((inForceFrom ?? '') > (versions[index]?.inForceFrom ?? '')).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });
});
