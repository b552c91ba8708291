import type { CalendarDate } from '@concord/kernel';
import fc from 'fast-check';
import { asOfEdition, faultOfTimeline, latestEdition, provisionsOn, type Timeline, textOfVersion, versionOn, versionsOf } from './index.js';
import { DAYS, dayOf, histories, nonsense, Oracle, type OracleProvision } from './testing/index.js';

const days = Array.from({ length: DAYS + 4 }, (_, number) => dayOf(number - 1));

function answerOf(timeline: Timeline, day: CalendarDate): readonly OracleProvision[] | undefined {
  const version = versionOn(timeline, day);
  if (!version) return undefined;
  return provisionsOn(timeline, version.version, day).map(({ eId, parent, number, headings, text, standing, words }) => ({
    eId,
    parent,
    number,
    headings,
    text,
    standing,
    words,
  }));
}

const editionsOf = (timeline: Timeline): readonly number[] => Array.from({ length: latestEdition(timeline) }, (_, index) => index + 1);

describe('The text of a norm on a day, as it was known at an edition', () => {
  it('is what the calendar makes of it', () => {
    fc.assert(
      fc.property(histories(), fc.nat(99), ({ timeline }, number) => {
        const edition = (number % latestEdition(timeline)) + 1;
        const then = asOfEdition(timeline, edition);
        const oracle = new Oracle(timeline, edition);
        for (const day of days) expect(answerOf(then, day)).toEqual(oracle.provisionsOn(day));
      }),
      { numRuns: 200 },
    );
  });

  it('does not change by what is recorded later', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        const last = asOfEdition(timeline, latestEdition(timeline) - 1);
        for (const day of days) expect(answerOf(asOfEdition(timeline, latestEdition(last)), day)).toEqual(answerOf(last, day));
      }),
    );
  });
});
void [faultOfTimeline, nonsense, textOfVersion, versionsOf, editionsOf];
