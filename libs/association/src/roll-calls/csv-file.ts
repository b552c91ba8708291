import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';

/** A file that is not what it should be; the sentence names the file, and the line where there is one. */
export class BadFile extends Error {}

/** A line of a CSV file under the names of the first one. */
export interface Row {
  readonly file: string;
  /** As an editor counts, the heading being line 1. */
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

interface Parsed {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

const ignore = (): void => undefined;

/** The bytes of the file, unpacked where its name ends in `.gz`; its faults come out with the bytes. */
function bytesOf(file: string): Readable {
  const source = createReadStream(file);
  return file.endsWith('.gz') ? pipeline(source, createGunzip(), ignore) : source;
}

const isOfFileSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/**
 * The rows of a CSV file (RFC 4180, UTF-8), one at a time: a file of any length takes constant memory.
 * @param columns those that the file must have; others are let be
 * @throws BadFile where a column is missing, or the file is no CSV or is cut off
 */
export async function* rowsOf(file: string, columns: readonly string[]): AsyncGenerator<Row> {
  const heading = (names: readonly string[]): string[] => {
    const missing = columns.find((name) => !names.includes(name));
    if (missing !== undefined) throw new BadFile(`${file}, line 1: the column ${missing} is missing; there are ${names.join(', ')}`);
    return [...names];
  };
  const parser = pipeline(bytesOf(file), parse({ columns: heading, bom: true, info: true, skip_empty_lines: true }), ignore);
  let last = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      last = info.lines;
      yield { file, line: info.lines, fields: record };
    }
  } catch (error) {
    if (error instanceof BadFile || isOfFileSystem(error)) throw error;
    const line = error instanceof CsvError && typeof error.lines === 'number' ? error.lines : last + 1;
    throw new BadFile(`${file}, line ${line}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (last === 0) throw new BadFile(`${file} has no line below its heading`);
}
