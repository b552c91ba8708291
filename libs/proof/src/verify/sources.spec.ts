import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatCheckpoint } from '../checkpoint.js';
import { EMPTY_ROOT } from '../merkle.js';
import { signNote } from '../note.js';
import { MemoryLog, testSigner, writeExport, writeLogFolder } from '../testing/index.js';
import { entriesPath } from '../tile-path.js';
import { DirectorySource } from './directory-source.js';
import { ExportSource } from './export-source.js';
import { HttpSource } from './http-source.js';
import { mirrorLog } from './mirror-log.js';
import { openSource } from './open-source.js';
import { verifyLog } from './verify-log.js';

const folder = mkdtempSync(join(tmpdir(), 'concord-proof-'));
const log = MemoryLog.of(700, 9);
const earlier = MemoryLog.of(300, 9, new MemoryLog(log.signer));
const key = log.signer.vkey;
const path = writeLogFolder(join(folder, 'log'), { ...log, checkpoint: log.checkpoint() });
const pathBefore = writeLogFolder(join(folder, 'log-before'), { ...earlier, checkpoint: earlier.checkpoint() });

/** Serves the files of a folder under /log; `answer` may give another status instead. */
interface Serving {
  readonly url: string;
  readonly asked: IncomingMessage[];
  serve(from: string): void;
  answer: (request: IncomingMessage, times: number) => number | undefined;
  readonly server: Server;
}

async function serving(): Promise<Serving> {
  const asked: IncomingMessage[] = [];
  const times = new Map<string, number>();
  let from = path;
  const server = createServer((request, response) => {
    asked.push(request);
    const name = request.url ?? '';
    times.set(name, (times.get(name) ?? 0) + 1);
    const status = held.answer(request, times.get(name) ?? 0);
    if (status !== undefined) return void response.writeHead(status, { 'retry-after': '0' }).end();
    try {
      response.end(readFileSync(join(from, name.replace(/^\/log\//, ''))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const held: Serving = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: () => undefined,
    serve: (other) => {
      from = other;
    },
    server,
  };
  return held;
}

let http: Serving;
beforeEach(async () => {
  http = await serving();
});
afterEach(() => http.server.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('over HTTP', () => {
  test('the log of a platform is under /log, and every answer is asked for once', async () => {
    const source = new HttpSource(http.url);
    expect(source.name).toBe(`${http.url}/log`);
    expect(new HttpSource('https://example.org/other/').name).toBe('https://example.org/other');
    expect(await verifyLog(source, { key })).toMatchObject({ isRight: true, size: 700, source: source.name });
    expect(new Set(http.asked.map(({ url }) => url)).size).toBe(http.asked.length);
  });

  test('a token is sent for entries, and for nothing else', async () => {
    await verifyLog(new HttpSource(http.url, { token: 'secret' }), { key });
    for (const { url, headers } of http.asked)
      expect([url, headers.authorization]).toEqual([url, url?.includes('entries') ? 'Bearer secret' : undefined]);
  });

  test('what failed is asked for again', async () => {
    http.answer = (_request, times) => [503, 429][times - 1];
    expect(await verifyLog(new HttpSource(http.url), { key })).toMatchObject({ isRight: true });
  });

  test('what goes on failing is told with the address and the reason', async () => {
    http.answer = ({ url }) => (url?.includes('tile') ? 503 : undefined);
    await expect(verifyLog(new HttpSource(http.url), { key })).rejects.toThrow(
      /\/log\/tile\/\S+ cannot be read after 6 attempts: status 503$/,
    );
  });

  test('without a token that is asked for, it is told what is needed', async () => {
    http.answer = ({ url }) => (url?.includes('entries') ? 401 : undefined);
    const sentence = 'answers with status 401: entries need a token with the right to read the whole log';
    await expect(verifyLog(new HttpSource(http.url), { key })).rejects.toThrow(sentence);
  });

  test('where nothing is, it is told', async () => {
    await expect(verifyLog(new HttpSource(`${http.url}/elsewhere`), { key })).rejects.toThrow('/elsewhere/checkpoint is not there (404)');
  });
});

describe('a mirror', () => {
  test('is right like what it was made from, and is not fetched twice', async () => {
    const target = join(folder, 'mirror');
    const first = await mirrorLog(new HttpSource(http.url), target);
    expect(first).toEqual({ size: 700, fetched: 7 });
    expect(await verifyLog(new DirectorySource(target), { key })).toMatchObject({ isRight: true, size: 700 });
    expect(await mirrorLog(new HttpSource(http.url), target)).toEqual({ size: 700, fetched: 0 });
  });

  test('grows with the log, and fetches only what is new', async () => {
    const target = join(folder, 'growing');
    http.serve(pathBefore);
    await mirrorLog(new HttpSource(http.url), target);
    http.serve(path);
    expect(await mirrorLog(new HttpSource(http.url), target)).toEqual({ size: 700, fetched: 5 });
    expect(await verifyLog(new DirectorySource(target), { key, kept: earlier.checkpoint() })).toMatchObject({ isRight: true, size: 700 });
  });

  test('that was stopped has no checkpoint, and goes on', async () => {
    const target = join(folder, 'stopped');
    http.answer = ({ url }) => (url?.includes('tile/1/') ? 404 : undefined);
    await expect(mirrorLog(new HttpSource(http.url), target)).rejects.toThrow('tile/1/000.p/2 is not there');
    await expect(verifyLog(new DirectorySource(target), { key })).rejects.toThrow('has no file checkpoint');
    http.answer = () => undefined;
    expect(await mirrorLog(new HttpSource(http.url), target)).toEqual({ size: 700, fetched: 1 });
  });

  test('is of one log alone', async () => {
    const target = join(folder, 'another');
    await mirrorLog(new HttpSource(http.url), target);
    const other = signNote(
      formatCheckpoint({ origin: 'another.example/log', size: 0, root: EMPTY_ROOT }),
      testSigner('another.example/log'),
    );
    writeFileSync(join(target, 'checkpoint'), other);
    await expect(mirrorLog(new HttpSource(http.url), target)).rejects.toThrow('has the log another.example/log, and this is');
  });

  test('keeps what it has when the log was rolled back', async () => {
    const target = join(folder, 'rolled-back');
    await mirrorLog(new HttpSource(http.url), target);
    http.serve(pathBefore);
    await expect(mirrorLog(new HttpSource(http.url), target)).rejects.toThrow(
      'has a checkpoint of 700 leaves, and there are only 300 now: the log was cut off or rolled back',
    );
    expect(readFileSync(join(target, 'checkpoint'), 'utf8')).toBe(readFileSync(join(path, 'checkpoint'), 'utf8'));
  });
});

describe('an export', () => {
  const served = { ...log, checkpoint: log.checkpoint() };
  const file = writeExport(join(folder, 'log.jsonl'), served);
  const text = readFileSync(file, 'utf8');
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const verifyFile = (name: string) => verifyLog(new ExportSource(name), { key });

  test('is JSON in each of its lines, and may be packed', async () => {
    for (const line of text.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    expect(await verifyFile(written('log.jsonl.gz', gzipSync(text)))).toMatchObject({ isRight: true, size: 700 });
  });

  test('with one byte of an entry changed names the event', async () => {
    const { findings } = await verifyFile(written('changed.jsonl', text.replace('what happened 500', 'what happened 501')));
    expect(findings).toMatchObject([{ check: 'leaf', index: 500, eventId: log.events[500]!.id }, { check: 'root' }]);
  });

  test('with a line taken out, with its hash, has too few and does not give the root', async () => {
    const lines = text.split('\n');
    const { findings } = await verifyFile(written('taken.jsonl', [...lines.slice(0, 400), ...lines.slice(401)].join('\n')));
    expect(findings.map(({ check }) => check)).toEqual(['entry', 'root', 'revision']);
  });

  test('that ends early is told', async () => {
    const { findings } = await verifyFile(written('early.jsonl', `${text.split('\n').slice(0, 301).join('\n')}\n`));
    expect(findings.slice(0, 2)).toMatchObject([
      { check: 'entry', index: 300, count: 212, found: 'nothing there' },
      { check: 'entry', index: 512, count: 188 },
    ]);
    expect(findings.map(({ check }) => check)).toContain('root');
  });

  test.each([
    ['cut off within a line', text.slice(0, -10), 'ends in the midst of a line: it is cut off'],
    ['without a first line', text.slice(text.indexOf('\n') + 1), 'is no export of a log: its first line is'],
    ['of nothing', '', 'is no export of a log'],
    ['with another line in between', text.replace('{"leaf":', '{"hash":'), 'Line 2 of'],
  ])('%s cannot be read', async (name, content, sentence) => {
    await expect(verifyFile(written(`${name}.jsonl`, content))).rejects.toThrow(sentence);
  });

  test('that is packed and broken cannot be read', async () => {
    await expect(verifyFile(written('broken.jsonl.gz', gzipSync(text).subarray(0, 900)))).rejects.toThrow('cannot be read');
  });
});

test('a source is what its name says', async () => {
  expect(await openSource('http://127.0.0.1:1/log')).toBeInstanceOf(HttpSource);
  expect(await openSource(path)).toBeInstanceOf(DirectorySource);
  expect(await openSource(join(path, entriesPath(0)))).toBeInstanceOf(ExportSource);
  await expect(openSource('http://')).rejects.toThrow('http:// is no address');
  await expect(openSource(join(folder, 'nowhere'))).rejects.toThrow('cannot be read (ENOENT)');
});
