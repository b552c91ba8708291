import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { COSIGNATURE, cosign, parseCheckpoint, parseNote, parseVkey, verifyConsistency, verifyNote, vkeyOf } from '@concord/proof';
import type { Witness } from '../witness/witnesses.js';

interface Seen {
  readonly size: number;
  readonly root: Buffer;
}

interface Said {
  readonly status: number;
  readonly body: string;
}

const EMPTY: Seen = { size: 0, root: Buffer.alloc(0) };

/** A witness (C2SP tlog-witness) for one log: it signs what grows out of what it has seen, and nothing else. */
export class TestWitness {
  /** What it was asked, and what it said. */
  readonly statuses: number[] = [];
  /** Refuses everything while true, as one that is down behind its proxy. */
  isDown = false;
  seen = EMPTY;

  private constructor(
    private readonly server: Server,
    readonly witness: Witness,
    private readonly sign: (checkpoint: string) => string,
    private readonly trusted: () => string,
  ) {
    server.on('request', (request, response) => {
      void this.hear(request).then(({ status, body }) => {
        this.statuses.push(status);
        response.writeHead(status, { 'content-type': status === 409 ? 'text/x.tlog.size' : 'text/plain' }).end(body);
      });
    });
  }

  /** @param trusted the key of the log, asked for at each request */
  static async start(name: string, trusted: () => string): Promise<TestWitness> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const vkey = vkeyOf(name, createPublicKey(privateKey), COSIGNATURE);
    const sign = (checkpoint: string) => cosign(checkpoint, { name, privateKey }, Math.floor(Date.now() / 1_000));
    return new TestWitness(server, { vkey, url }, sign, trusted);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async hear(request: IncomingMessage): Promise<Said> {
    if (this.isDown) return { status: 503, body: 'down\n' };
    const body = await textOf(request);
    const gap = body.indexOf('\n\n');
    const [first = '', ...hashes] = body.slice(0, gap).split('\n');
    const note = body.slice(gap + 2);
    const old = Number(/^old (\d+)$/.exec(first)?.[1]);
    try {
      const { text } = verifyNote(parseNote(note), [parseVkey(this.trusted())]);
      const { size, root } = parseCheckpoint(text);
      if (old !== this.seen.size) return { status: 409, body: `${this.seen.size}\n` };
      const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
      if (old > 0) verifyConsistency({ size1: old, root1: this.seen.root, size2: size, root2: root, proof });
      this.seen = { size, root };
      return { status: 200, body: this.sign(text) };
    } catch (error) {
      return { status: 422, body: `${error instanceof Error ? error.message : String(error)}\n` };
    }
  }
}
