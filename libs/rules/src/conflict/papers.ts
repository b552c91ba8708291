import type { Mentions } from './mentions.js';
import { subsetsOf } from './subsets.js';

/** What a seller can bring to a transaction besides goods: documents, a licence, and its registration. */
export interface Papers {
  readonly documents: readonly string[];
  readonly licensed: boolean;
  /** Null: not registered. */
  readonly operationMode: string | null;
}

/** As enterprises register them. */
const MODES = ['SELF_OPERATED', 'PLATFORM', 'PURCHASING_AGENT', 'INTEGRATED_SERVICE_PROVIDER'];
const MOST_DOCUMENTS = 8;

const nobodyNames = (documents: ReadonlySet<string>, name = 'ANOTHER_DOCUMENT'): string =>
  documents.has(name) ? nobodyNames(documents, `${name}_X`) : name;

/** A kind of document as transactions name it; another text is never among theirs. */
const KIND_OF_DOCUMENT = /^[A-Z][A-Z0-9_]{0,63}$/;

/** All papers that the requirements tell apart, with most documents first; undefined where there are too many. */
export function papersOf({ documents: named, otherDocuments, constants }: Mentions): readonly Papers[] | undefined {
  const possible = [...named].filter((name) => KIND_OF_DOCUMENT.test(name)).sort();
  const kinds = otherDocuments ? [...possible, nobodyNames(named)] : possible;
  if (kinds.length > MOST_DOCUMENTS) return undefined;
  const asksForMode = constants.has('seller.operationMode');
  const asksForRegistration = asksForMode || constants.has('seller.registered') || constants.has('seller.jurisdiction');
  const modes = asksForMode ? MODES : MODES.slice(0, 1);
  const registrations = asksForRegistration ? [...modes, null] : modes;
  const licences = constants.has('seller.licensed') ? [true, false] : [true];
  return subsetsOf(kinds)
    .toReversed()
    .flatMap((documents) => licences.flatMap((licensed) => registrations.map((operationMode) => ({ documents, licensed, operationMode }))));
}
