import { canonicalJson, type Rejection, reject } from '@concord/kernel';
import { BREACHES, DIRECTIONS, type Requirement } from '@concord/rules';
import type { Text } from '../provision.js';
import type { Printable } from './print-xml.js';
import type { Losses } from './unsupported.js';
import type { XmlElement } from './xml.js';

/** The namespace of what Akoma Ntoso has no words for. */
export const CONCORD = 'urn:concord:akoma-ntoso:1';
const REQUIREMENT = `{${CONCORD}}requirement`;

/** The element that holds requirements, as JSON by the eId of their provision; none when there are none. */
export function printRequirements(text: Text): readonly Printable[] {
  const requirements = text.flatMap(({ eId, requirement }): Printable[] =>
    requirement ? [{ name: 'concord:requirement', attributes: [['provision', eId]], content: canonicalJson(requirement) }] : [],
  );
  if (requirements.length === 0) return [];
  return [
    {
      name: 'proprietary',
      attributes: [
        ['source', '#concord'],
        ['xmlns:concord', CONCORD],
      ],
      content: requirements,
    },
  ];
}

/** Whether a `<proprietary>` is the one that we write. */
export const holdsRequirements = ({ name, children }: XmlElement): boolean =>
  name === 'proprietary' && children.some((child) => typeof child !== 'string' && child.name === REQUIREMENT);

const isText = (value: unknown): value is string => typeof value === 'string';
const oneOf = (values: readonly string[]) => (value: unknown) => values.some((known) => known === value);

/** What JSON must say for a requirement to be one; its expressions are looked at when a norm is drafted. */
const MEMBERS: Readonly<Record<keyof Requirement, (value: unknown) => boolean>> = {
  direction: oneOf(DIRECTIONS),
  hsCodes: (value) => Array.isArray(value) && value.every(isText),
  appliesWhen: (value) => value === null || isText(value),
  mustHold: isText,
  onBreach: oneOf(BREACHES),
  parameters: (value) => Array.isArray(value) && value.every((parameter) => typeof parameter === 'object' && parameter !== null),
};

function requirementIn(json: string): Requirement | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return 'it is no JSON';
  }
  if (typeof value !== 'object' || value === null) return 'it is no object';
  const said = new Map(Object.entries(value));
  const wrong = Object.entries(MEMBERS).find(([member, holds]) => !holds(said.get(member)));
  return wrong ? `its ${wrong[0]} is ${JSON.stringify(said.get(wrong[0])) ?? 'missing'}` : (value as Requirement);
}

/** The text with the requirements that a `<proprietary>` of ours holds; or why one of them is none. */
export function readRequirements(text: Text, proprietary: XmlElement, losses: Losses): Text | Rejection {
  const places = new Set(text.map(({ eId }) => eId));
  const requirements = new Map<string, Requirement>();
  for (const element of proprietary.children) {
    if (typeof element === 'string') continue;
    const eId = element.attributes.get('provision') ?? '';
    const place = `meta/proprietary, line ${element.line}`;
    if (element.name !== REQUIREMENT || !places.has(eId)) {
      const why = element.name === REQUIREMENT ? `there is no provision ${eId}` : 'elements of other vocabularies have no place';
      losses.dropped(element, 'meta/proprietary', why);
      continue;
    }
    const words = element.children.filter((child) => typeof child === 'string').join('');
    const requirement = requirementIn(words);
    if (typeof requirement === 'string') {
      return reject('BAD_REQUIREMENT', `The requirement of ${eId} cannot be read: ${requirement} (line ${element.line})`, {
        field: place,
        value: words,
        rule: 'docs/requirements.md',
      });
    }
    requirements.set(eId, requirement);
  }
  return text.map((provision) => ({ ...provision, requirement: requirements.get(provision.eId) ?? null }));
}
