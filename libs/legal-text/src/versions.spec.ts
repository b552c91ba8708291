import type { CalendarDate } from '@concord/kernel';
import { asOfEdition, provisionsOn, type Timeline, textOfVersion, versionOn, versionsOf } from './index.js';
import { amended, commenced, erratum, insert, met, on, provision, renumber, repeal, reword, timeline, withNorm } from './testing/index.js';

const day = (text: string): CalendarDate => text as CalendarDate;
const COMMENCED = commenced(on('2025-01-01'));

/** The words of a provision on a day, as they are known. */
function wordsOf(eId: string, norm: Timeline, text: string): string | undefined {
  const version = versionOn(norm, day(text));
  return version && textOfVersion(norm, version.version)?.text.find((found) => found.eId === eId)?.text[0]?.text;
}

const reworded = (text: string, words: string) => amended(on(text), reword(provision('sec_2', null, words)));

describe('The versions of a text', () => {
  it('follow each other, each from the day of its amendments to that of the next', () => {
    const norm = timeline(COMMENCED, reworded('2025-02-01', 'second'), reworded('2025-03-01', 'third'));
    expect(versionsOf(norm)).toEqual([
      { version: 1, inForceFrom: '2025-01-01', inForceUntil: '2025-02-01', editions: [] },
      { version: 2, inForceFrom: '2025-02-01', inForceUntil: '2025-03-01', editions: [3] },
      { version: 3, inForceFrom: '2025-03-01', inForceUntil: null, editions: [3, 4] },
    ]);
    expect(versionOn(norm, day('2025-02-28'))?.version).toBe(2);
    expect(versionOn(norm, day('2024-12-31'))).toBeUndefined();
  });

  it('come with days of their own before the norm has one, and are not in force', () => {
    const norm = timeline(reworded('2025-02-01', 'second'));
    expect(versionsOf(norm).map(({ inForceFrom }) => inForceFrom)).toEqual([null, '2025-02-01']);
    expect(versionOn(norm, day('2025-03-01'))).toBeUndefined();
  });

  it('begin with what was amended before the norm commenced', () => {
    const norm = timeline(reworded('2024-06-01', 'earlier'), COMMENCED);
    expect(versionsOf(norm)).toEqual([{ version: 2, inForceFrom: '2025-01-01', inForceUntil: null, editions: [2] }]);
    expect(wordsOf('sec_2', norm, '2025-01-01')).toBe('earlier');
  });
});

describe('Amendments', () => {
  it('of one day are carried out in the order in which they were recorded, as one version', () => {
    const norm = timeline(COMMENCED, reworded('2025-02-01', 'first'), reworded('2025-02-01', 'last'));
    expect(wordsOf('sec_2', norm, '2025-02-01')).toBe('last');
    expect(versionsOf(norm).map(({ editions }) => editions)).toEqual([[], [3, 4]]);
  });

  it('of several days are carried out in the order of the days, whenever they were recorded', () => {
    const norm = timeline(COMMENCED, reworded('2025-03-01', 'later'), reworded('2025-02-01', 'earlier'));
    expect(wordsOf('sec_2', norm, '2025-02-01')).toBe('earlier');
    expect(wordsOf('sec_2', norm, '2025-03-01')).toBe('later');
  });

  it('that work backwards change what is in force, and not what was known', () => {
    const norm = timeline(COMMENCED, reworded('2025-03-01', 'known'), amended(on('2025-02-01'), renumber('sec_2', '§ 2')));
    const numberOn = (then: Timeline, text: string) => {
      const version = versionOn(then, day(text));
      return version && textOfVersion(then, version.version)?.text.at(-1)?.number;
    };
    expect(numberOn(norm, '2025-02-15')).toBe('§ 2');
    expect(numberOn(asOfEdition(norm, 3), '2025-02-15')).toBe('sec_2');
    // The rewording of 1 March brought the number that it was drafted with.
    expect(numberOn(norm, '2025-03-01')).toBe('sec_2');
  });

  it('that wait for another norm take effect with it, and several for the same one in their order', () => {
    const waiting = (words: string) => amended(withNorm('treaty', '2025-01-01'), reword(provision('sec_2', null, words)));
    const norm = timeline(COMMENCED, waiting('first'), waiting('last'));
    expect(versionsOf(norm)).toHaveLength(1);
    const then = timeline(...norm.acts, met('treaty', '2025-04-01'));
    expect(wordsOf('sec_2', then, '2025-03-31')).toBe('The words of sec_2');
    expect(wordsOf('sec_2', then, '2025-04-01')).toBe('last');
  });

  it('are applied to the text at once, also those to come', () => {
    const norm = timeline(COMMENCED, amended(on('2099-01-01'), insert('sec_2', provision('sec_3')), repeal('sec_1')));
    expect(textOfVersion(norm, 2)?.text.map(({ eId }) => eId)).toEqual(['sec_2', 'sec_3']);
  });
});

describe('The number of a version', () => {
  it('stays with its text when another comes in before it', () => {
    const norm = timeline(COMMENCED, reworded('2025-03-01', 'third'), amended(on('2025-02-01'), renumber('sec_1', '§ 1')));
    expect(versionsOf(asOfEdition(norm, 3)).map(({ version, editions }) => [version, editions])).toEqual([
      [1, []],
      [2, [3]],
    ]);
    expect(versionsOf(norm).map(({ version, editions }) => [version, editions])).toEqual([
      [1, []],
      [3, [4]],
      [4, [4, 3]],
    ]);
    expect(textOfVersion(norm, 2)).toEqual(textOfVersion(asOfEdition(norm, 3), 2));
  });

  it('is none where there never was such a version', () => {
    for (const version of [0, -1, 2, 1.5, Number.NaN]) expect(textOfVersion(timeline(COMMENCED), version)).toBeUndefined();
    expect(provisionsOn(timeline(COMMENCED), 2, day('2025-01-01'))).toEqual([]);
  });
});

describe('A correction', () => {
  const norm = timeline(COMMENCED, reworded('2025-02-01', 'teh words'), reworded('2025-04-01', 'others'), erratum(3, 'sec_2', 'the words'));

  it('mends the words on every day on which they hold, and on no other', () => {
    expect(['2025-01-31', '2025-02-01', '2025-03-31', '2025-04-01'].map((text) => wordsOf('sec_2', norm, text))).toEqual([
      'The words of sec_2',
      'the words',
      'the words',
      'others',
    ]);
  });

  it('is an edition of its own: what was known before it stays as it was', () => {
    expect(wordsOf('sec_2', asOfEdition(norm, 4), '2025-02-01')).toBe('teh words');
    expect(versionOn(norm, day('2025-02-01'))?.editions).toEqual([3, 5]);
    expect(textOfVersion(norm, 2)?.text.at(-1)?.text[0]?.text).toBe('teh words');
  });

  it('of the adopted text reaches into every version that still has these words', () => {
    const then = timeline(COMMENCED, reworded('2025-02-01', 'second'), erratum(1, 'sec_1', 'mended'));
    expect(['2025-01-01', '2025-02-01'].map((text) => wordsOf('sec_1', then, text))).toEqual(['mended', 'mended']);
    expect(wordsOf('sec_2', then, '2025-02-01')).toBe('second');
  });

  it('leaves what it does not state, and the last one counts', () => {
    const then = timeline(COMMENCED, erratum(1, 'sec_1', 'once'), erratum(1, 'sec_1', 'twice'));
    const [first] = provisionsOn(then, versionOn(then, day('2025-01-01'))?.version ?? 0, day('2025-01-01'));
    expect(first).toMatchObject({ headings: [{ text: 'Heading: The words of sec_1' }], text: [{ text: 'twice' }], words: 1 });
  });

  it('can add a translation', () => {
    const text = [
      { language: 'en', text: 'The words of sec_2' },
      { language: 'fr', text: 'Les mots' },
    ];
    const then = timeline(COMMENCED, {
      kind: 'CORRECTION',
      of: 1,
      eId: 'sec_2',
      headings: null,
      text,
      correction: 'TRANSLATION',
      reason: 'Both languages are official',
    });
    const version = versionOn(then, day('2025-01-01'));
    expect(textOfVersion(then, version?.version ?? 0)?.text.at(-1)?.text).toEqual(text);
  });
});

describe('The words of a provision', () => {
  it('are those of the edition that brought them last', () => {
    const then = timeline(COMMENCED, reworded('2025-02-01', 'second'), amended(on('2025-03-01'), renumber('sec_2', '§ 2')));
    const wordsOn = (text: string) =>
      provisionsOn(then, versionOn(then, day(text))?.version ?? 0, day(text)).find(({ eId }) => eId === 'sec_2')?.words;
    expect([wordsOn('2025-01-01'), wordsOn('2025-02-01'), wordsOn('2025-03-01')]).toEqual([1, 3, 3]);
  });
});
