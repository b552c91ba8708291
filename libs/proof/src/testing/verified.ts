import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectorySource } from '../verify/directory-source.js';
import type { Finding } from '../verify/finding.js';
import { type Verification, type VerifyOptions, verifyLog } from '../verify/verify-log.js';
import { type ServedLog, writeLogFolder } from './log-folder.js';
import type { TestSigner } from './memory-log.js';

/** A folder of logs that are verified in tests, and what is temporary meanwhile. */
export class VerifiedLogs {
  readonly folder = mkdtempSync(join(tmpdir(), 'concord-proof-'));
  private readonly temporary = join(this.folder, 'temporary');
  private count = 0;

  constructor(private readonly signer: TestSigner) {
    mkdirSync(this.temporary);
  }

  verify(what: ServedLog, options: Partial<VerifyOptions> = {}): Promise<Verification> {
    const source = new DirectorySource(writeLogFolder(join(this.folder, `log-${this.count++}`), what));
    return verifyLog(source, { key: this.signer.vkey, temporary: this.temporary, ...options });
  }

  /** What verifications have left behind. */
  get leftovers(): readonly string[] {
    return readdirSync(this.temporary);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** What was found, by check and index. */
export const told = ({ findings }: Verification): readonly (readonly [string, number | undefined])[] =>
  findings.map(({ check, index }) => [check, index]);

export function findingOf({ findings }: Verification, check: string): Finding {
  const found = findings.find((finding) => finding.check === check);
  if (!found) throw new Error(`There is no finding about ${check}, but ${JSON.stringify(findings)}`);
  return found;
}
