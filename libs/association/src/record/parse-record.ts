import { type BallotRecord, RECORD_FORMAT } from './ballot-record.js';

/** A file that is no record of a ballot. The message says what is missing. */
export class NoBallotRecord extends Error {
  override readonly name = 'NoBallotRecord';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isAct = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.type === 'string' &&
  isObject(value.data) &&
  typeof value.revision === 'number' &&
  typeof value.occurredAt === 'string' &&
  typeof value.by === 'string';

/** @throws NoBallotRecord */
export function parseRecord(text: string): BallotRecord {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    throw new NoBallotRecord(`It is no JSON: ${(error as Error).message}`);
  }
  if (!isObject(record) || record.format !== RECORD_FORMAT) {
    throw new NoBallotRecord(`Its format is ${JSON.stringify(isObject(record) ? record.format : record)}, and must be "${RECORD_FORMAT}"`);
  }
  const { ballotId, text: sections, acts } = record;
  if (typeof ballotId !== 'string') throw new NoBallotRecord('It does not say of which ballot it is: ballotId is missing');
  if (!Array.isArray(sections)) throw new NoBallotRecord('It lacks the text that was voted on: text must be a list of sections');
  if (!Array.isArray(acts)) throw new NoBallotRecord('It lacks what happened in the ballot: acts must be a list');
  const wrong = acts.findIndex((act) => !isAct(act));
  if (wrong >= 0) throw new NoBallotRecord(`acts.${wrong} is no act: it needs type, data, revision, occurredAt and by`);
  return { format: RECORD_FORMAT, ballotId, text: sections, acts } as BallotRecord;
}
