import type { CalendarDate } from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import type { AmendingOperation } from './amendment.js';
import type { Text } from './provision.js';

/** When something takes effect: on a day, or with the commencement of a norm or of one provision of it. */
export type Commencement =
  | { readonly on: CalendarDate }
  | {
      /** The norm with whose commencement it takes effect. */
      readonly with: string;
      /** The provision of that norm whose commencement counts; null: the first of any of them. */
      readonly provision: string | null;
      /** A commencement before this day counts as on this day: nothing conditional works backwards. */
      readonly notBefore: CalendarDate;
    };

/** Whether a correction mends words that were published wrongly, or adds another language. */
export const CORRECTIONS = ['ERRATUM', 'TRANSLATION'] as const;
export type CorrectionKind = (typeof CORRECTIONS)[number];

/** What happened to an adopted text, in the order in which it was recorded. Provisions stand for their parts, too; null: for the whole norm. */
export type Act =
  | {
      readonly kind: 'AMENDMENT';
      /** The amending norm; null: the agency amended it without one. */
      readonly by: string | null;
      readonly commencement: Commencement;
      readonly operations: readonly AmendingOperation[];
      readonly reason: string;
    }
  | {
      readonly kind: 'CORRECTION';
      /** The edition that brought the words which are corrected. */
      readonly of: number;
      readonly eId: string;
      readonly headings: readonly LocalizedText[] | null;
      readonly text: readonly LocalizedText[] | null;
      readonly correction: CorrectionKind;
      readonly reason: string;
    }
  | { readonly kind: 'COMMENCEMENT'; readonly provisions: readonly string[] | null; readonly commencement: Commencement }
  | {
      readonly kind: 'SUSPENSION';
      readonly provisions: readonly string[] | null;
      readonly from: CalendarDate;
      /** The first day on which they are in force again; null: until they are resumed. */
      readonly until: CalendarDate | null;
      readonly reason: string;
    }
  | { readonly kind: 'RESUMPTION'; readonly provisions: readonly string[] | null; readonly from: CalendarDate; readonly reason: string }
  | { readonly kind: 'REPEAL'; readonly from: CalendarDate; readonly reason: string }
  /** A norm, or a provision of it, on which others wait, came into force. */
  | { readonly kind: 'CONDITION'; readonly norm: string; readonly provision: string | null; readonly on: CalendarDate };

/**
 * Everything that is known of a text: what was adopted, and each act upon it. Its editions are what was known one after the
 * other: edition 1 is the adopted text, each act makes the next. Two times count: the day on which a text is in force, and
 * the edition, which says how much was known.
 */
export interface Timeline {
  readonly adopted: Text;
  readonly acts: readonly Act[];
}

export const EMPTY: Timeline = { adopted: [], acts: [] };

/** How many editions there are: the number of the latest. */
export const latestEdition = ({ acts }: Timeline): number => acts.length + 1;

/** The timeline as it was known at an edition. */
export const asOfEdition = (timeline: Timeline, edition: number): Timeline =>
  edition >= latestEdition(timeline) ? timeline : { ...timeline, acts: timeline.acts.slice(0, Math.max(0, edition - 1)) };
