import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDate } from '@concord/kernel';
import { blocksOf, ROOT } from '../../../../test/support/manual.js';
import type { PlacedRequirement } from '../requirement.js';
import { compatibilityOf } from './find-conflict.js';

const page = readFileSync(join(ROOT, 'docs/coverage-map.md'), 'utf8');

const placed = (mustHold: string): PlacedRequirement => ({
  normId: 'norm',
  jurisdiction: 'EU',
  version: 1,
  eId: 'sec_1',
  inForceFrom: '2026-01-01' as CalendarDate,
  requirement: { direction: 'IMPORT', hsCodes: [], appliesWhen: null, mustHold, onBreach: 'HOLD', parameters: [] },
});

/** The pairs of expressions in the blocks that are noted so. */
const pairs = (note: string): readonly (readonly [string, string])[] =>
  blocksOf(page)
    .filter(({ notes }) => notes.some(([, expected]) => expected === note))
    .flatMap(({ text }) => text.split('\n').filter(Boolean))
    .map((line) => line.split(/ {2,}/) as unknown as readonly [string, string]);

test.each(['conflict', 'none', 'undecided'])('the page on the coverage map says truly of pairs: %s', (note) => {
  expect(pairs(note).length).toBeGreaterThan(2);
  const found = pairs(note).map((pair) => [
    ...pair,
    compatibilityOf([placed(pair[0]), placed(pair[1])], '2026-06-01' as CalendarDate).verdict,
  ]);
  expect(found).toEqual(pairs(note).map((pair) => [...pair, note.toUpperCase()]));
});
