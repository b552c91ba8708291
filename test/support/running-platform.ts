import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { PartyKind, Role } from '@concord/kernel';
import { EVENTSTORE_URL, freshLogUrl } from './event-store.js';
import { temporaryFolder } from './folders.js';
import { copyPreparedCluster } from './prepared-cluster.js';

const ROOT = resolve(import.meta.dirname, '../..');
const program = (path: string): string => join(ROOT, 'dist/bundle', path);

/** What GraphQL answered over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query.
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly [key: string]: unknown } }[];
  readonly headers: Headers;
}

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The built platform as its users run it: a process of its own on a free port, over a folder of its own with the
 * embedded PostgreSQL; its log in the EventStoreDB of the run, where there is one. What it prints is kept in `output`.
 */
export class RunningPlatform {
  output = '';

  private constructor(
    readonly dataDir: string,
    private readonly env: NodeJS.ProcessEnv,
    private child: ChildProcess | undefined,
    public url: string,
  ) {}

  static async start(env: NodeJS.ProcessEnv = {}): Promise<RunningPlatform> {
    const dataDir = await temporaryFolder('concord-e2e-');
    if (!env.CONCORD_DATABASE_URL) await copyPreparedCluster(dataDir);
    const log = EVENTSTORE_URL && { CONCORD_EVENT_LOG: freshLogUrl(EVENTSTORE_URL) };
    const platform = new RunningPlatform(dataDir, { ...log, ...env }, undefined, '');
    await platform.startAgain();
    return platform;
  }

  get environment(): NodeJS.ProcessEnv {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    return { ...inherited, PORT: '0', CONCORD_DATA_DIR: this.dataDir, CONCORD_LOG_LEVEL: 'info', ...this.env };
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts the process over the same folder; resolves when it says that it is running. */
  async startAgain(): Promise<void> {
    const child = spawn(process.execPath, [program('api.js')], {
      cwd: ROOT,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const keep = (text: string): void => {
      this.output += `${text}\n`;
    };
    createInterface({ input: child.stderr as NonNullable<typeof child.stderr> }).on('line', keep);
    this.url = await new Promise<string>((done, fail) => {
      createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }).on('line', (line) => {
        keep(line);
        const found = /^ {2}GraphQL +(http:\/\/\S+)\/graphql$/.exec(line);
        if (found?.[1]) done(found[1]);
      });
      child.once('exit', (code) => fail(new Error(`The platform ended with ${code}:\n${this.output}`)));
    });
  }

  /** Ends the process as an operator would, or as a power cut would; resolves when it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
    child.kill(signal);
    return gone;
  }

  /** Ends everything and removes the folder. A PostgreSQL that a killed process left is stopped by starting once more. */
  async remove(wasKilled = false): Promise<void> {
    if (wasKilled) await this.startAgain();
    await this.end();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Runs `concord …` beside the platform. */
  cli(...args: readonly string[]): Promise<CliResult> {
    return new Promise((done) => {
      execFile(process.execPath, [program('cli.js'), ...args], { cwd: ROOT, env: this.environment }, (error, stdout, stderr) =>
        done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
      );
    });
  }

  /** The same for a command that goes on until it is stopped. */
  spawnCli(...args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [program('cli.js'), ...args], { cwd: ROOT, env: this.environment });
  }

  /** A demo token. */
  async token(party: string, kind: PartyKind, roles: readonly Role[] = ['ADMIN']): Promise<string> {
    const { stdout, stderr, code } = await this.cli('token', '--party', party, '--kind', kind, '--role', ...roles);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** Posts a document to /graphql. */
  async ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<HttpAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Partial<HttpAnswer>;
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [], headers: response.headers };
  }
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
