import type { Class } from '@concord/kernel';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { Awaited } from './property-readers.js';
import { ReadArgs } from './reads.js';

export const DEFAULT_PAGE_SIZE = 20;

@ArgsType()
export class ConnectionArgs extends ReadArgs {
  @Field(() => Int, { defaultValue: DEFAULT_PAGE_SIZE, description: 'How many to return: 1 up to the page limit of the server.' })
  @IsInt()
  @Min(1)
  first: number = DEFAULT_PAGE_SIZE;

  @Field(() => String, { nullable: true, description: 'Start after this cursor: the endCursor of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  after?: string | null;
}

@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follow.' })
  readonly hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether the page was asked for with after, so that others lie before it.' })
  readonly hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first edge; null on an empty page.' })
  readonly startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last edge: what the next page starts after.' })
  readonly endCursor!: string | null;
}

export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

/** A page of a list as GraphQL asks for it. */
export interface Page<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | Promise<number>;
}

interface PageParts<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Called only when the query asks for it, and once. */
  readonly count: () => number | Promise<number>;
}

/** A page of edges that the caller has in hand; lists in the database take `paginate`. */
export function pageOf<Node>({ edges, hasNextPage, hasPreviousPage, count }: PageParts<Node>): Page<Node> {
  let total: number | Promise<number> | undefined;
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    get pageInfo() {
      return { hasNextPage, hasPreviousPage, startCursor: edges.at(0)?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
    },
    get totalCount() {
      total ??= count();
      return total;
    },
  };
}

// The page's size is in the cost of the field that takes `first`; its lists do not count it again.
const free = ({ childComplexity }: { readonly childComplexity: number }): number => childComplexity;

const connections = new Map<Class, Class<Page<unknown>>>();

/**
 * The GraphQL types `<Name>Connection` and `<Name>Edge` of a list of these objects. Call it once beside the class, at
 * the top of a file: `export const NormConnection = Connection(Norm)`. Later calls give the same class.
 * @param name the name of the GraphQL type, where it is not that of the class
 */
export function Connection<Node extends object>(node: Class<Node>, name = node.name): Class<Page<Node>> {
  const known = connections.get(node);
  if (known) return known as Class<Page<Node>>;

  @ObjectType(`${name}Edge`, { description: `One ${name} and its place in the list.` })
  class EdgeType {
    @Field(() => node, { description: 'The object.' })
    readonly node!: Node;

    @Field(() => String, { description: 'The place in the list; opaque.' })
    readonly cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.` })
  class ConnectionType {
    @Field(() => [EdgeType], { complexity: free, description: 'The objects with their cursors.' })
    readonly edges!: readonly EdgeType[];

    @Field(() => [node], { complexity: free, description: 'The objects alone.' })
    readonly nodes!: readonly Node[];

    @Field(() => PageInfo, { description: 'Where the page lies in its list, and how to ask for the next.' })
    readonly pageInfo!: PageInfo;

    @Awaited()
    @Field(() => Int, { description: 'How many there are on all pages; counted only when asked for.' })
    readonly totalCount!: number;
  }

  connections.set(node, ConnectionType);
  return ConnectionType as Class<Page<Node>>;
}
