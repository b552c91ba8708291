import { isRejection, type Rejection, reject } from '@concord/kernel';
import { endOfParts, type Provision, type Text } from './provision.js';

/** What an amendment does to one provision. */
export type AmendingOperation =
  | {
      readonly operation: 'INSERT';
      /** The provision that comes in, followed by its parts. */
      readonly provisions: Text;
      /** The eId of the sibling behind which it stands; null: it is the first part of its parent. */
      readonly after: string | null;
    }
  | {
      readonly operation: 'SUBSTITUTE';
      /** The provision that takes the place of the one with the same eId, followed by its parts. */
      readonly provisions: Text;
      /** Whether the parts of the old one stay, so that its own words alone change. */
      readonly keepsParts: boolean;
    }
  | {
      readonly operation: 'REPEAL';
      /** Goes with all its parts; null: the whole norm is repealed. */
      readonly eId: string | null;
    }
  | { readonly operation: 'RENUMBER'; readonly eId: string; readonly number: string | null };

/** The provisions that operations bring, whole or in the place of others. */
export const broughtBy = (operations: readonly AmendingOperation[]): Text =>
  operations.flatMap((change) => ('provisions' in change ? change.provisions : []));

/** A text and what has gone from it: an eId is given once. */
export interface Consolidation {
  readonly text: Text;
  readonly repealed: ReadonlySet<string>;
}

const misfit = (code: string, sentence: string, eId: string | null): Rejection =>
  reject(code, sentence, { field: 'operations', value: eId });

function placeOf({ text, repealed }: Consolidation, eId: string): number | Rejection {
  const place = text.findIndex((provision) => provision.eId === eId);
  if (place >= 0) return place;
  return repealed.has(eId)
    ? misfit('ALREADY_REPEALED', `The provision ${eId} is repealed already in the text that is to be amended`, eId)
    : misfit('UNKNOWN_PROVISION', `There is no provision ${eId} in the text that is to be amended`, eId);
}

/** Why provisions cannot come in together: they have to be one provision and its parts, in order, with places of their own. */
export function faultOfText(text: Text, root?: string | null): Rejection | undefined {
  const open: (string | null)[] = [root ?? null];
  const seen = new Set<string>();
  for (const { eId, parent } of text) {
    if (seen.has(eId)) return reject('PROVISION_EXISTS', `Two provisions have the eId ${eId}`, { field: 'provisions', value: eId });
    seen.add(eId);
    while (open.length > 0 && open.at(-1) !== parent) open.pop();
    if (open.length === 0) {
      return reject('PROVISION_OUT_OF_PLACE', `The provision ${eId} does not follow ${parent ?? 'the top of the text'}, whose part it is`, {
        field: 'provisions',
        value: eId,
      });
    }
    open.push(eId);
  }
  return undefined;
}

function faultOfFragment(fragment: Text): Rejection | undefined {
  const [first] = fragment;
  if (!first) return misfit('BAD_OPERATION', 'The operation brings no provision', null);
  if (fragment.slice(1).some(({ parent }) => parent === first.parent)) {
    return misfit('BAD_OPERATION', `The operation brings more than ${first.eId} and its parts`, first.eId);
  }
  return faultOfText(fragment, first.parent);
}

/** The provisions that come in must have places that were never given, but for those that they replace. */
function givenBefore({ text, repealed }: Consolidation, fragment: Text, replaced: Pick<ReadonlySet<string>, 'has'>): Rejection | undefined {
  const isThere = (eId: string): boolean => text.some((provision) => provision.eId === eId);
  const again = fragment.find(({ eId }) => !replaced.has(eId) && (repealed.has(eId) || isThere(eId)));
  if (!again) return undefined;
  const why = repealed.has(again.eId) ? 'was given before to a provision that is repealed; an eId is permanent' : 'is in the text already';
  return misfit('PROVISION_EXISTS', `The provision ${again.eId} ${why}`, again.eId);
}

function insert(before: Consolidation, fragment: Text, after: string | null): Consolidation | Rejection {
  const { text } = before;
  const parent = fragment[0]?.parent ?? null;
  const fault = givenBefore(before, fragment, new Set());
  if (fault) return fault;
  const above = parent === null ? -1 : placeOf(before, parent);
  if (isRejection(above)) return above;
  if (after === null) return { ...before, text: text.toSpliced(above + 1, 0, ...fragment) };
  const sibling = placeOf(before, after);
  if (isRejection(sibling)) return sibling;
  if (text[sibling]?.parent !== parent) {
    return misfit('PROVISION_OUT_OF_PLACE', `The provision ${after} is no part of ${parent ?? 'the top of the text'}`, after);
  }
  return { ...before, text: text.toSpliced(endOfParts(text, sibling), 0, ...fragment) };
}

function substitute(before: Consolidation, fragment: Text, keepsParts: boolean): Consolidation | Rejection {
  const { text, repealed } = before;
  const [first] = fragment as readonly [Provision];
  const place = placeOf(before, first.eId);
  if (isRejection(place)) return place;
  const end = keepsParts ? place + 1 : endOfParts(text, place);
  const replaced = new Map(text.slice(place, end).map(({ eId, parent }) => [eId, parent]));
  const moved = fragment.find(({ eId, parent }) => replaced.has(eId) && replaced.get(eId) !== parent);
  if (moved) {
    const { eId } = moved;
    return misfit(
      'PROVISION_OUT_OF_PLACE',
      `The provision ${eId} is a part of ${replaced.get(eId) ?? 'the top of the text'} and stays there`,
      eId,
    );
  }
  if (keepsParts && fragment.length > 1) {
    return misfit('BAD_OPERATION', `The operation brings parts of ${first.eId} and keeps those that it has`, first.eId);
  }
  const fault = givenBefore(before, fragment, replaced);
  if (fault) return fault;
  const stays = new Set(fragment.map(({ eId }) => eId));
  return {
    text: text.toSpliced(place, end - place, ...fragment),
    repealed: new Set([...repealed, ...[...replaced.keys()].filter((eId) => !stays.has(eId))]),
  };
}

function repeal(before: Consolidation, eId: string): Consolidation | Rejection {
  const { text, repealed } = before;
  const place = placeOf(before, eId);
  if (isRejection(place)) return place;
  const end = endOfParts(text, place);
  return {
    text: text.toSpliced(place, end - place),
    repealed: new Set([...repealed, ...text.slice(place, end).map((provision) => provision.eId)]),
  };
}

/** A text after one operation, or why the operation does not fit it. A repeal of the whole norm leaves the words as they are. */
export function apply(before: Consolidation, change: AmendingOperation): Consolidation | Rejection {
  switch (change.operation) {
    case 'INSERT':
      return faultOfFragment(change.provisions) ?? insert(before, change.provisions, change.after);
    case 'SUBSTITUTE':
      return faultOfFragment(change.provisions) ?? substitute(before, change.provisions, change.keepsParts);
    case 'REPEAL':
      return change.eId === null ? before : repeal(before, change.eId);
    case 'RENUMBER': {
      const place = placeOf(before, change.eId);
      if (isRejection(place)) return place;
      return { ...before, text: before.text.with(place, { ...(before.text[place] as Provision), number: change.number }) };
    }
  }
}

export const whole = (text: Text): Consolidation => ({ text, repealed: new Set() });

/** The text after the operations, in their order; or the first of them that does not fit it. */
export function consolidate(before: Consolidation, operations: readonly AmendingOperation[]): Consolidation | Rejection {
  let after = before;
  for (const operation of operations) {
    const next = apply(after, operation);
    if (isRejection(next)) return next;
    after = next;
  }
  return after;
}
