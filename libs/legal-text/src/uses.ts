import type { AmendingOperation } from './amendment.js';
import type { Text } from './provision.js';

/**
 * What an operation asks of a provision, and does to it: `NEEDS` it in the text; `INSERTS` it, which was never given before;
 * `BRINGS` it, new or in the place of what had its eId; `TAKES` it away if it is there. The parent is the one that it has to
 * have, or gets; undefined where that does not matter.
 */
export interface Use {
  readonly eId: string;
  readonly use: 'NEEDS' | 'INSERTS' | 'BRINGS' | 'TAKES';
  readonly parent?: string | null;
}

/** What has become of an eId: not given yet, in the text as a part of something, or gone for ever. */
export type Place = 'FREE' | 'GONE' | { readonly parent: string | null };
export const FREE: Place = 'FREE';

/** What becomes of an eId by one use of it; undefined when that use does not fit. */
export function afterUse(before: Place, { use, parent }: Use): Place | undefined {
  switch (use) {
    case 'INSERTS':
      return before === 'FREE' ? { parent: parent ?? null } : undefined;
    case 'TAKES':
      return typeof before === 'object' ? 'GONE' : before;
    case 'BRINGS':
      if (before === 'FREE') return { parent: parent ?? null };
      break;
    case 'NEEDS':
  }
  return typeof before === 'object' && (parent === undefined || before.parent === parent) ? before : undefined;
}

/** All parts of a provision, whichever text they are in; an eId has one parent for ever. */
export function partsAmong(provisions: Text): (eId: string) => readonly string[] {
  const children = new Map<string, Set<string>>();
  for (const { eId, parent } of provisions) {
    if (parent !== null) children.set(parent, (children.get(parent) ?? new Set()).add(eId));
  }
  return (eId) => {
    const parts = new Set<string>();
    const gather = (whole: string): void => {
      for (const part of children.get(whole) ?? []) {
        if (parts.has(part)) continue;
        parts.add(part);
        gather(part);
      }
    };
    gather(eId);
    return [...parts];
  };
}

/** What an operation asks and does, in order. A fragment that could not come in anywhere is not its concern. */
export function usesOf(change: AmendingOperation, partsOf: (eId: string) => readonly string[]): readonly Use[] {
  const needs = (eId: string, parent?: string | null): Use =>
    parent === undefined ? { eId, use: 'NEEDS' } : { eId, use: 'NEEDS', parent };
  switch (change.operation) {
    case 'INSERT': {
      const parent = change.provisions[0]?.parent ?? null;
      return [
        ...(parent === null ? [] : [needs(parent)]),
        ...(change.after === null ? [] : [needs(change.after, parent)]),
        ...change.provisions.map((provision): Use => ({ eId: provision.eId, use: 'INSERTS', parent: provision.parent })),
      ];
    }
    case 'SUBSTITUTE': {
      const [first, ...parts] = change.provisions;
      if (!first) return [];
      const stays = new Set(parts.map(({ eId }) => eId));
      const taken = change.keepsParts ? [] : partsOf(first.eId).filter((eId) => !stays.has(eId));
      return [
        needs(first.eId, first.parent),
        ...parts.map(({ eId, parent }): Use => ({ eId, use: 'BRINGS', parent })),
        ...taken.map((eId): Use => ({ eId, use: 'TAKES' })),
      ];
    }
    case 'REPEAL': {
      const { eId } = change;
      return eId === null ? [] : [needs(eId), ...[eId, ...partsOf(eId)].map((gone): Use => ({ eId: gone, use: 'TAKES' }))];
    }
    case 'RENUMBER':
      return [needs(change.eId)];
  }
}
