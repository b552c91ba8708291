import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { Measurement } from '../harness/measurement.js';
import type { ListServers } from './list-servers.js';
import { NORMS, PAGE, type Question, questions } from './norms-in-force.js';

const CONNECTIONS = 20;
const REQUESTS = 2_000;
/** So many different lists are asked for in turns. */
const QUESTIONS = 400;

const OURS = `query NormsInForce($place: String!, $day: CalendarDate!) {
  norms(first: ${PAGE}, jurisdiction: $place, inForceOn: $day) {
    nodes {
      id
      titles { language text }
      versionOn(on: $day) {
        provisions {
          eId parent kind number headings { language text } text { language text }
          requirement { direction hsCodes appliesWhen mustHold onBreach }
        }
      }
    }
  }
}`;
/** What a norm is made of is one column there, and comes whole. */
const YARDSTICK = `query NormsInForce($place: String!, $day: Date!) {
  normsInForce: yardstickNormsInForceList(place: $place, day: $day, first: ${PAGE}) { id: rowId titles state }
}`;

const bodyOf = (query: string, { jurisdiction, day }: Question): string =>
  JSON.stringify({ query, variables: { place: jurisdiction, day } });

/** Requests in a second. @throws Error when an answer is missing or has errors */
async function answered(url: string, query: string, asked: readonly Question[]): Promise<number> {
  const asking = spawn(process.execPath, [join(import.meta.dirname, 'asking.mjs')], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const bodies = asked.map((question) => bodyOf(query, question));
  asking.stdin.end(JSON.stringify({ url, bodies, connections: CONNECTIONS, amount: REQUESTS }));
  const { seconds, failed } = JSON.parse(await text(asking.stdout)) as { readonly seconds: number; readonly failed: number };
  if (failed > 0) throw new Error(`${failed} of ${REQUESTS} answers of ${url} are wrong or missing`);
  return REQUESTS / seconds;
}

/** The same questions to a platform, beside nobody. */
export const listsPerSecond = (url: string, asked: readonly Question[]): Promise<number> => answered(url, OURS, asked);

async function ask<Data>(url: string, query: string, question: Question): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: bodyOf(query, question),
  });
  const { data, errors } = (await response.json()) as { readonly data: Data; readonly errors?: unknown };
  if (errors) throw new Error(`${url} answers with errors: ${JSON.stringify(errors)}`);
  return data;
}

interface Norm {
  readonly id: string;
  readonly titles: object;
}
interface Ours {
  readonly norms: { readonly nodes: readonly (Norm & { readonly versionOn: { readonly provisions: object } })[] };
}
interface Adopted {
  readonly requirement: { readonly parameters: unknown } | null;
}
/** A provision without what our question leaves out. */
function asAsked({ requirement, ...provision }: Adopted): object {
  if (requirement === null) return { ...provision, requirement };
  const { parameters: _, ...asked } = requirement;
  return { ...provision, requirement: asked };
}
interface Yardstick {
  readonly normsInForce: readonly (Norm & { readonly state: { readonly timeline: { readonly adopted: readonly Adopted[] } } })[];
}

/** Both sides answer with the same norms, titles and provisions. @throws Error when they do not, or a page is not full */
async function compare({ ours: oursUrl, yardstick: yardstickUrl }: ListServers['urls'], question: Question): Promise<void> {
  const ours = (await ask<Ours>(oursUrl, OURS, question)).norms.nodes.map(({ versionOn: { provisions }, ...norm }) => ({
    ...norm,
    provisions,
  }));
  const yardstick = (await ask<Yardstick>(yardstickUrl, YARDSTICK, question)).normsInForce.map(({ state, ...norm }) => ({
    ...norm,
    provisions: state.timeline.adopted.map(asAsked),
  }));
  if (ours.length !== PAGE || !isDeepStrictEqual(ours, yardstick)) {
    throw new Error(`The answers for ${question.jurisdiction} on ${question.day} differ, or are not ${PAGE} norms`);
  }
}

/** Norms of a jurisdiction in force on a day, a page of them with titles and provisions, beside PostGraphile on the same tables. */
export function queryList(servers: () => ListServers, seed: number): Measurement {
  const asked = questions(QUESTIONS, seed);
  return {
    name: 'query-list',
    goal: 2,
    unit: 'requests/s',
    better: 'higher',
    /** Every list that will be asked for is compared, once. */
    async prepare() {
      await servers().start(NORMS, seed);
      for (const question of asked) await compare(servers().urls, question);
    },
    ours: () => answered(servers().urls.ours, OURS, asked),
    yardstick: () => answered(servers().urls.yardstick, YARDSTICK, asked),
  };
}
