import { PROVISION_KINDS, type ProvisionKind } from '../provision.js';

/** Kinds that have no element of their own in the hierarchy: what they are is the name of an `<hcontainer>`. */
const NAMED_CONTAINERS = { ITEM: 'item', PREAMBLE: 'preamble', SCHEDULE: 'schedule', HCONTAINER: 'hcontainer' } as const;

const isNamed = (kind: ProvisionKind): kind is keyof typeof NAMED_CONTAINERS => kind in NAMED_CONTAINERS;

const HIERARCHY: ReadonlyMap<string, ProvisionKind> = new Map(
  (Object.keys(PROVISION_KINDS) as ProvisionKind[]).filter((kind) => !isNamed(kind)).map((kind) => [kind.toLowerCase(), kind]),
);
const CONTAINERS: ReadonlyMap<string, ProvisionKind> = new Map(
  (Object.keys(NAMED_CONTAINERS) as (keyof typeof NAMED_CONTAINERS)[]).map((kind) => [NAMED_CONTAINERS[kind], kind]),
);

/** The kind of provision that an element of the hierarchy is; undefined when it is none. */
export const kindOfElement = (name: string, containerName: string | undefined): ProvisionKind | undefined =>
  name === 'hcontainer' ? (CONTAINERS.get(containerName ?? '') ?? 'HCONTAINER') : HIERARCHY.get(name);

/** The element for a kind, and the `name` that a container has. */
export const elementOfKind = (kind: ProvisionKind): { readonly element: string; readonly name: string | null } =>
  isNamed(kind) ? { element: 'hcontainer', name: NAMED_CONTAINERS[kind] } : { element: kind.toLowerCase(), name: null };

/** The last part of the eId of words that follow the parts of a provision. */
export const WRAP_UP = 'wrapup';
export const CROSS_HEADING = 'crossheading';

const lastPartOf = (eId: string): string => eId.slice(eId.lastIndexOf('__') + 1).replace(/^_/, '');

/** Whether an eId says that its provision is of this sort: `sec_3__wrapup_2`. */
export const isNamedAfter = (eId: string, sort: string): boolean => new RegExp(`^${sort}(_|$)`, 'i').test(lastPartOf(eId));
