import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { Injectable, Module } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type RunningContext, runContexts } from '../../../test/support/running-context.js';
import { FileCarriers } from './carriers.js';
import { DEFAULT_FILE_LIMIT } from './http/uploads.js';

/** Carries the files that a test names: for everybody, or for one party. */
@Injectable()
class Shelf {
  static readonly carried = new Map<string, { readonly name: string; readonly party: string | null }>();
  static dataSource: DataSource;

  constructor(carriers: FileCarriers, @InjectDataSource() dataSource: DataSource) {
    Shelf.dataSource = dataSource;
    carriers.register(async (sha256, reader) => {
      const found = Shelf.carried.get(sha256);
      return found && (found.party === null || found.party === reader?.party) ? { name: found.name } : undefined;
    });
  }
}

@Module({ providers: [Shelf] })
class ShelfModule {}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('Files', () => {
  let running: RunningContext;
  let shop: string;

  beforeAll(async () => {
    running = await runContexts(ShelfModule);
    await running.party('shop', 'ENTERPRISE');
    shop = await running.authorization('shop', 'ENTERPRISE', ['OFFICER']);
  });
  afterAll(() => running?.stop());

  const handIn = (body: Buffer | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/files`, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
  const get = (sha256: string, headers: Record<string, string> = {}) => fetch(`${running.url}/files/${sha256}`, { headers });
  const codeOf = async (response: Response): Promise<string> =>
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
  const kept = async (): Promise<number> => {
    const [row] = await Shelf.dataSource.query('SELECT count(*) FROM concord_files.part');
    return Number(row.count);
  };

  it('are handed in by a party and given back as they were, as a download that no browser runs', async () => {
    const bytes = randomBytes(700_001);
    const sha256 = digestOf(bytes);
    const response = await handIn(bytes, { authorization: shop, 'content-type': 'Text/HTML; charset=utf-8' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ sha256, size: 700_001, mediaType: 'text/html' });

    Shelf.carried.set(sha256, { name: 'Prüfbericht "2".html', party: null });
    const given = await get(sha256);
    expect(given.status).toBe(200);
    expect(digestOf(Buffer.from(await given.arrayBuffer()))).toBe(sha256);
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-length': '700001',
      'content-disposition': `attachment; filename="Pr_fbericht _2_.html"; filename*=UTF-8''Pr%C3%BCfbericht%20%222%22.html`,
      'x-content-type-options': 'nosniff',
      etag: `"${sha256}"`,
    });
    const again = await get(sha256, { 'if-none-match': `"other", W/"${sha256}"` });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('with the same bytes are one file, whoever hands them in, and however many at once', async () => {
    const bytes = randomBytes(300_000);
    const before = await kept();
    const answers = await Promise.all([handIn(bytes), handIn(bytes, { authorization: shop }), handIn(bytes)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await kept()).toBe(before + 2);
  });

  it('are there for those who may see what carries them, and for nobody else', async () => {
    const bytes = Buffer.from('for the shop alone');
    const sha256 = digestOf(bytes);
    await handIn(bytes, { authorization: shop });
    expect((await get(sha256, { authorization: shop })).status).toBe(404);
    Shelf.carried.set(sha256, { name: 'secret', party: 'shop' });
    expect((await get(sha256, { authorization: shop })).status).toBe(200);
    const stranger = await get(sha256);
    expect([stranger.status, await codeOf(stranger)]).toEqual([404, 'NOT_FOUND']);
    expect((await get('no-digest')).status).toBe(404);
  });

  it('that are too large, empty, or called nothing that a file can be, are refused and leave nothing', async () => {
    const before = await kept();
    const large = Buffer.alloc(DEFAULT_FILE_LIMIT + 1);
    const announced = await handIn(large, { authorization: shop });
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'BODY_TOO_LARGE']);
    const unannounced = await handIn(Readable.toWeb(Readable.from([large.subarray(1), large])) as ReadableStream, { authorization: shop });
    expect([unannounced.status, await codeOf(unannounced)]).toEqual([413, 'BODY_TOO_LARGE']);
    const empty = await handIn(Buffer.alloc(0), { authorization: shop });
    expect([empty.status, await codeOf(empty)]).toEqual([400, 'BAD_INPUT']);
    const nameless = await handIn(Buffer.from('a'), { authorization: shop, 'content-type': 'pdf' });
    expect([nameless.status, await codeOf(nameless)]).toEqual([400, 'BAD_INPUT']);
    expect(await kept()).toBe(before);
  });

  it('of the largest size that there may be are taken, be it announced or not', async () => {
    const bytes = randomBytes(DEFAULT_FILE_LIMIT);
    const response = await handIn(Readable.toWeb(Readable.from([bytes])) as ReadableStream, { authorization: shop });
    expect(await response.json()).toMatchObject({ sha256: digestOf(bytes), size: DEFAULT_FILE_LIMIT });
  });

  it('of which half was sent leave nothing, and the next is taken', async () => {
    const before = await kept();
    await new Promise<void>((done) => {
      const half = request(`${running.url}/files`, { method: 'POST', headers: { authorization: shop, 'content-length': '600000' } });
      half.on('error', () => done());
      half.write(Buffer.alloc(300_000), () => half.destroy(new Error('cut')));
    });
    const bytes = randomBytes(10);
    expect((await handIn(bytes, { authorization: shop })).status).toBe(201);
    expect(await kept()).toBe(before + 1);
  });

  it('are not taken from a token that is bad, or a party that is not registered', async () => {
    const bad = await handIn(Buffer.from('a'), { authorization: 'Bearer of.bad.news' });
    expect([bad.status, await codeOf(bad)]).toEqual([401, 'UNAUTHENTICATED']);
    const authorization = await running.authorization('nobody-yet', 'CONSUMER');
    const unknown = await handIn(Buffer.from('a'), { authorization });
    expect([unknown.status, await codeOf(unknown)]).toEqual([403, 'PARTY_NOT_REGISTERED']);
  });
});
