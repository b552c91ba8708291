import { setTimeout as pause } from 'node:timers/promises';
import { MOST_ENTRY_BYTES } from '../bundle.js';
import { fromUtf8 } from '../text.js';
import { TILE_WIDTH } from '../tile-path.js';
import { SourceUnavailable, TileSource } from './source.js';

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
const PATIENCE_MS = 60_000;
const MOST_BYTES = TILE_WIDTH * (MOST_ENTRY_BYTES + 2);
/** Answers after which the same question is asked again. */
const PASSING = [408, 429, 500, 502, 503, 504];

export interface HttpOptions {
  /** A bearer token for the entries; everything else is public. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The body of an answer. @throws SourceUnavailable when it is longer than any tile */
async function bodyOf(answer: Response, url: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new SourceUnavailable(`${url} answers with more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** How long to wait before the next attempt, in milliseconds: what the server asks for, else twice as long each time. */
function pauseBefore(attempt: number, answer: Response | undefined): number {
  const asked = Number(answer?.headers.get('retry-after') ?? Number.NaN) * 1_000;
  return Math.min(LONGEST_PAUSE_MS, Number.isFinite(asked) ? asked : FIRST_PAUSE_MS * 2 ** attempt);
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String((error.cause as NodeJS.ErrnoException).code) : error.message;
};

/** A log that is served over HTTP. Of an address without a path, it is under `/log`. */
export class HttpSource extends TileSource {
  readonly name: string;
  private readonly token: string | undefined;
  private readonly signal: AbortSignal | undefined;

  constructor(address: string, { token, signal }: HttpOptions = {}) {
    super();
    const url = new URL(address);
    this.name = `${url.origin}${url.pathname === '/' ? '/log' : url.pathname.replace(/\/+$/, '')}`;
    this.token = token;
    this.signal = signal;
  }

  async checkpoint(): Promise<string> {
    const bytes = await this.read('checkpoint');
    if (!bytes) throw new SourceUnavailable(`${this.name}/checkpoint is not there (404)`);
    return fromUtf8(bytes, 'checkpoint');
  }

  async read(path: string): Promise<Buffer | undefined> {
    const url = `${this.name}/${path}`;
    let reason = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const answer = await this.ask(url, path).catch((error: unknown) => {
        this.signal?.throwIfAborted();
        reason = reasonOf(error);
      });
      if (answer?.ok) {
        const body = await bodyOf(answer, url).catch((error: unknown) => {
          if (error instanceof SourceUnavailable) throw error;
          this.signal?.throwIfAborted();
          reason = reasonOf(error);
        });
        if (body) return body;
      } else if (answer) {
        await answer.body?.cancel();
        if (answer.status === 404) return undefined;
        reason = this.complaintOf(answer, url);
      }
      if (attempt < ATTEMPTS - 1) await pause(pauseBefore(attempt, answer ?? undefined), undefined, { signal: this.signal });
    }
    throw new SourceUnavailable(`${url} cannot be read after ${ATTEMPTS} attempts: ${reason}`);
  }

  private ask(url: string, path: string): Promise<Response> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const signal = this.signal ? AbortSignal.any([this.signal, patience]) : patience;
    const isPrivate = path.startsWith('tile/entries/');
    const headers: Record<string, string> = this.token !== undefined && isPrivate ? { authorization: `Bearer ${this.token}` } : {};
    return fetch(url, { headers, signal });
  }

  /** What an answer says that is no use. @throws SourceUnavailable when asking again would not help */
  private complaintOf({ status }: Response, url: string): string {
    if (PASSING.includes(status)) return `status ${status}`;
    const hint = status === 401 || status === 403 ? ': entries need a token with the right to read the whole log' : '';
    throw new SourceUnavailable(`${url} answers with status ${status}${hint}`);
  }
}
