import fc from 'fast-check';
import { endOfParts, kindOf, PROVISION_KINDS, parentOf } from './index.js';
import { histories, SECTIONS } from './testing/index.js';

describe('The kind of a provision', () => {
  it('is told by its eId', () => {
    expect(kindOf('sec_3')).toBe('SECTION');
    expect(kindOf('chp_2__sec_3__para_2a')).toBe('PARAGRAPH');
    expect(kindOf('sec_3__hcontainer_1')).toBe('HCONTAINER');
  });

  it('is read from the abbreviation of every kind, of which no two are the same', () => {
    const abbreviations = Object.values(PROVISION_KINDS);
    expect(new Set(abbreviations).size).toBe(abbreviations.length);
    for (const [kind, abbreviation] of Object.entries(PROVISION_KINDS)) expect(kindOf(`art_1__${abbreviation}_1`)).toBe(kind);
  });

  it('is a container of no special kind where the eId follows no convention', () => {
    for (const eId of ['', '_', '__', '12', 'Section 3', 'constructor_1', 'toString']) expect(kindOf(eId)).toBe('HCONTAINER');
  });
});

describe('The whole of which an eId says that it is a part', () => {
  const among = new Set(['chp_1', 'chp_1__sec_1', 'sec_2']);

  it('is the nearest one that there is', () => {
    expect(parentOf('chp_1__sec_1__para_1', among)).toBe('chp_1__sec_1');
    expect(parentOf('chp_1__sec_9__para_1', among)).toBe('chp_1');
  });

  it('is none where no beginning of it is there', () => {
    expect(parentOf('chp_1', among)).toBeNull();
    expect(parentOf('chp_2__sec_1', among)).toBeNull();
    expect(parentOf('sec_2a__para_1', among)).toBeNull();
    expect(parentOf('__sec_1', among)).toBeNull();
  });
});

describe('The parts of a provision', () => {
  it('end before the next that is none of them', () => {
    expect(SECTIONS.map((_, place) => endOfParts(SECTIONS, place))).toEqual([4, 2, 4, 4, 5]);
  });

  it('are those whose line of parents leads to it', () => {
    fc.assert(
      fc.property(histories(), ({ timeline: { adopted } }) => {
        const parents = new Map(adopted.map(({ eId, parent }) => [eId, parent]));
        const isInside = (eId: string | null, whole: string): boolean =>
          eId === whole || (eId !== null && isInside(parents.get(eId) ?? null, whole));
        adopted.forEach(({ eId: whole }, place) => {
          const parts = adopted.slice(place, endOfParts(adopted, place)).map(({ eId }) => eId);
          expect(parts).toEqual(adopted.map(({ eId }) => eId).filter((eId) => isInside(eId, whole)));
        });
      }),
      { numRuns: 30 },
    );
  });
});
