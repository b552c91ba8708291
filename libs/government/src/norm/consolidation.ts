import { isRejection, type Rejection, reject } from '@concord/kernel';
import type { AmendingOperation, Provision } from './norm.events.js';

const unknown = (eId: string): Rejection =>
  reject('UNKNOWN_PROVISION', `There is no provision ${eId} in the text that is to be amended`, { field: 'operations', value: eId });

function apply(text: readonly Provision[], change: AmendingOperation): readonly Provision[] | Rejection {
  const placeOf = (eId: string) => text.findIndex((provision) => provision.eId === eId);
  switch (change.operation) {
    case 'INSERT': {
      const { provision, after } = change;
      if (placeOf(provision.eId) >= 0)
        return reject('PROVISION_EXISTS', `The provision ${provision.eId} is in the text already`, {
          field: 'operations',
          value: provision.eId,
        });
      if (after === null) return [provision, ...text];
      const place = placeOf(after);
      return place < 0 ? unknown(after) : text.toSpliced(place + 1, 0, provision);
    }
    case 'SUBSTITUTE': {
      const place = placeOf(change.provision.eId);
      return place < 0 ? unknown(change.provision.eId) : text.with(place, change.provision);
    }
    case 'REPEAL': {
      const place = placeOf(change.eId);
      return place < 0 ? unknown(change.eId) : text.toSpliced(place, 1);
    }
  }
}

/** The text after the operations, in their order; or the first of them that does not fit it. */
export function consolidate(text: readonly Provision[], operations: readonly AmendingOperation[]): readonly Provision[] | Rejection {
  let consolidated = text;
  for (const operation of operations) {
    const next = apply(consolidated, operation);
    if (isRejection(next)) return next;
    consolidated = next;
  }
  return consolidated;
}

/** The same, for operations that were accepted once: what cannot be applied leaves the text as it is. */
export function consolidated(text: readonly Provision[], operations: readonly AmendingOperation[]): readonly Provision[] {
  const result = consolidate(text, operations);
  return isRejection(result) ? text : result;
}
