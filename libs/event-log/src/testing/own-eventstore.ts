import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../../../test/support/folders.js';

/** The shell command that starts an EventStoreDB without TLS on port `$PORT` over the folder `$DATA`, if this run is given one. */
export const EVENTSTORE_COMMAND: string | undefined = process.env.EVENTSTORE_COMMAND || undefined;

/** An EventStoreDB of the suite's own, which it may do anything to. */
export class OwnEventStore {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly command: string,
    private readonly data: string,
    private readonly port: number,
  ) {}

  static async start(command: string): Promise<OwnEventStore> {
    const store = new OwnEventStore(command, await temporaryFolder('concord-eventstore-'), await freePort());
    await store.startAgain();
    return store;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Starts it over the data that it has. Resolves when it answers. */
  async startAgain(): Promise<void> {
    // The server takes every variable EVENTSTORE_… for an option of its own, and refuses to start with one that it does not know.
    const { EVENTSTORE_URL, EVENTSTORE_COMMAND, ...others } = process.env;
    const env = { ...others, DATA: this.data, PORT: String(this.port) };
    // The shell gives way to the server, so that signals reach that.
    const child = spawn('sh', ['-c', `exec ${this.command}`], { env, stdio: 'ignore' });
    this.child = child;
    while (!(await this.isLive())) {
      if (child.exitCode !== null) throw new Error(`EVENTSTORE_COMMAND ended with ${child.exitCode}`);
      await sleep(100);
    }
  }

  /** SIGSTOP and SIGCONT. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  /** Ends it, and waits until it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Ends it, and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }

  private async isLive(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/health/live`)).ok;
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
