import type { Provision, Text } from '@concord/legal-text';
import type { Parameter, Requirement } from '@concord/rules';
import type { DatedValueInput, ParameterInput, RequirementInput } from '../norm/requirement.input.js';
import type { ProvisionInput } from '../norm/text.input.js';

const unlessNull = <Key extends string, Value>(key: Key, value: Value | null): { readonly [name in Key]?: Value } =>
  (value === null ? {} : { [key]: value }) as { readonly [name in Key]?: Value };

function parameterInput({ name, unit, decimals, values }: Parameter): ParameterInput {
  const dated = values.map(({ from, value }): DatedValueInput => {
    if (value === null) return { from };
    return typeof value === 'string' ? { from, number: value } : { from, items: [...value] };
  });
  return { name, ...unlessNull('unit', unit), decimals, values: dated };
}

const requirementInput = ({ hsCodes, appliesWhen, parameters, ...requirement }: Requirement): RequirementInput => ({
  ...requirement,
  hsCodes: [...hsCodes],
  ...unlessNull('appliesWhen', appliesWhen),
  parameters: parameters.map(parameterInput),
});

const provisionInput = ({ eId, parent, kind, number, headings, text, requirement }: Provision): ProvisionInput => ({
  eId,
  parent,
  kind,
  ...unlessNull('number', number),
  headings: [...headings],
  text: [...text],
  ...unlessNull('requirement', requirement && requirementInput(requirement)),
});

/** A text as a command states it. */
export const provisionsOf = (text: Text): ProvisionInput[] => text.map(provisionInput);
