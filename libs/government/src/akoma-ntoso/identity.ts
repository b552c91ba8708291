import { derivedId } from '@concord/kernel';

/** What norms name as their source. */
export const SYSTEM = 'akoma-ntoso';

/** An id has at most 64 characters; a longer one is cut, and told from others by what follows. */
const AT_MOST = 64;
const TELLING = 12;

/** The id of the norm that a work becomes: `/akn/us/act/112-61/!main` is `akn-us-act-112-61`. */
export function normIdOf(uri: string): string {
  const plain = uri
    .replace(/\/?!main$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (plain.length >= 2 && plain.length <= AT_MOST) return plain;
  return `${plain.slice(0, AT_MOST - TELLING - 1).replace(/-$/, '')}-${derivedId(SYSTEM, uri).slice(-TELLING)}`.replace(/^-/, '');
}
