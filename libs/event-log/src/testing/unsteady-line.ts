import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line between clients and a server on this machine that can be cut, closed, silenced, or cut in the middle of an answer. */
export interface UnsteadyLine {
  readonly port: number;
  /** How many connections there are. */
  readonly connections: number;
  /** Cuts every connection there is; new ones are taken. */
  cut(): void;
  /** Cuts every connection and takes no new one, as if the server were gone. */
  close(): Promise<void>;
  /** Takes connections again, at the same port. */
  reopen(): Promise<void>;
  /** Passes nothing on in either direction, and tells nobody, as a network that swallows packets. */
  silence(): void;
  /** Passes on again, what was held back first. */
  restore(): void;
  /** Cuts the connections instead of passing on the next answers that come after a request that holds the text. */
  loseAnswersTo(text: string, times: number): void;
  /** How many answers were lost so. */
  readonly lost: number;
  /** Bytes that came from the server and were passed on. */
  readonly answered: number;
  /** The connections that there are pass nothing on, for ever, and tell nobody; new ones do. */
  deafen(): void;
}

/** One connection of a client, and its continuation to the server. */
interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  asked: boolean;
  deaf: boolean;
}

class Line implements UnsteadyLine {
  lost = 0;
  answered = 0;
  private readonly pairs = new Set<Pair>();
  private readonly server: Server = createServer((client) => this.take(client));
  private watched: { readonly text: string; times: number } | undefined;
  private silent = false;

  constructor(
    private readonly host: string,
    private readonly target: number,
  ) {}

  get port(): number {
    return this.at;
  }

  get connections(): number {
    return this.pairs.size;
  }

  private at = 0;

  cut(): void {
    for (const { client, upstream } of this.pairs) {
      client.destroy();
      upstream.destroy();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  async reopen(): Promise<void> {
    this.server.listen(this.at, '127.0.0.1');
    await once(this.server, 'listening');
    this.at = (this.server.address() as AddressInfo).port;
  }

  silence(): void {
    this.silent = true;
    for (const { client, upstream } of this.pairs) {
      client.pause();
      upstream.pause();
    }
  }

  restore(): void {
    this.silent = false;
    for (const pair of this.pairs) {
      if (pair.deaf) continue;
      pair.client.resume();
      pair.upstream.resume();
    }
  }

  deafen(): void {
    for (const pair of this.pairs) {
      pair.client.pause();
      pair.upstream.pause();
      pair.deaf = true;
    }
  }

  loseAnswersTo(text: string, times: number): void {
    this.watched = { text, times };
  }

  private take(client: Socket): void {
    const pair: Pair = { client, upstream: connect(this.target, this.host), asked: false, deaf: false };
    const { upstream } = pair;
    this.pairs.add(pair);
    client.on('data', (request: Buffer) => {
      if (this.watched && request.includes(this.watched.text)) pair.asked = true;
      this.passOn(pair, request, client, upstream);
    });
    upstream.on('data', (answer: Buffer) => {
      if (!pair.asked || !this.watched || this.watched.times === 0) {
        this.answered += answer.length;
        this.passOn(pair, answer, upstream, client);
        return;
      }
      this.watched.times--;
      this.lost++;
      client.destroy();
      upstream.end();
    });
    for (const [socket, other] of [[client, upstream] as const, [upstream, client] as const]) {
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        other.destroy();
        this.pairs.delete(pair);
      });
    }
    if (this.silent) this.silence();
  }

  /** What the one side does not take yet is not taken from the other: the line keeps nothing. */
  private passOn(pair: Pair, bytes: Buffer, from: Socket, to: Socket): void {
    if (to.write(bytes)) return;
    from.pause();
    to.once('drain', () => {
      if (!this.silent && !pair.deaf) from.resume();
    });
  }
}

export async function unsteadyLine(host: string, port: number): Promise<UnsteadyLine> {
  const line = new Line(host, port);
  await line.reopen();
  return line;
}
