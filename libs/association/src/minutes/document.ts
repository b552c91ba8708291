import type { Instant } from '@concord/kernel';

/** Words that are somebody else's, in the language that is said; null where none is. */
export interface Quoted {
  readonly quoted: string;
  readonly language: string | null;
}

export interface Moment {
  readonly at: Instant;
}

/** What stands on one line: our own words are English. */
export type Line = readonly (string | Quoted | Moment)[];

export interface Facts {
  readonly kind: 'FACTS';
  readonly facts: readonly (readonly [term: string, fact: Line])[];
}

export interface Column {
  readonly name: string;
  /** How much of the width it takes, beside the others. */
  readonly share: number;
}

/** The first cell of a row says what the row is about. */
export interface Table {
  readonly kind: 'TABLE';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Line[])[];
}

export interface Paragraph {
  readonly kind: 'PARAGRAPH';
  readonly line: Line;
}

/** What somebody said, at whatever length. */
export interface Statement {
  readonly kind: 'STATEMENT';
  readonly of: Line;
  readonly said: readonly (readonly [label: string, words: Line])[];
}

export type Block = Facts | Table | Paragraph | Statement;

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** A document before it has a form, so that each form says the same. */
export interface Document {
  /** Without a word that is somebody else's. */
  readonly name: string;
  readonly title: Line;
  readonly sections: readonly Section[];
}

export const quoted = (text: string, language: string | null = null): Quoted => ({ quoted: text, language });

/** `2026-03-31 16:00:00 UTC+00:00`, with the milliseconds if there are any. */
export const timeSaid = (at: Instant): string => `${at.replace('T', ' ').replace(/(\.000)?Z$/, '')} UTC+00:00`;

/** Lines one behind the other, with words between them. */
export const joined = (lines: readonly Line[], between: string): Line =>
  lines.flatMap((line, index) => (index === 0 ? line : [between, ...line]));
