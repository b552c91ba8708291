import { type CalendarDate, dateIn, type Instant, type Position, startOfDay, type TimeZone } from '@concord/kernel';
import { asOfEdition, latestEdition, provisionsOn, type Timeline, textOfVersion, versionsByEdition, versionsOf } from '@concord/legal-text';
import { DAYS, dayOf, histories } from '@concord/legal-text/testing';
import fc from 'fast-check';
import type { Known } from '../norm/norm.read-model.js';
import { findVersion, firstShown, type KnownNorm, shownUntil, versionShownOn } from './knowledge.js';
import { notedProvisions } from './notes.js';

const ZONE = 'America/New_York' as TimeZone;
const NOW = startOfDay(dayOf(DAYS + 8), ZONE);
const hour = (number: number): Instant => new Date(Date.parse(startOfDay(dayOf(-2), ZONE)) + number * 3_600_000).toISOString() as Instant;

/** A norm whose editions were recorded in this order some hours apart, some of them together. */
function norm(timeline: Timeline, hours: readonly number[]): KnownNorm {
  let at = 0;
  const known = Array.from({ length: latestEdition(timeline) }, (_, index): Known => {
    at += hours[index % hours.length] as number;
    return { edition: index + 1, recordedAt: hour(at), position: String(index) as Position };
  });
  return { norm: { known } as unknown as KnownNorm['norm'], knownAt: null, timeline, zone: ZONE, recordedAt: hour(at) };
}

const known = fc
  .tuple(histories(), fc.array(fc.nat(30), { minLength: 3, maxLength: 9 }))
  .map(([{ timeline }, hours]) => norm(timeline, hours));

describe('What came to be known of a norm', () => {
  it('is the same when one walks through the editions and when one looks at each alone', () => {
    fc.assert(
      fc.property(histories(), ({ timeline }) => {
        const walked = [...versionsByEdition(timeline)];
        expect(walked).toHaveLength(latestEdition(timeline));
        walked.forEach((versions, index) => {
          const alone = versionsOf(asOfEdition(timeline, index + 1));
          expect(versions).toEqual(alone.map(({ version, inForceFrom }) => ({ version, inForceFrom })));
        });
      }),
    );
  });

  it('is at every hour what the URI of the norm led to', () => {
    fc.assert(
      fc.property(known, (item) => {
        const shown = [...shownUntil(item, NOW)];
        expect(shown.map(({ since }) => since)).toEqual(shown.map(({ since }) => since).toSorted());
        for (let number = 0; hour(number) < NOW; number += 7) {
          const at = hour(number);
          const edition = item.norm.known.findLast(({ recordedAt }) => recordedAt <= at)?.edition;
          const then = edition && asOfEdition(item.timeline, edition);
          const naive = then && versionShownOn(then, versionsOf(then), dateIn(ZONE, at))?.version;
          expect(shown.findLast(({ since }) => since <= at)?.version).toBe(naive);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('finds every version that ever was, with what was known of it last, and no other', () => {
    fc.assert(
      fc.property(known, (item) => {
        const { timeline } = item;
        let number = 1;
        for (; textOfVersion(timeline, number); number++) {
          const found = findVersion(item, number);
          expect(found?.version.version).toBe(number);
          expect(found?.superseded).toBe(!versionsOf(timeline).some(({ version }) => version === number));
        }
        expect(findVersion(item, number)).toBeUndefined();
        expect(firstShown(item, number, NOW)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

describe('The notes on a version', () => {
  it('stand on its provisions in their order, and on the places of those that are gone', () => {
    fc.assert(
      fc.property(known, fc.nat(DAYS), (item, day) => {
        for (const version of versionsOf(item.timeline)) {
          const on: CalendarDate = dayOf(day);
          const noted = notedProvisions(item.timeline, version, on);
          const text = provisionsOn(item.timeline, version.version, on);
          const bare = noted
            .filter(({ gone }) => !gone)
            .map(({ eId, number, text: words, standing }) => ({ eId, number, words, standing }));
          expect(bare).toEqual(text.map(({ eId, number, text: words, standing }) => ({ eId, number, words, standing })));
          for (const { standing, notes } of noted) {
            expect(notes.some(({ kind }) => kind === 'SUSPENDED')).toBe(standing === 'SUSPENDED');
          }
          const present = new Set(text.map(({ eId }) => eId));
          const repealed = textOfVersion(item.timeline, version.version)?.repealed;
          for (const { eId, parent, notes } of noted.filter(({ gone }) => gone)) {
            expect([repealed?.has(eId), present.has(eId), parent === null || present.has(parent)]).toEqual([true, false, true]);
            expect(notes.map(({ kind }) => kind)).toEqual(['REPEALED']);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
