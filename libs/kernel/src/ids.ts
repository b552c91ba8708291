import { v5, v7 } from 'uuid';
import type { Brand } from './brand.js';

export type Uuid = Brand<string, 'Uuid'>;

/** The namespace of every id that Concord derives from a name. Stored for ever: a new value would issue everything twice. */
const NAMESPACE = '6f3c1a52-6c0e-5b1d-9a55-0a8d3f2f7c11';

/** A fresh id, ordered by time (RFC 9562, version 7). */
export const newId = (): Uuid => v7() as Uuid;

/** The same parts give the same id (RFC 9562, version 5), so what is derived twice is recorded once. */
export const derivedId = (...parts: readonly (string | number)[]): Uuid => v5(JSON.stringify(parts), NAMESPACE) as Uuid;
