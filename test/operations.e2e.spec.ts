import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventLog } from '@concord/event-log';
import { type EventMetadata, type Instant, newId } from '@concord/kernel';
import { EmbeddedPostgres } from '@concord/platform';
import { headOf } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { RunningPlatform } from './support/running-platform.js';

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { position } } }';
/** Whether a process runs. One that has ended is listed until its parent takes note of it; Linux tells that in its state. */
async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(stat);
}

const ROOT = resolve(import.meta.dirname, '..');

describe('Operators', () => {
  let platform: RunningPlatform;
  let agency: Headers;

  const get = async (path: string) => {
    const response = await fetch(`${platform.url}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  const norm = { jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: 'Toys' }] };

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    agency = await (await People.of(platform)).join('us-cpsc', 'AGENCY');
  });
  afterAll(() => platform.remove());

  it('see that all is well', async () => {
    const { status, text } = await get('/health');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      status: 'ok',
      info: { 'event log': { status: 'up', head: await headOf(platform) }, database: { status: 'up' }, 'read models': { status: 'up' } },
    });
    expect((await get('/health/live')).status).toBe(200);
  });

  it('measure commands, requests, the log and every read model', async () => {
    await platform.ask(DRAFT, { input: norm }, agency);
    await platform.ask(DRAFT, { input: { ...norm, jurisdiction: 'XX' } }, agency);
    const { type, text } = await get('/metrics');
    expect(type).toContain('text/plain');
    for (const series of [
      new RegExp(`^concord_log_head_position ${await headOf(platform)}$`, 'm'),
      /^concord_log_append_duration_seconds_count\{outcome="appended"\} [1-9]/m,
      /^concord_log_subscription_drops_total 0$/m,
      /^concord_projection_lag_positions\{projection="government\.norms"\} \d+$/m,
      /^concord_projection_stopped\{projection="government\.norms"\} 0$/m,
      /^concord_command_duration_seconds_count\{command="DraftNorm",outcome="accepted"\} 1$/m,
      /^concord_http_request_duration_seconds_count\{method="POST",route="\/graphql",status="200"\} \d+$/m,
      /^process_cpu_user_seconds_total /m,
    ]) {
      expect(text).toMatch(series);
    }
  });

  it('find every line of a request under its correlation id, and no token in any', async () => {
    const correlationId = `trace-${newId()}`;
    const { headers } = await platform.ask('{ parties { totalCount } }', {}, { ...agency, 'x-correlation-id': correlationId });
    expect(headers.get('x-correlation-id')).toBe(correlationId);
    const made = (await platform.ask('{ parties { totalCount } }')).headers.get('x-correlation-id');
    const lineOf = async (id: string | null): Promise<unknown> => {
      for (;;) {
        const line = platform.output.split('\n').find((text) => text.startsWith('{') && text.includes(String(id)));
        if (line) return JSON.parse(line);
        await new Promise(setImmediate);
      }
    };
    for (const id of [correlationId, made]) {
      expect(await lineOf(id)).toMatchObject({ level: 'info', correlationId: id, method: 'POST', route: '/graphql', status: 200 });
    }
    expect(platform.output).not.toContain(agency.authorization!.slice('Bearer '.length));
  });

  it('keep the correlation id of a request in its events', async () => {
    const input = { ...norm, normId: 'traced' };
    await platform.ask(DRAFT, { input }, { ...agency, 'x-correlation-id': 'trace-me' });
    const { data } = await platform.ask('{ history(id: "traced") { nodes { correlationId causationId } } }');
    expect(data.history.nodes).toEqual([{ correlationId: 'trace-me', causationId: null }]);
  });

  describe('who start it wrongly', () => {
    /** Starts a second one and waits for its end. */
    async function start(env: NodeJS.ProcessEnv): Promise<{ code: number | null; stdout: string; stderr: string }> {
      const child = spawn(process.execPath, [join(ROOT, 'dist/bundle/api.js')], {
        cwd: ROOT,
        env: { ...platform.environment, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk) => {
        stdout += String(chunk);
      });
      child.stderr.on('data', (chunk) => {
        stderr += String(chunk);
      });
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, stdout, stderr };
    }

    it.each([
      ['an unknown variable', { CONCORD_DATBASE_URL: 'x' }, ['CONCORD_DATBASE_URL is no setting', 'CONCORD_DATABASE_URL']],
      ['a port that is none', { PORT: '99999' }, ['PORT is "99999"', '65535']],
      ['half an issuer', { CONCORD_ISSUER: 'https://issuer.example' }, ['CONCORD_ISSUER', 'CONCORD_JWKS_URL is not set']],
      [
        'another key of the secrets',
        { CONCORD_SECRETS_KEY: 'A'.repeat(43) },
        ['kept under another key than CONCORD_SECRETS_KEY', 'in use before'],
      ],
    ])('are told of %s', async (_, env, words) => {
      const { code, stderr } = await start(env);
      expect(code).toBe(1);
      for (const word of words) expect(stderr).toContain(word);
      expect(stderr).not.toMatch(/\n +at /);
    });

    it('are told that the port is taken', async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const { code, stderr } = await start({ PORT: String(port) });
      taken.close();
      expect(code).toBe(1);
      expect(stderr).toContain(`address already in use 127.0.0.1:${port}`);
      expect(stderr).toContain('choose another PORT');
      expect(stderr).not.toMatch(/\n +at /);
      expect((await get('/health')).status).toBe(200);
    });
  });

  it('learn from /health and /metrics which read model has stopped, and before which event', async () => {
    const server = await EmbeddedPostgres.open({ dataDir: platform.dataDir });
    const { log, close } = await openEventLog(platform.environment.CONCORD_EVENT_LOG ?? server.url);
    const metadata: EventMetadata = {
      party: 'us-cpsc',
      actor: 'anna',
      phase: 'BEFORE',
      correlationId: newId(),
      causationId: null,
      occurredAt: new Date().toISOString() as Instant,
      jurisdiction: 'US',
      commandId: newId(),
      commandDigest: 'none',
    };
    // As a later version of Concord would write it.
    const event = { id: newId(), type: 'government.norm.NormDrafted', schemaVersion: 99, data: {}, metadata };
    await log.append('government.norm/from-the-future', -1, [event]);
    await close();
    await server.close();

    type Stopped = readonly { readonly name: string; readonly eventId: string; readonly reason: string }[];
    const stopped = async (): Promise<Stopped> => {
      const { status, text } = await get('/health');
      const found = (JSON.parse(text).error['read models']?.stopped ?? []) as Stopped;
      expect(status).toBe(found.length === 0 ? 200 : 503);
      return found;
    };
    const norms = async (): Promise<Stopped[number] | undefined> => (await stopped()).find(({ name }) => name === 'government.norms');
    let told = await norms();
    while (!told) told = await norms();
    expect(told).toEqual({ name: 'government.norms', eventId: event.id, reason: expect.stringContaining('schema version 99') });
    expect((await get('/metrics')).text).toContain('concord_projection_stopped{projection="government.norms"} 1');
    expect((await get('/health/live')).status).toBe(200);

    const list = await platform.cli('projections', 'list');
    expect(list.stdout).toMatch(new RegExp(`^government\\.norms +stopped .*\\n +stands before ${event.id}`, 'm'));
    // Whatever else reads norms has stopped as well, or will in a moment.
    for (let all = await stopped(); all.length > 0; all = await stopped()) {
      for (const { name } of all) {
        const { code, stderr } = await platform.cli('projections', 'skip', name, '--event', event.id, '--reason', 'From the future');
        expect([code, stderr]).toEqual([0, '']);
      }
    }
    expect((await platform.ask('{ norm(id: "traced") { id } }')).data.norm.id).toBe('traced');
  });

  it('end it with SIGTERM in good order, its PostgreSQL included', async () => {
    const pidFile = join(platform.dataDir, 'postgres/postmaster.pid');
    const postmaster = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
    expect(await platform.end('SIGTERM')).toBe(0);
    while (await isRunning(postmaster)) await sleep(20);
    await expect(readFile(pidFile)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
