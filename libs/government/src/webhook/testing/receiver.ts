import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent, in one attempt. */
export interface Received {
  readonly at: Date;
  readonly id: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a message has the shape of its type.
  readonly body: any;
}

/** How a receiver answers; by itself with 204. */
export type Answering = (received: Received, response: ServerResponse) => void;

/** A receiver of webhooks on the loopback, which remembers what it was sent. */
export class Receiver {
  readonly received: Received[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(answer: Answering = (_, response) => void response.writeHead(204).end()): Promise<Receiver> {
    const server = createServer((request, response) => {
      void read(request).then((one) => {
        receiver.received.push(one);
        answer(one, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return receiver;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return {
    at: new Date(),
    id: String(request.headers['webhook-id']),
    path: request.url ?? '',
    headers: request.headers,
    text,
    body: JSON.parse(text),
  };
}
