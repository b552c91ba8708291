import { Decisions, STANDING, type StandingCheck } from '@concord/commands';
import { badInput, ConcordError, rejected } from '@concord/graphql';
import { type Actor, isRejection } from '@concord/kernel';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { MEDIA_TYPE, MEDIA_TYPE_RULE } from '../attachment.js';
import { Contents } from '../content/contents.js';
import { spool, TooLarge } from '../content/spool.js';
import { StoreFile } from '../file/file.commands.js';

/** The token for the most bytes of a file. */
export const FILE_LIMIT = Symbol('FileLimit');
export const DEFAULT_FILE_LIMIT = 10_485_760;

/** A file on its way in. */
export interface Upload {
  readonly actor: Actor;
  readonly correlationId: string;
  /** The header `Content-Type`. */
  readonly contentType: string | undefined;
  /** The header `Content-Length`. */
  readonly announced: number | undefined;
  readonly bytes: AsyncIterable<Buffer>;
}

/** What is known of a file that was handed in. */
export interface Receipt {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/** Without its parameters, in small letters. */
function mediaTypeOf(contentType = 'application/octet-stream'): string {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (MEDIA_TYPE.test(mediaType)) return mediaType;
  throw badInput(`Content-Type: ${MEDIA_TYPE_RULE}`, { field: 'Content-Type', value: contentType, rule: MEDIA_TYPE_RULE });
}

/** Takes files in: first the bytes, as a whole or not at all, then the word in the log that they are there. */
@Injectable()
export class Uploads {
  constructor(
    private readonly contents: Contents,
    private readonly decisions: Decisions,
    @Inject(STANDING) private readonly standing: StandingCheck,
    @Optional() @Inject(FILE_LIMIT) private readonly limit: number = DEFAULT_FILE_LIMIT,
  ) {}

  /** @throws ConcordError saying what is wrong with the upload; then nothing is kept */
  async take({ actor, correlationId, contentType, announced = 0, bytes }: Upload): Promise<Receipt> {
    const mediaType = mediaTypeOf(contentType);
    if (announced > this.limit) throw this.tooLarge();
    // Asked before anything is read, though the command asks again.
    const standing = await this.standing.standingOf(actor, {});
    if (isRejection(standing)) throw rejected(standing);
    const { sha256, size, file } = await spool(bytes, this.limit).catch((error: unknown) => {
      throw error instanceof TooLarge ? this.tooLarge() : error;
    });
    try {
      if (size === 0) throw badInput('body: a file has at least one byte', { field: 'body' });
      await this.contents.keep(sha256, size, file);
    } finally {
      await file.close();
    }
    const answer = await this.decisions.answer({
      command: new StoreFile(sha256, size, mediaType),
      actor,
      correlationId,
      causationId: null,
    });
    if (isRejection(answer)) throw rejected(answer);
    return { sha256, size, mediaType };
  }

  private tooLarge(): ConcordError {
    const rule = `a file has at most ${this.limit} bytes`;
    return new ConcordError('BODY_TOO_LARGE', `body: ${rule}`, { field: 'body', rule });
  }
}
