import { ConcordError } from '@concord/graphql';

/** The files that one process makes at a time: each may read a thousand histories. */
export const MOST_FILES = 2;

export class FilesUnderWay {
  private count = 0;

  /** @throws ConcordError TOO_MANY_REQUESTS while the process makes enough of them */
  async with<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.count >= MOST_FILES) {
      const rule = `at most ${MOST_FILES} dossiers at once`;
      throw new ConcordError('TOO_MANY_REQUESTS', `Other dossiers are under way: ${rule}. Try again in a moment`, { rule });
    }
    this.count++;
    try {
      return await work();
    } finally {
      this.count--;
    }
  }
}
