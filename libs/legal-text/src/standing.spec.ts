import type { CalendarDate } from '@concord/kernel';
import { commencedOn, provisionsOn, type Standing, type Timeline, versionOn, versionsOf } from './index.js';
import {
  amended,
  commenced,
  insert,
  met,
  on,
  provision,
  repeal,
  repealed,
  resumed,
  reword,
  substitute,
  suspended,
  timeline,
  withNorm,
} from './testing/index.js';

const day = (text: string): CalendarDate => text as CalendarDate;

/** How each provision of the text stands on a day. */
function standingsOn(norm: Timeline, text: string): Readonly<Record<string, Standing>> {
  const version = versionOn(norm, day(text)) ?? versionsOf(norm)[0];
  const provisions = provisionsOn(norm, version?.version ?? 1, day(text));
  return Object.fromEntries(provisions.map(({ eId, standing }) => [eId, standing]));
}
const standingOf = (eId: string, norm: Timeline, ...days: readonly string[]) => days.map((text) => standingsOn(norm, text)[eId]);

const COMMENCED = commenced(on('2025-01-01'));

describe('The commencement', () => {
  it('of a norm is that of all its provisions', () => {
    const norm = timeline(COMMENCED);
    expect(new Set(Object.values(standingsOn(norm, '2024-12-31')))).toEqual(new Set(['NOT_YET_IN_FORCE']));
    expect(new Set(Object.values(standingsOn(norm, '2025-01-01')))).toEqual(new Set(['IN_FORCE']));
  });

  it('of a provision is that of its parts, whatever day the norm has', () => {
    const norm = timeline(commenced(on('2025-02-01'), 'sec_1__para_2'), COMMENCED);
    expect(standingsOn(norm, '2025-01-31')).toEqual({
      sec_1: 'IN_FORCE',
      sec_1__para_1: 'IN_FORCE',
      sec_1__para_2: 'NOT_YET_IN_FORCE',
      sec_1__para_2__point_a: 'NOT_YET_IN_FORCE',
      sec_2: 'IN_FORCE',
    });
    expect(standingOf('sec_1__para_2__point_a', norm, '2025-02-01')).toEqual(['IN_FORCE']);
  });

  it('of a provision can come before that of the norm, which begins with it', () => {
    const norm = timeline(COMMENCED, commenced(on('2024-06-01'), 'sec_2'));
    expect(commencedOn(norm)).toBe('2024-06-01');
    expect(standingsOn(norm, '2024-06-01')).toMatchObject({ sec_1: 'NOT_YET_IN_FORCE', sec_2: 'IN_FORCE' });
  });

  it('is the one that was said last, of the provision or of what it is a part of', () => {
    const postponed = timeline(COMMENCED, commenced(on('2025-02-01')));
    expect(commencedOn(postponed)).toBe('2025-02-01');
    const asPart = timeline(commenced(on('2025-03-01'), 'sec_1__para_1'), commenced(on('2025-04-01'), 'sec_1'));
    expect(commencedOn(asPart)).toBe('2025-04-01');
    expect(standingOf('sec_1__para_1', asPart, '2025-03-01', '2025-04-01')).toEqual(['NOT_YET_IN_FORCE', 'IN_FORCE']);
    const asWhole = timeline(commenced(on('2025-04-01'), 'sec_1'), commenced(on('2025-03-01'), 'sec_1__para_1'));
    expect(standingOf('sec_1__para_1', asWhole, '2025-03-01')).toEqual(['IN_FORCE']);
    expect(standingOf('sec_1__para_2', asWhole, '2025-03-01')).toEqual(['NOT_YET_IN_FORCE']);
  });

  it('is not fixed while the norm that it waits for has no day', () => {
    const waiting = timeline(commenced(withNorm('treaty', '2025-01-01')));
    expect(commencedOn(waiting)).toBeNull();
    expect(versionOn(waiting, day('2099-01-01'))).toBeUndefined();
    expect(commencedOn(timeline(...waiting.acts, met('treaty', '2025-05-01')))).toBe('2025-05-01');
  });

  it('with another norm is never earlier than the day that was set, and follows a day that is moved', () => {
    const waiting = commenced(withNorm('treaty', '2025-01-01'));
    expect(commencedOn(timeline(waiting, met('treaty', '2024-05-01')))).toBe('2025-01-01');
    expect(commencedOn(timeline(waiting, met('treaty', '2025-05-01'), met('treaty', '2025-06-01')))).toBe('2025-06-01');
  });

  it('with a provision of another norm waits for that provision', () => {
    const waiting = commenced(withNorm('treaty', '2025-01-01', 'art_5'));
    expect(commencedOn(timeline(waiting, met('treaty', '2025-05-01'), met('others', '2025-05-01', 'art_5')))).toBeNull();
    expect(commencedOn(timeline(waiting, met('treaty', '2025-05-01', 'art_5')))).toBe('2025-05-01');
  });

  it('of what is repealed before does not begin the norm', () => {
    const norm = timeline(commenced(on('2025-03-01'), 'sec_2'), amended(on('2025-02-01'), repeal('sec_2')));
    expect(commencedOn(norm)).toBeNull();
  });
});

describe('What an amendment brings', () => {
  it('is in force with the amendment', () => {
    const norm = timeline(COMMENCED, amended(on('2025-02-01'), insert('sec_2', provision('sec_3'))));
    expect(standingOf('sec_3', norm, '2025-01-31', '2025-02-01')).toEqual([undefined, 'IN_FORCE']);
  });

  it('before the norm commences is in force with the norm', () => {
    const norm = timeline(amended(on('2024-02-01'), insert('sec_2', provision('sec_3'))), COMMENCED);
    expect(standingOf('sec_3', norm, '2024-03-01', '2025-01-01')).toEqual(['NOT_YET_IN_FORCE', 'IN_FORCE']);
  });

  it('is not in force before what it is a part of', () => {
    const part = amended(on('2025-02-01'), insert(null, provision('sec_2__para_1', 'sec_2')));
    const norm = timeline(COMMENCED, part, commenced(on('2025-03-01'), 'sec_2'));
    expect(standingOf('sec_2__para_1', norm, '2025-02-28', '2025-03-01')).toEqual(['NOT_YET_IN_FORCE', 'IN_FORCE']);
    const waiting = timeline(commenced(on('2025-01-01'), 'sec_1'), part);
    expect(standingOf('sec_2__para_1', waiting, '2025-03-01')).toEqual(['NOT_YET_IN_FORCE']);
  });

  it('at the top of the text is in force as soon as anything of the norm is', () => {
    const norm = timeline(commenced(on('2025-03-01'), 'sec_1'), amended(on('2025-02-01'), insert('sec_2', provision('sec_3'))));
    expect(standingsOn(norm, '2025-03-01')).toMatchObject({ sec_1: 'IN_FORCE', sec_2: 'NOT_YET_IN_FORCE', sec_3: 'IN_FORCE' });
  });

  it('can have a day of its own', () => {
    const norm = timeline(COMMENCED, amended(on('2025-02-01'), insert('sec_2', provision('sec_3'))), commenced(on('2025-04-01'), 'sec_3'));
    expect(standingOf('sec_3', norm, '2025-02-01', '2025-04-01')).toEqual(['NOT_YET_IN_FORCE', 'IN_FORCE']);
  });

  it('under an eId that two amendments bring came with the one that takes effect first', () => {
    const item = provision('sec_2__item_1', 'sec_2');
    const norm = timeline(
      COMMENCED,
      amended(withNorm('treaty', '2025-02-01'), substitute(provision('sec_2'), item)),
      amended(on('2025-03-01'), substitute(provision('sec_2'), item)),
    );
    expect(standingOf('sec_2__item_1', norm, '2025-03-01')).toEqual(['IN_FORCE']);
  });
});

describe('A suspension', () => {
  const days = ['2025-02-28', '2025-03-01', '2025-04-01'];

  it('of a provision is one of its parts, to the day on which it ends', () => {
    const norm = timeline(COMMENCED, suspended('2025-03-01', '2025-04-01', 'sec_1'));
    expect(standingOf('sec_1__para_2__point_a', norm, ...days)).toEqual(['IN_FORCE', 'SUSPENDED', 'IN_FORCE']);
    expect(standingOf('sec_2', norm, ...days)).toEqual(['IN_FORCE', 'IN_FORCE', 'IN_FORCE']);
  });

  it('of a part leaves its whole in force', () => {
    const norm = timeline(COMMENCED, suspended('2025-03-01', null, 'sec_1__para_2'));
    expect(standingsOn(norm, '2025-03-01')).toMatchObject({ sec_1: 'IN_FORCE', sec_1__para_1: 'IN_FORCE', sec_1__para_2: 'SUSPENDED' });
  });

  it('of the norm lasts until it is resumed, also in part', () => {
    const norm = timeline(COMMENCED, suspended('2025-03-01', null), resumed('2025-04-01', 'sec_2'));
    expect(standingOf('sec_2', norm, ...days)).toEqual(['IN_FORCE', 'SUSPENDED', 'IN_FORCE']);
    expect(standingOf('sec_1', norm, ...days)).toEqual(['IN_FORCE', 'SUSPENDED', 'SUSPENDED']);
  });

  it('of a whole holds for a part that comes in meanwhile', () => {
    const part = amended(on('2025-03-15'), insert(null, provision('sec_2__para_1', 'sec_2')));
    const norm = timeline(COMMENCED, suspended('2025-03-01', null, 'sec_2'), part);
    expect(standingOf('sec_2__para_1', norm, '2025-04-01')).toEqual(['SUSPENDED']);
  });

  it('is not ended by a resumption that was recorded before it, or that begins before it', () => {
    const before = timeline(COMMENCED, resumed('2025-03-15', 'sec_2'), suspended('2025-03-01', null, 'sec_2'));
    expect(standingOf('sec_2', before, '2025-04-01')).toEqual(['SUSPENDED']);
    const early = timeline(COMMENCED, suspended('2025-03-01', null, 'sec_2'), resumed('2025-02-15', 'sec_2'));
    expect(standingOf('sec_2', early, '2025-04-01')).toEqual(['SUSPENDED']);
  });

  it('can be one of several, each of which has to end', () => {
    const norm = timeline(COMMENCED, suspended('2025-03-01', null, 'sec_2'), suspended('2025-03-10', '2025-03-20', 'sec_2'));
    expect(standingOf('sec_2', norm, '2025-03-25')).toEqual(['SUSPENDED']);
    expect(standingOf('sec_2', timeline(...norm.acts, resumed('2025-03-15')), '2025-03-16')).toEqual(['IN_FORCE']);
    expect(standingOf('sec_2', timeline(...norm.acts, resumed('2025-03-05')), '2025-03-06', '2025-03-12')).toEqual([
      'IN_FORCE',
      'SUSPENDED',
    ]);
  });

  it('does not show where the provision is not in force yet', () => {
    const norm = timeline(COMMENCED, commenced(on('2025-06-01'), 'sec_2'), suspended('2025-03-01', null));
    expect(standingOf('sec_2', norm, '2025-05-31', '2025-06-01')).toEqual(['NOT_YET_IN_FORCE', 'SUSPENDED']);
  });
});

describe('The end of a norm', () => {
  it('is the first day on which nothing of it is in force', () => {
    const norm = timeline(COMMENCED, repealed('2025-06-01'));
    expect(versionOn(norm, day('2025-05-31'))).toMatchObject({ version: 1, inForceUntil: '2025-06-01' });
    expect(versionOn(norm, day('2025-06-01'))).toBeUndefined();
    expect(new Set(provisionsOn(norm, 1, day('2025-06-01')).map(({ standing }) => standing))).toEqual(new Set(['REPEALED']));
  });

  it('comes by an amending norm, too, and by whichever ends it first', () => {
    const norm = timeline(COMMENCED, repealed('2025-06-01'), amended(withNorm('treaty', '2025-01-01'), repeal(null)));
    expect(versionOn(norm, day('2025-05-31'))).toBeDefined();
    expect(versionOn(timeline(...norm.acts, met('treaty', '2025-05-01')), day('2025-05-01'))).toBeUndefined();
  });

  it('is not outlived by an amendment', () => {
    const late = amended(on('2025-06-01'), reword(provision('sec_2', null, 'too late')));
    const norm = timeline(COMMENCED, late, repealed('2025-06-01'));
    expect(versionsOf(norm)).toEqual([{ version: 1, inForceFrom: '2025-01-01', inForceUntil: '2025-06-01', editions: [] }]);
  });
});
