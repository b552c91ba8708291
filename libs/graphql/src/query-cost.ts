import { type DocumentNode, type GraphQLSchema, getNullableType, isListType, Kind, type OperationDefinitionNode } from 'graphql';
import { type ComplexityEstimator, fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { badInput, ConcordError } from './errors.js';
import { type Limits, MAX_FIELDS } from './limits.js';

const LIST_FACTOR = 10;
const INTROSPECTION_COST = 10;

const introspection: ComplexityEstimator = ({ type, field, childComplexity }) => {
  if (field.name === '__typename') return 0;
  return type.name.startsWith('__') || field.name.startsWith('__') ? INTROSPECTION_COST + childComplexity : undefined;
};

/** A page costs its size times what is asked of each row; its size is checked here, too. */
const pages =
  (maxPageSize: number): ComplexityEstimator =>
  ({ field, node, args, childComplexity }) => {
    if (!field.args.some(({ name }) => name === 'first')) return undefined;
    const first: unknown = args.first ?? maxPageSize;
    if (typeof first !== 'number') return undefined;
    const place = `${node.alias?.value ?? node.name.value}.first`;
    const rule = `must be 1 to ${maxPageSize}`;
    const detail = { field: place, value: first, rule };
    if (first < 1) throw badInput(`${place}: ${rule}, not ${first}`, detail);
    if (first > maxPageSize) throw new ConcordError('PAGE_TOO_LARGE', `${place}: ${rule}, not ${first}`, detail);
    return 1 + first * childComplexity;
  };

const lists: ComplexityEstimator = ({ field, childComplexity }) =>
  isListType(getNullableType(field.type)) ? 1 + LIST_FACTOR * childComplexity : undefined;

const costs = new WeakMap<OperationDefinitionNode, number>();

export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown> | null | undefined;
}

/**
 * Refuses an operation that asks for too much. A field costs 1, a page `first` times what is asked of each row, another
 * list 10 times; a field can name its own cost (`@Field({ complexity })`). Aliases and fragments count wherever they stand.
 * @throws ConcordError QUERY_TOO_COMPLEX or PAGE_TOO_LARGE
 * @throws GraphQLError when a variable has the wrong type
 */
export function checkCost({ schema, document, operation, variables }: CostQuestion, { maxComplexity, maxPageSize }: Limits): void {
  const cost = costs.get(operation) ?? measure();
  if (cost <= maxComplexity) return;
  const rule = `at most ${maxComplexity}`;
  throw new ConcordError(
    'QUERY_TOO_COMPLEX',
    `The query costs ${cost}, counted as fields times the rows of their lists: ${rule} is answered`,
    {
      value: cost,
      rule,
    },
  );

  function measure(): number {
    const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const measured = getComplexity({
      schema,
      query: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
      variables: variables ?? {},
      estimators: [introspection, pages(maxPageSize), fieldExtensionsEstimator(), lists, simpleEstimator({ defaultComplexity: 1 })],
      maxQueryNodes: 10 * MAX_FIELDS,
    });
    // Only what depends on no variable holds for the next request with this document.
    if (!operation.variableDefinitions?.length) costs.set(operation, measured);
    return measured;
  }
}
