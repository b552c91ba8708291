import type { IncomingMessage } from 'node:http';
import { correlationIdOf } from '@concord/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { Histogram, register } from 'prom-client';

const NAME = 'concord_http_request_duration_seconds';

const duration = (): Histogram =>
  (register.getSingleMetric(NAME) as Histogram | undefined) ??
  new Histogram({ name: NAME, help: 'Time from a request to its answer, by route and status.', labelNames: ['method', 'route', 'status'] });

/**
 * Fastify with structured logs: a line for each answer, under the correlation id of its request.
 * @param trustedProxies addresses and networks with commas between
 */
export function httpServer(logger: Logger, bodyLimit: number, trustedProxies?: string): FastifyAdapter {
  const adapter = new FastifyAdapter({
    loggerInstance: logger as never,
    genReqId: (request: IncomingMessage) => correlationIdOf(request),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    bodyLimit,
    ...(trustedProxies !== undefined && { trustProxy: trustedProxies.split(',').map((network) => network.trim()) }),
    forceCloseConnections: 'idle',
  });
  const histogram = duration();
  adapter.getInstance<FastifyInstance>().addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    histogram.observe({ method, route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    request.log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'answered');
  });
  return adapter;
}
