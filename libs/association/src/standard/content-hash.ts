import { createHash } from 'node:crypto';
import { canonicalJson } from '@concord/kernel';
import type { Section } from './standard.events.js';

/**
 * What a ballot is bound to: SHA-256, in hexadecimal, of the sections as canonical JSON (RFC 8785) in UTF-8.
 * Anybody can compute it again from the published text.
 */
export const contentHash = (sections: readonly Section[]): string =>
  createHash('sha256').update(canonicalJson(sections), 'utf8').digest('hex');
