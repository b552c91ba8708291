import type { ProposedEvent } from '@concord/kernel';
import type { EmmettEvent } from './emmett.js';

export const emmettEvent = ({ id, type, data, metadata }: ProposedEvent): EmmettEvent => ({
  type,
  data,
  metadata: { messageId: id, ...metadata },
});

/** Emmett's version of a stream is the number of its events. */
export const versionAt = (revision: number): bigint => BigInt(revision + 1);
export const revisionAt = (version: bigint): number => Number(version) - 1;
