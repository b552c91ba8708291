import { Readable } from 'node:stream';

/** Nobody took anything for too long. */
export class Stalled extends Error {
  constructor(patienceMs: number) {
    super(`Nothing was taken for ${patienceMs} ms`);
  }
}

/** Characters that are handed on together: a line alone would be a packet of its own. */
const CHUNK = 64 * 1_024;

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/**
 * The lines as a stream of bytes that reads on only as it is drained. When nothing is taken for a while it breaks off, so that a
 * reader who has fallen asleep keeps nothing from others. However it ends, the lines end with it.
 */
export function patientStream(lines: AsyncGenerator<string, void>, patienceMs: number): Readable {
  let timer: NodeJS.Timeout | undefined;
  async function* watched(): AsyncGenerator<string, void> {
    try {
      for await (const chunk of inChunks(lines)) {
        timer = setTimeout(() => stream.destroy(new Stalled(patienceMs)), patienceMs).unref();
        yield chunk;
        clearTimeout(timer);
      }
    } finally {
      clearTimeout(timer);
    }
  }
  const stream = Readable.from(watched(), { objectMode: false, highWaterMark: CHUNK });
  // Also where it is given up before anybody took anything.
  stream.once('close', () => void lines.return());
  return stream;
}
