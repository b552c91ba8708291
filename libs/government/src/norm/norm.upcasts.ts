import type { CalendarDate, TimeZone } from '@concord/kernel';
import { type AmendingOperation, kindOf, type Provision } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import type { Breach, Direction } from '@concord/rules';

/* Events as they were before texts were trees; what was written then is read like this for ever. */

interface ProvisionOfVersion1 {
  readonly eId: string;
  readonly heading: string | null;
  readonly text: readonly LocalizedText[];
  readonly requirement: RequirementOfVersion1 | null;
}
interface RequirementOfVersion1 {
  readonly direction: Direction;
  readonly hsCodes: readonly string[];
  readonly appliesWhen: string | null;
  readonly mustHold: string;
  readonly onBreach: Breach;
}
type OperationOfVersion1 =
  | { readonly operation: 'INSERT'; readonly provision: ProvisionOfVersion1; readonly after: string | null }
  | { readonly operation: 'SUBSTITUTE'; readonly provision: ProvisionOfVersion1 }
  | { readonly operation: 'REPEAL'; readonly eId: string };

/** Which zone the days were of was not recorded then. */
const ZONE = 'UTC' as TimeZone;

/** Texts were lists then: an eId may look like that of a part, and yet each stood for itself. */
function provisionOf({ eId, heading, text, requirement }: ProvisionOfVersion1): Provision {
  const language = text[0]?.language ?? 'und';
  return {
    eId,
    parent: null,
    kind: kindOf(eId),
    number: null,
    headings: heading === null ? [] : [{ language, text: heading }],
    text,
    requirement: requirement && { ...requirement, parameters: [] },
  };
}

function operationOf(change: OperationOfVersion1): AmendingOperation {
  if (change.operation === 'REPEAL') return change;
  const provisions = [provisionOf(change.provision)];
  return change.operation === 'INSERT'
    ? { operation: 'INSERT', provisions, after: change.after }
    : { operation: 'SUBSTITUTE', provisions, keepsParts: true };
}

export const draftedOfVersion1 = (data: { readonly provisions: readonly ProvisionOfVersion1[] }): object => ({
  ...data,
  provisions: data.provisions.map(provisionOf),
  amendments: [],
});

export const commencedOfVersion1 = ({ inForceFrom }: { readonly inForceFrom: CalendarDate }): object => ({
  provisions: null,
  commencement: { on: inForceFrom },
  zone: ZONE,
});

export const amendedOfVersion1 = (data: {
  readonly inForceFrom: CalendarDate;
  readonly operations: readonly OperationOfVersion1[];
  readonly reason: string;
}): object => ({
  by: null,
  commencement: { on: data.inForceFrom },
  operations: data.operations.map(operationOf),
  reason: data.reason,
  zone: ZONE,
});

export const repealedOfVersion1 = ({ repealedFrom, reason }: { readonly repealedFrom: CalendarDate; readonly reason: string }): object => ({
  repealedFrom,
  reason,
});
