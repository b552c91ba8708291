import type { FileHandle } from 'node:fs/promises';
import type { Pool } from 'pg';
import { migrateFiles } from './schema.js';

/** Bytes of one part: what a reader holds in memory at a time. */
const PART_BYTES = 262_144;

async function partOf(file: FileHandle, number: number, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.min(PART_BYTES, size - number * PART_BYTES));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, number * PART_BYTES);
  if (bytesRead < bytes.length) throw new Error(`Of a file with ${size} bytes, part ${number} has ${bytesRead} and not ${bytes.length}`);
  return bytes;
}

/** The bytes of all files, by their digest; each file lies in parts, so that no more than one of them is in memory. */
export class Contents {
  constructor(private readonly pool: Pool) {}

  migrate(): Promise<void> {
    return migrateFiles(this.pool);
  }

  /** Keeps a file as a whole, or not at all; one that is there already stays as it is. */
  async keep(sha256: string, size: number, file: FileHandle): Promise<void> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      const added = await client.query('INSERT INTO concord_files.content (sha256, size) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        sha256,
        size,
      ]);
      if (added.rowCount === 1) {
        for (let number = 0; number * PART_BYTES < size; number++) {
          const bytes = await partOf(file, number, size);
          await client.query('INSERT INTO concord_files.part (sha256, number, bytes) VALUES ($1, $2, $3)', [sha256, number, bytes]);
        }
      }
      await client.query('COMMIT');
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A connection that failed is closed, which also rolls back.
      client.release(failure);
    }
  }

  /** In bytes; undefined where the file is not kept here. */
  async sizeOf(sha256: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ size: string }>('SELECT size FROM concord_files.content WHERE sha256 = $1', [sha256]);
    return rows[0] && Number(rows[0].size);
  }

  /** The bytes of a file that is kept, part by part. */
  async *read(sha256: string): AsyncGenerator<Buffer> {
    for (let number = 0; ; number++) {
      const { rows } = await this.pool.query<{ bytes: Buffer }>('SELECT bytes FROM concord_files.part WHERE sha256 = $1 AND number = $2', [
        sha256,
        number,
      ]);
      if (!rows[0]) return;
      yield rows[0].bytes;
    }
  }
}
