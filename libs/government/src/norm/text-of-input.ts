import { type CalendarDate, isRejection, type Rejection, reject } from '@concord/kernel';
import { type AmendingOperation, type Commencement, faultOfText, kindOf, type Provision, parentOf, type Text } from '@concord/legal-text';
import type { LocalizedText } from '@concord/reference-data';
import { faultOfRequirement } from '@concord/rules';
import { requirementOf } from './requirement.input.js';
import type { AmendingOperationInput, CommencementOfInput, ProvisionInput } from './text.input.js';

export const localized = (texts: readonly LocalizedText[] | undefined | null): LocalizedText[] =>
  (texts ?? []).map(({ language, text }) => ({ language, text }));

/** The heading, whichever way it was stated. */
function headingsOf({ headings, heading }: ProvisionInput, authentic: string): LocalizedText[] {
  return headings == null && heading != null ? [{ language: authentic, text: heading }] : localized(headings);
}

/**
 * Provisions as the log keeps them.
 * @param authentic the language in which a heading without one is written
 * @param inside whether a place above that is not among them stands in the text that is amended
 */
export function textOf(inputs: readonly ProvisionInput[], authentic: string, inside = false): Text {
  const places = new Set(inputs.map(({ eId }) => eId));
  return inputs.map((input): Provision => {
    const { eId, parent, kind, number, text, requirement } = input;
    const above = eId.lastIndexOf('__');
    const told = parentOf(eId, places) ?? (inside && above > 0 ? eId.slice(0, above) : null);
    return {
      eId,
      parent: parent === undefined ? told : parent,
      kind: kind ?? kindOf(eId),
      number: number ?? null,
      headings: headingsOf(input, authentic),
      text: localized(text),
      requirement: requirement ? requirementOf(requirement) : null,
    };
  });
}

/** A requirement that would fail on every transaction is refused while it can still be mended. */
function faultyRequirement({ eId, requirement }: Provision, field: string): Rejection | undefined {
  const fault = requirement && faultOfRequirement(requirement);
  if (!fault) return undefined;
  const sentence = `The requirement of ${eId} cannot be evaluated: ${fault.field}: ${fault.message}`;
  return reject('FAULTY_REQUIREMENT', sentence, { field, value: fault.value, rule: 'docs/requirements.md' });
}

/** Where translations differ the authentic text counts, so there always is one, and it comes first. */
function faultOfLanguages({ eId, headings, text }: Provision, authentic: string, field: string): Rejection | undefined {
  const strange = [headings[0], text[0]].find((first) => first !== undefined && first.language !== authentic);
  if (!strange) return undefined;
  const sentence = `The first text of ${eId} is in ${strange.language}; the authentic text, which comes first, is in ${authentic}`;
  return reject('AUTHENTIC_TEXT_MISSING', sentence, { field, value: strange.language });
}

/** Why provisions cannot be part of a norm; undefined when they can. */
export function faultOfProvisions(text: Text, authentic: string, field: string): Rejection | undefined {
  for (const provision of text) {
    const fault = faultOfLanguages(provision, authentic, field) ?? faultyRequirement(provision, field);
    if (fault) return fault;
  }
  return undefined;
}

/** Why provisions are no whole text. */
export const faultOfWholeText = (text: Text, authentic: string): Rejection | undefined =>
  faultOfText(text) ?? faultOfProvisions(text, authentic, 'provisions');

const badOperation = (sentence: string, operation: string): Rejection =>
  reject('BAD_OPERATION', sentence, { field: 'operations', value: operation });

/** What each operation may state; what stands there besides would be lost, and is refused. */
const STATED: Readonly<Record<AmendingOperation['operation'], readonly (keyof AmendingOperationInput)[]>> = {
  INSERT: ['provisions', 'provision', 'after'],
  SUBSTITUTE: ['eId', 'provisions', 'provision', 'keepsParts'],
  REPEAL: ['eId', 'wholeNorm'],
  RENUMBER: ['eId', 'number'],
};

function faultOfOperation(input: AmendingOperationInput): Rejection | undefined {
  const { operation, provision, provisions, eId, wholeNorm } = input;
  const besides = (Object.keys(input) as (keyof AmendingOperationInput)[]).find(
    (field) => input[field] != null && field !== 'operation' && !STATED[operation].includes(field),
  );
  if (besides) return badOperation(`${operation} has no ${besides}`, operation);
  if (provision && provisions) return badOperation(`${operation} brings either \`provision\` or \`provisions\``, operation);
  const brought = (provisions?.[0] ?? provision)?.eId;
  if (operation === 'SUBSTITUTE' && eId != null && brought !== undefined && eId !== brought) {
    return badOperation(`SUBSTITUTE names ${eId} and brings ${brought}; what comes in has the eId of what goes`, operation);
  }
  if (operation === 'RENUMBER' && eId == null) return badOperation('RENUMBER names the provision by its eId', operation);
  if (operation === 'REPEAL' && (eId == null) !== (wholeNorm === true)) {
    return badOperation('REPEAL names the provision by its eId, or says `wholeNorm: true`', operation);
  }
  return undefined;
}

/** An amending operation as the log keeps it. */
function operationOf(input: AmendingOperationInput, authentic: string): AmendingOperation | Rejection {
  const { operation, eId, after, number, keepsParts, provision } = input;
  const fault = faultOfOperation(input);
  if (fault) return fault;
  if (operation === 'REPEAL') return { operation, eId: eId ?? null };
  if (operation === 'RENUMBER') return { operation, eId: eId as string, number: number ?? null };
  const inputs = input.provisions ?? (provision ? [provision] : []);
  if (inputs.length === 0) return badOperation(`${operation} brings a provision`, operation);
  const provisions = textOf(inputs, authentic, true);
  return operation === 'INSERT'
    ? { operation, provisions, after: after ?? null }
    : { operation, provisions, keepsParts: keepsParts ?? false };
}

/** Amending operations as the log keeps them, or what is wrong with the first faulty one. */
export function operationsOf(inputs: readonly AmendingOperationInput[], authentic: string): readonly AmendingOperation[] | Rejection {
  const operations: AmendingOperation[] = [];
  if (inputs.length > 1 && inputs.some(({ wholeNorm }) => wholeNorm === true)) {
    return badOperation('A norm that is repealed as a whole is not amended besides', 'REPEAL');
  }
  for (const input of inputs) {
    const operation = operationOf(input, authentic);
    if (isRejection(operation)) return operation;
    const fault = 'provisions' in operation ? faultOfProvisions(operation.provisions, authentic, 'operations') : undefined;
    if (fault) return fault;
    operations.push(operation);
  }
  return operations;
}

/** When something takes effect, as a command states it. */
export interface CommencementInput {
  readonly inForceFrom?: string | null;
  readonly inForceWith?: CommencementOfInput | null;
}

/**
 * A commencement as the log keeps it; undefined where the command states none.
 * @param today the earliest day on which something conditional takes effect
 */
export function commencementOf({ inForceFrom, inForceWith }: CommencementInput, today: CalendarDate): Commencement | Rejection | undefined {
  if (inForceFrom != null && inForceWith != null) {
    const sentence = 'Something takes effect on a day or with the commencement of another norm, not both';
    return reject('TWO_COMMENCEMENTS', sentence, { field: 'inForceWith', value: inForceWith.norm });
  }
  if (inForceFrom != null) return { on: inForceFrom as CalendarDate };
  if (inForceWith != null) return { with: inForceWith.norm, provision: inForceWith.provision ?? null, notBefore: today };
  return undefined;
}
