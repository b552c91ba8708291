import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Location,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { badInput, ConcordError, forbidden } from './errors.js';
import { type Limits, MAX_FIELDS } from './limits.js';

/** GraphiQL's own query is 15 deep; more recursion than that is refused by GraphQL's own rules. */
const INTROSPECTION_DEPTH = 20;

interface Shape {
  readonly depth: number;
  readonly fields: number;
}

export interface ShapeRules extends Pick<Limits, 'maxDepth'> {
  readonly introspection: boolean;
}

const tooDeep = (depth: number, limit: number): ConcordError => {
  const rule = `at most ${limit} levels`;
  return new ConcordError('QUERY_TOO_DEEP', `The query is nested ${depth} levels deep: ${rule} are answered`, { value: depth, rule });
};

/** Measures with fragments spread, each looked into once, so that fragments of fragments cost no time. */
class Measure {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<string, Shape>();

  constructor(
    { definitions }: DocumentNode,
    private readonly rules: ShapeRules,
  ) {
    for (const definition of definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  of(selectionSet: SelectionSetNode | undefined): Shape {
    let depth = 0;
    let fields = 0;
    for (const selection of selectionSet?.selections ?? []) {
      const part =
        selection.kind === Kind.FIELD
          ? this.#field(selection.name.value, selection.selectionSet)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? this.of(selection.selectionSet)
            : this.#fragment(selection.name.value);
      depth = Math.max(depth, part.depth);
      fields += part.fields;
    }
    return { depth, fields };
  }

  #field(name: string, selectionSet: SelectionSetNode | undefined): Shape {
    const inner = this.of(selectionSet);
    const fields = inner.fields + 1;
    if (name !== '__schema' && name !== '__type') return { depth: inner.depth + 1, fields };
    if (!this.rules.introspection) {
      throw forbidden(`Introspection (${name}) is switched off on this server; the schema is published as schema.graphql`, { field: name });
    }
    if (inner.depth >= INTROSPECTION_DEPTH) throw tooDeep(inner.depth + 1, INTROSPECTION_DEPTH);
    return { depth: 1, fields };
  }

  #fragment(name: string): Shape {
    const known = this.#known.get(name);
    if (known) return known;
    // A fragment inside itself counts nothing here; that it may not be there is for validation to say.
    this.#known.set(name, { depth: 0, fields: 0 });
    const shape = this.of(this.#fragments.get(name)?.selectionSet);
    this.#known.set(name, shape);
    return shape;
  }
}

/** A fragment on `__Type` and its like stands below `__schema`, whose depth has a limit of its own. */
const isAboutSchema = (definition: OperationDefinitionNode | FragmentDefinitionNode): boolean =>
  definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value.startsWith('__');

/**
 * Refuses a document that is too deep or too wide before anything else is done with it.
 * @param document as parsed by `parse`; Mercurius also takes the JSON of a tree for one, which is refused
 * @throws ConcordError QUERY_TOO_DEEP, QUERY_TOO_COMPLEX, or FORBIDDEN for introspection that is switched off
 * @throws GraphQLError for a text that is no document
 */
export function checkShape(document: DocumentNode, source: string, rules: ShapeRules): void {
  if (!(document?.loc instanceof Location)) {
    parse(source);
    throw badInput('query: must be the text of a GraphQL document', { field: 'query' });
  }
  const measure = new Measure(document, rules);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const { depth, fields } = measure.of(definition.selectionSet);
    const maxDepth = isAboutSchema(definition) ? INTROSPECTION_DEPTH : rules.maxDepth;
    if (depth > maxDepth) throw tooDeep(depth, maxDepth);
    if (fields > MAX_FIELDS) {
      const rule = `at most ${MAX_FIELDS} fields`;
      throw new ConcordError('QUERY_TOO_COMPLEX', `The query selects ${fields} fields: ${rule} are answered`, { value: fields, rule });
    }
  }
}
