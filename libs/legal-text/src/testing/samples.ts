import type { CalendarDate } from '@concord/kernel';
import { type Act, type AmendingOperation, type Commencement, kindOf, type Provision, type Text, type Timeline } from '../index.js';

/** A provision in one language. Its words tell texts apart, so no two need be equal. */
export const provision = (eId: string, parent: string | null = null, words = `The words of ${eId}`): Provision => ({
  eId,
  parent,
  kind: kindOf(eId),
  number: eId,
  headings: [{ language: 'en', text: `Heading: ${words}` }],
  text: [{ language: 'en', text: words }],
  requirement: null,
});

/** A text of two sections; the first has two paragraphs, of which the second has a point. */
export const SECTIONS: Text = [
  provision('sec_1'),
  provision('sec_1__para_1', 'sec_1'),
  provision('sec_1__para_2', 'sec_1'),
  provision('sec_1__para_2__point_a', 'sec_1__para_2'),
  provision('sec_2'),
];

export const insert = (after: string | null, ...provisions: Text): AmendingOperation => ({ operation: 'INSERT', provisions, after });
export const substitute = (...provisions: Text): AmendingOperation => ({ operation: 'SUBSTITUTE', provisions, keepsParts: false });
export const reword = (...provisions: Text): AmendingOperation => ({ operation: 'SUBSTITUTE', provisions, keepsParts: true });
export const repeal = (eId: string | null): AmendingOperation => ({ operation: 'REPEAL', eId });
export const renumber = (eId: string, number: string | null): AmendingOperation => ({ operation: 'RENUMBER', eId, number });

/** A day, or the commencement of a norm, from a day on. */
export const on = (day: string): Commencement => ({ on: day as CalendarDate });
export const withNorm = (norm: string, notBefore: string, place: string | null = null): Commencement => ({
  with: norm,
  provision: place,
  notBefore: notBefore as CalendarDate,
});

export const amended = (commencement: Commencement, ...operations: readonly AmendingOperation[]): Act => ({
  kind: 'AMENDMENT',
  by: null,
  commencement,
  operations,
  reason: 'It had to be',
});
export const commenced = (commencement: Commencement, ...provisions: readonly string[]): Act => ({
  kind: 'COMMENCEMENT',
  provisions: provisions.length > 0 ? provisions : null,
  commencement,
});
export const suspended = (from: string, until: string | null, ...provisions: readonly string[]): Act => ({
  kind: 'SUSPENSION',
  provisions: provisions.length > 0 ? provisions : null,
  from: from as CalendarDate,
  until: until as CalendarDate | null,
  reason: 'For the time being',
});
export const resumed = (from: string, ...provisions: readonly string[]): Act => ({
  kind: 'RESUMPTION',
  provisions: provisions.length > 0 ? provisions : null,
  from: from as CalendarDate,
  reason: 'Again',
});
export const met = (norm: string, day: string, place: string | null = null): Act => ({
  kind: 'CONDITION',
  norm,
  provision: place,
  on: day as CalendarDate,
});
export const repealed = (from: string): Act => ({ kind: 'REPEAL', from: from as CalendarDate, reason: 'No need any more' });
export const erratum = (of: number, eId: string, words: string): Act => ({
  kind: 'CORRECTION',
  of,
  eId,
  headings: null,
  text: [{ language: 'en', text: words }],
  correction: 'ERRATUM',
  reason: 'Misprinted',
});

/** A norm of these sections, and what became of it. */
export const timeline = (...acts: readonly Act[]): Timeline => ({ adopted: SECTIONS, acts });
