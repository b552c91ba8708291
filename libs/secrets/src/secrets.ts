import type { Secrets } from '@concord/kernel';

/** The token under which Nest injects the `Secrets` of the platform. */
export const SECRETS = Symbol('Secrets');

const missing = (): Promise<never> => Promise.reject(new Error('This process has no secrets: nothing confidential is done without them'));

/** Stands where a process has none: whoever asks is told at once, and nothing confidential is written in the open. */
export const NO_SECRETS: Secrets = { seal: missing, open: missing, digest: missing, reveal: missing, destroy: missing };
