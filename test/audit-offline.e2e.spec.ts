import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTlogProof, inclusionProof } from '@concord/proof';
import { MemoryLog, MemoryTiles, testSigner, writeLogFolder } from '@concord/proof/testing';
import { ROOT } from './support/manual.js';

const folder = mkdtempSync(join(tmpdir(), 'concord-audit-cli-'));
const witness = testSigner('witness.example/w1');
const log = MemoryLog.of(600, 12, new MemoryLog(testSigner('concord/test'), [witness]));
const served = { ...log, checkpoint: log.checkpoint() };
const path = writeLogFolder(join(folder, 'log'), served);
const changed = writeLogFolder(join(folder, 'changed'), {
  ...served,
  entries: log.entries.with(300, Buffer.from(log.entries[300]!.toString().replace('what happened', 'what happenee'))),
});
const key = log.signer.vkey.text;
const at = (name: string): string => join(folder, name);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** In a folder without settings, so that nothing of the platform could be started. */
const audit = (...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(process.execPath, [join(ROOT, 'dist/bundle/cli.js'), 'audit', ...args], { cwd: folder }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
  });

describe('concord audit, without a platform', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const isPrivate = request.url?.includes('/entries/') === true;
      const file = join(path, (request.url ?? '').replace(/^\/log\//, ''));
      if (isPrivate && request.headers.authorization !== 'Bearer secret') response.writeHead(401).end();
      else if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('verifies a folder, keeps the checkpoint, and compares with it the next time', async () => {
    const first = await audit('verify', path, '--key', key, '--witness', witness.witness.text, '--keep', at('kept'));
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('Log concord/test: 600 events in 12 streams');
    expect(first.stdout).toContain(`cosigned by   ${witness.witness.text}`);
    expect(first.stdout).toContain('Everything is as it must be.');
    expect(readFileSync(at('kept'), 'utf8')).toBe(served.checkpoint);
    const second = await audit('verify', path, '--key', key, '--kept', at('kept'));
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('grown from    600 events') });
  });

  it('names what was changed, ends with 1, and keeps nothing', async () => {
    const { code, stdout } = await audit('verify', changed, '--key', key, '--keep', at('not-kept'));
    expect(code).toBe(1);
    const { id, position, stream, revision } = log.events[300]!;
    expect(stdout).toContain(
      `leaf, index 300, position ${position}, event ${id}, revision ${revision} of stream ${stream}: expected leaf hash `,
    );
    expect(stdout).toContain('2 things are not as they must be.');
    expect(existsSync(at('not-kept'))).toBe(false);
  });

  it('tells the same as JSON', async () => {
    const { code, stdout } = await audit('verify', changed, '--key', key, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ isRight: false, size: 600, findings: [{ check: 'leaf', index: 300 }, { check: 'root' }] });
  });

  it('mirrors a platform, exports the mirror, and verifies all three', async () => {
    expect(await audit('mirror', url, at('mirror'), '--token', 'secret')).toMatchObject({
      code: 0,
      stdout: `600 events in ${at('mirror')}, 7 files fetched. Nothing was checked yet.\n`,
    });
    expect(await audit('export', at('mirror'), at('log.jsonl.gz'))).toMatchObject({ code: 0, stderr: '' });
    for (const where of [at('mirror'), at('log.jsonl.gz')]) expect(await audit('verify', where, '--key', key)).toMatchObject({ code: 0 });
    expect(await audit('verify', url, '--key', key, '--token', 'secret')).toMatchObject({ code: 0, stderr: '' });
  });

  it('verifies a proof with the event alone', async () => {
    const hashes = await inclusionProof(new MemoryTiles(log.hashes), 300, 600);
    writeFileSync(at('event.tlog-proof'), formatTlogProof({ index: 300, hashes, checkpoint: served.checkpoint }));
    writeFileSync(at('event.json'), `${log.entries[300]!}\n`);
    writeFileSync(at('other.json'), log.entries[301]!);
    const prove = (entry: string, ...more: readonly string[]) => audit('prove', at('event.tlog-proof'), at(entry), '--key', key, ...more);
    expect(await prove('event.json', '--witness', witness.witness.text)).toMatchObject({
      code: 0,
      stdout: `${at('event.json')} is at index 300 of the log concord/test, whose first 600 events are signed.\n  cosigned by   witness.example/w1\n`,
    });
    expect(await prove('other.json')).toMatchObject({ code: 1, stdout: expect.stringContaining('Not proved. The root that follows') });
    expect(await prove('nowhere.json')).toMatchObject({ code: 2, stderr: `${at('nowhere.json')} cannot be read (ENOENT)\n` });
    expect(await audit('prove', at('event.json'), at('event.json'), '--key', key)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no proof'),
    });
  });

  it.each<[string, readonly string[], string]>([
    ['nothing is there', ['verify', at('nowhere'), '--key', key], 'cannot be read (ENOENT)'],
    ['no key is told', ['verify', path], "required option '--key <vkey>' not specified"],
    ['the key is none', ['verify', path, '--key', 'x'], 'The key is "x", and must be a name'],
    ['the quorum cannot be met', ['verify', path, '--key', key, '--quorum', '2'], '--quorum is 2, and only 0 witnesses are named'],
    ['the kept checkpoint is none', ['verify', path, '--key', key, '--kept', join(path, 'tile/0/000')], 'control character'],
    ['a mirror of a folder is asked for', ['mirror', path, at('x')], 'must be an address that begins with http'],
    ['an export has nowhere to go', ['export', path, at('nowhere/log.jsonl')], 'cannot be written (ENOENT)'],
  ])('ends with 2 when %s', async (_when, args, sentence) => {
    const { code, stdout, stderr } = await audit(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n +at /);
  });

  it('says what is needed where entries are not public', async () => {
    const { code, stderr } = await audit('verify', url, '--key', key);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('entries need a token with the right to read the whole log'),
    });
  });
});
