import { isCalendarDate } from '@concord/kernel';
import type { Choice } from '../rule/rule.js';
import { BadFile, type Row } from './csv-file.js';

/** A question on which an assembly voted by name. */
export interface Question {
  /** The number under which the source knows the roll call. */
  readonly id: number;
  readonly session: number;
  readonly date: string;
  /** The resolution, such as `R/6/229`; null where the source names none. */
  readonly resolution: string | null;
  readonly title: string;
  readonly text: string;
}

/** A state as the source names it. */
export interface State {
  readonly name: string;
  /** Two letters, of today or of a state that is no more; empty where the source has none. */
  readonly code: string;
}

export interface NamedVote {
  readonly rollCall: number;
  readonly state: State;
  readonly choice: Choice;
}

export interface RollCall extends Question {
  readonly votes: readonly NamedVote[];
}

export const QUESTION_COLUMNS = ['rcid', 'session', 'date', 'unres', 'short', 'descr'];
export const VOTE_COLUMNS = ['rcid', 'country', 'country_code', 'vote'];

const CHOICE_OF: ReadonlyMap<string, Choice> = new Map([
  ['yes', 'APPROVE'],
  ['no', 'DISAPPROVE'],
  ['abstain', 'ABSTAIN'],
]);

function fail({ file, line, fields }: Row, column: string, rule: string): never {
  throw new BadFile(`${file}, line ${line}: ${column} is ${JSON.stringify(fields[column] ?? '')}, and must be ${rule}`);
}

function numberIn(row: Row, column: string): number {
  const text = row.fields[column] ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : fail(row, column, 'a whole number from 1 to 999999999');
}

const textIn = (row: Row, column: string): string => row.fields[column]?.trim() || fail(row, column, 'a text');

/** @throws BadFile naming the line and the column */
export function questionIn(row: Row): Question {
  const { date = '', unres } = row.fields;
  return {
    id: numberIn(row, 'rcid'),
    session: numberIn(row, 'session'),
    date: isCalendarDate(date) ? date : fail(row, 'date', 'a day that exists, written YYYY-MM-DD'),
    resolution: unres?.trim() || null,
    title: textIn(row, 'short'),
    text: textIn(row, 'descr'),
  };
}

/** @throws BadFile naming the line and the column */
export function voteIn(row: Row): NamedVote {
  const { country_code: code = '', vote = '' } = row.fields;
  return {
    rollCall: numberIn(row, 'rcid'),
    state: { name: textIn(row, 'country'), code: /^([A-Z]{2})?$/.test(code) ? code : fail(row, 'country_code', 'two capitals, or empty') },
    choice: CHOICE_OF.get(vote) ?? fail(row, 'vote', 'yes, no or abstain'),
  };
}
