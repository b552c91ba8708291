import { type DocumentNode, type GraphQLSchema, getNullableType, isListType, Kind, type OperationDefinitionNode, visit } from 'graphql';
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

/** The arguments on whose variables a cost depends: the size of a page, and what is skipped or included. */
const TELLING = new Set(['first', 'if']);
const MAX_REMEMBERED = 100;

/** What is known of an operation that is asked again and again: measuring takes as long as answering a small query. */
interface Known {
  readonly query: DocumentNode;
  readonly tellingVariables: readonly string[];
  readonly costs: Map<string, number>;
}

const knownOperations = new WeakMap<OperationDefinitionNode, Known>();

function know(operation: OperationDefinitionNode, document: DocumentNode): Known {
  const known = knownOperations.get(operation);
  if (known) return known;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const query: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  const tellingVariables = new Set<string>();
  visit(query, {
    Argument: (argument) => {
      if (TELLING.has(argument.name.value)) visit(argument, { Variable: ({ name }) => void tellingVariables.add(name.value) });
    },
  });
  const fresh: Known = { query, tellingVariables: [...tellingVariables], costs: new Map() };
  knownOperations.set(operation, fresh);
  return fresh;
}

export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown> | null | undefined;
}

function costOf({ schema, document, operation, variables }: CostQuestion, maxPageSize: number): number {
  const { query, tellingVariables, costs } = know(operation, document);
  const key = JSON.stringify(tellingVariables.map((name) => variables?.[name]));
  const remembered = costs.get(key);
  if (remembered !== undefined) return remembered;
  const cost = getComplexity({
    schema,
    query,
    variables: variables ?? {},
    estimators: [introspection, pages(maxPageSize), fieldExtensionsEstimator(), lists, simpleEstimator({ defaultComplexity: 1 })],
    maxQueryNodes: 10 * MAX_FIELDS,
  });
  if (costs.size >= MAX_REMEMBERED) costs.clear();
  costs.set(key, cost);
  return cost;
}

/**
 * Refuses an operation that asks for too much. A field costs 1, a page `first` times what is asked of each row, another
 * list 10 times. Aliases and fragments count wherever they stand. A field can name its own cost with
 * `@Field({ complexity })`; a function there may look at `childComplexity` and `first`, at no other argument.
 * @throws ConcordError QUERY_TOO_COMPLEX or PAGE_TOO_LARGE
 * @throws GraphQLError when a variable has the wrong type
 */
export function checkCost(question: CostQuestion, { maxComplexity, maxPageSize }: Limits): void {
  const cost = costOf(question, maxPageSize);
  if (cost <= maxComplexity) return;
  const rule = `at most ${maxComplexity}`;
  const message = `The query costs ${cost}, counted as fields times the rows of their lists: ${rule} is answered`;
  throw new ConcordError('QUERY_TOO_COMPLEX', message, { value: cost, rule });
}
