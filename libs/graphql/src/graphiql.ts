import type { FastifyInstance } from 'fastify';
import { ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';

export const GRAPHIQL_PATH = '/graphiql';
const STATIC_PATH = `${GRAPHIQL_PATH}/static/`;

/** A browser's WebSocket wants a whole address, which only the browser knows. */
const socketAddress = (path: string): string =>
  `<script>RURU_CONFIG.subscriptionEndpoint = location.origin.replace(/^http/, 'ws') + ${JSON.stringify(path)};</script>`;

/** GraphiQL, wholly from this server: it works where there is no internet. */
export function serveGraphiql(app: FastifyInstance, endpoint: string): void {
  const page = ruruHTML({
    endpoint,
    staticPath: STATIC_PATH,
    htmlParts: {
      titleTag: '<title>Concord: GraphiQL</title>',
      configScript: (original) => `${original}\n${socketAddress(endpoint)}`,
    },
  });
  app.get(GRAPHIQL_PATH, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));

  app.get(`${STATIC_PATH}*`, async (request, reply) => {
    const file = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: request.url,
      acceptEncoding: request.headers['accept-encoding'],
      disallowDevAssets: true,
    });
    if (!file) return reply.code(404).type('text/plain').send('There is no such file');
    const { 'content-length': _, ...headers } = file.headers;
    void reply.headers({ ...headers, 'cache-control': 'no-cache', vary: 'accept-encoding' });
    return request.headers['if-none-match'] === file.headers.etag ? reply.code(304).send() : reply.send(file.content);
  });
}

/** The front door: GraphiQL where it is on, otherwise a word on where to knock. */
export function serveLanding(app: FastifyInstance, endpoint: string, graphiql: boolean): void {
  app.get('/', (_request, reply) =>
    graphiql
      ? reply.redirect(GRAPHIQL_PATH)
      : reply
          .type('text/html; charset=utf-8')
          .send(`<!doctype html><title>Concord</title><h1>Concord</h1><p>The GraphQL API is at <code>POST ${endpoint}</code>.</p>`),
  );
}
