import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { reject } from '@concord/kernel';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import {
  Args,
  Context,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsArray, IsOptional, Matches, MaxLength, Min, ValidateNested } from 'class-validator';
import { Connection, ConnectionArgs, type Page, pageOf } from '../connection.js';
import type { RequestContext } from '../context.js';
import { encodeCursor } from '../cursor.js';
import { ConcordError, rejected } from '../errors.js';
import { ConcordGraphqlModule } from '../graphql.module.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { loaderOf } from '../loaders.js';
import type { GraphqlSettings } from '../mercurius-options.js';
import { Node, NodeRegistry } from '../node.js';
import { CalendarDateScalar, InstantScalar, JsonScalar, PositionScalar } from '../scalars.js';
import { live } from '../subscriptions.js';

/** What the toy's resolvers did, for tests to look at. */
export const seen = { counts: 0, batches: [] as (readonly string[])[], openSources: 0, contexts: [] as RequestContext[] };

@ObjectType({ implements: () => [Node] })
export class Ship implements Node {
  id!: string;
  nodeId!: string;

  @Field(() => String)
  name!: string;
}

@ObjectType()
export class Port {
  @Field(() => ID)
  id!: string;
}

export const PortConnection = Connection(Port);

@InputType()
class LineInput {
  @Field(() => String)
  @Matches(/^\d{6}$/, { message: 'must be six digits' })
  hsCode!: string;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(1)
  quantity?: number;
}

@InputType()
class CargoInput {
  @Field(() => String)
  @MaxLength(300)
  title!: string;

  @Field(() => [LineInput])
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => LineInput)
  lines!: LineInput[];
}

@InputType()
class ScalarsInput {
  @Field(() => PositionScalar, { nullable: true })
  @IsOptional()
  position?: string;
  @Field(() => InstantScalar, { nullable: true })
  @IsOptional()
  instant?: string;
  @Field(() => CalendarDateScalar, { nullable: true })
  @IsOptional()
  date?: string;
  @Field(() => JsonScalar, { nullable: true })
  @IsOptional()
  json?: object;
}

class ForeignError extends Error {}

@Resolver(() => Ship)
export class ShipResolver {
  constructor(nodes: NodeRegistry) {
    nodes.register(Ship, async (id) => (id === '404' ? null : this.ship(id)));
  }

  @Query(() => Ship)
  ship(@Args('id', { type: () => ID }) id: string): Ship {
    return { id, name: `MS ${id}` } as Ship;
  }

  @Query(() => [Ship])
  fleet(@Args('size', { type: () => Int }) size: number): Ship[] {
    return Array.from({ length: size }, (_, index) => this.ship(String(index)));
  }

  @ResolveField(() => String)
  async flag(@Parent() { id }: Ship, @Context() context: RequestContext): Promise<string> {
    const flags = loaderOf(context, 'flags', async (ids: readonly string[]) => {
      seen.batches.push(ids);
      return ids.map((each) => `flag of ${each}`);
    });
    return flags.load(id);
  }

  @ResolveField(() => Ship)
  escort(@Parent() { id }: Ship): Ship {
    return this.ship(`${id}+`);
  }

  @ResolveField(() => PortConnection)
  ports(@Args() { first, after }: ConnectionArgs): Page<Port> {
    const all = Array.from({ length: 5 }, (_, index) => ({ id: String(index) }));
    const start = after ? all.findIndex(({ id }) => encodeCursor([id]) === after) + 1 : 0;
    return pageOf({
      edges: all.slice(start, start + first).map((node) => ({ node, cursor: encodeCursor([node.id]) })),
      hasNextPage: start + first < all.length,
      hasPreviousPage: start > 0,
      count: () => {
        seen.counts++;
        return all.length;
      },
    });
  }
}

@Resolver()
export class TroubleResolver {
  @Mutation(() => String)
  load(@Args('input') input: CargoInput): string {
    return `${input.constructor.name} ${input.lines.map((line) => line.constructor.name).join()}`;
  }

  @Query(() => JsonScalar)
  echo(@Args('input') input: ScalarsInput): object {
    return { ...input };
  }

  @Query(() => String)
  whoAmI(@Context() context: RequestContext): string {
    seen.contexts.push(context);
    return `${context.authorization ?? 'nobody'} ${context.idempotencyKey ?? 'no key'}`;
  }

  @Query(() => String, { nullable: true })
  trouble(@Args('kind') kind: string): string | null {
    if (kind === 'rejection') {
      throw rejected(reject('BALLOT_CLOSED', 'The ballot is closed', { field: 'ballot', value: 'b1', rule: 'ISO/IEC Directives, 2.7.3' }));
    }
    if (kind === 'stale') throw new ConcordError('STALE_REVISION', 'The norm is at revision 4, not at 3');
    if (kind === 'foreign') throw new ForeignError('driver text');
    throw new Error('secret of the database');
  }

  @Query(() => String)
  missing(): string {
    return null as unknown as string;
  }
}

async function* counter(from: number, to: number): AsyncGenerator<{ count: number }> {
  for (let count = from; count <= to; count++) {
    await sleep(1);
    yield { count };
  }
}

@Resolver()
export class CountResolver {
  @Subscription(() => Int)
  count(@Args('from', { type: () => Int }) from: number, @Args('to', { type: () => Int }) to: number): AsyncIterator<{ count: number }> {
    return counter(from, to);
  }

  @Subscription(() => Ship)
  async *sightings(): AsyncGenerator<{ sightings: Ship }> {
    for (const id of ['1', '1']) yield { sightings: { id, name: 'MS' } as Ship };
  }

  @Subscription(() => Int)
  async *breaking(@Args('kind') kind: string): AsyncGenerator<{ breaking: number }> {
    yield { breaking: 1 };
    if (kind === 'known') throw new ConcordError('EVENT_LOG_UNAVAILABLE', 'The event log does not answer');
    throw new Error('secret of the database');
  }

  @Subscription(() => Int)
  refused(): AsyncIterator<{ refused: number }> {
    throw new ConcordError('FORBIDDEN', 'Not for you');
  }

  @Subscription(() => Int)
  waiting(): AsyncIterator<{ waiting: number }> {
    return live(async function* (signal) {
      seen.openSources++;
      yield { waiting: 1 };
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      seen.openSources--;
    });
  }
}

export interface Toy {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** The lines of the log, as pino wrote them. */
  readonly log: string[];
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  readonly body: any;
}

/** A server with ships, ports and trouble, on a free port. */
export async function startToy(settings: Partial<GraphqlSettings> = {}): Promise<Toy> {
  const graphql = ConcordGraphqlModule.forRoot({
    limits: DEFAULT_LIMITS,
    introspection: true,
    graphiql: true,
    translate: (error) => (error instanceof ForeignError ? new ConcordError('READ_MODEL_BEHIND', 'Not there yet') : undefined),
    ...settings,
  });

  @Module({ imports: [CqrsModule.forRoot(), graphql], providers: [ShipResolver, TroubleResolver, CountResolver] })
  class ToyModule {}

  const log: string[] = [];
  const module = await Test.createTestingModule({ imports: [ToyModule] }).compile();
  const adapter = new FastifyAdapter({ logger: { level: 'info', stream: { write: (line: string) => void log.push(line) } } });
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { app, url, log, post };
}
