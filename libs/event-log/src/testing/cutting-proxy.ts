import { type AddressInfo, connect, createServer, type Server } from 'node:net';

/** Stands between client and server, and cuts the connection just when the answer to a certain request comes back. */
export interface CuttingProxy {
  readonly url: string;
  /** How many answers have been cut off. */
  cuts(): number;
  close(): void;
}

/** @param cutAfter the text of the request whose next `times` answers get lost */
export async function cuttingProxy(url: string, cutAfter: string, times: number): Promise<CuttingProxy> {
  const target = new URL(url);
  let cuts = 0;
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let asked = false;
    client.on('data', (request: Buffer) => {
      asked ||= request.includes(cutAfter);
      upstream.write(request);
    });
    upstream.on('data', (answer: Buffer) => {
      if (!asked || cuts === times) return client.write(answer);
      cuts++;
      client.destroy();
      return upstream.end();
    });
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  return { url: proxied.href, cuts: () => cuts, close: () => server.close() };
}
