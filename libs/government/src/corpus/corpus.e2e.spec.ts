import { ProjectionOperator } from '@concord/projections';
import { DataSource } from 'typeorm';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';
import { Corpus, TooManySnapshots } from './corpus.js';

const COPIES = 40;

describe('The whole corpus', () => {
  let running: RunningContext;
  let agency: Ask;
  let position: string;

  const done = async (ask: Ask, command: string, input: object): Promise<string> => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes, messages } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, {
      input,
    });
    expect([codes, messages]).toEqual([[], []]);
    return data[field].receipt.position;
  };
  const draft = (ask: Ask, normId: string, more: object = {}) =>
    done(ask, 'DraftNorm', {
      normId,
      jurisdiction: 'US',
      documentType: 'Proposed Rule',
      titles: [{ language: 'en', text: normId }],
      ...more,
    });
  const file = (documentId: string, more: object = {}) =>
    done(agency, 'FileDocument', {
      docketId: 'toys',
      jurisdiction: 'US',
      number: 'TOYS',
      documentId,
      documentType: 'Proposed Rule',
      title: 'Safety of Toys',
      postedAt: '2019-12-31T23:00:00-05:00',
      zone: 'America/New_York',
      ...more,
    });

  const get = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${running.url}/export/norms.jsonl${query}`, { headers: { 'accept-encoding': 'identity', ...headers } });
  // biome-ignore lint/suspicious/noExplicitAny: a line has the shape of its norm.
  const linesOf = (text: string): any[] => {
    expect(text.endsWith('\n') || text === '').toBe(true);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  const idsOf = async (query: string) => linesOf(await (await get(query)).text()).map(({ id }) => id as string);

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER'], 'US');
    const other = await running.party('cn-samr', 'AGENCY', ['OFFICER'], 'CN');
    await draft(agency, 'toys', {
      docket: 'TOYS',
      provisions: [{ eId: 'sec_1', text: [{ language: 'en', text: 'Small parts do not come off.' }] }],
    });
    await done(agency, 'PublishNorm', { normId: 'toys', publishedOn: '2020-01-01', inForceFrom: '2020-02-01', zone: 'America/New_York' });
    const change = {
      operation: 'SUBSTITUTE',
      eId: 'sec_1',
      provisions: [{ eId: 'sec_1', text: [{ language: 'en', text: 'No part comes off.' }] }],
    };
    await done(agency, 'AmendNorm', { normId: 'toys', inForceFrom: '2021-01-01', reason: 'Safer', operations: [change] });
    await draft(other, 'cn-toys', { jurisdiction: 'CN' });
    for (let copy = 0; copy < COPIES; copy++) await draft(agency, `draft-${copy}`, { documentType: 'Notice' });
    await file('TOYS-0001', { norm: 'toys', subtype: 'Notice of Proposed Rulemaking (NPRM)' });
    position = await file('TOYS-0002', { norm: 'draft-0', subtype: 'Correction', postedAt: '2020-05-01T00:00:00Z' });
  });
  afterAll(() => running?.stop());

  it('has a line for each norm, with its texts, acts, consultation and documents', async () => {
    const answer = await get(`?atLeast=${position}`);
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(Number(answer.headers.get('concord-position'))).toBeGreaterThanOrEqual(Number(position));
    const lines = linesOf(await answer.text());
    expect(lines).toHaveLength(COPIES + 2);
    const toys = lines.find(({ id }) => id === 'toys');
    expect(toys).toMatchObject({
      agency: 'us-cpsc',
      status: 'ADOPTED',
      publishedOn: '2020-01-01',
      inForceFrom: '2020-02-01',
      consultation: null,
      text: [{ eId: 'sec_1' }],
      documents: [{ documentId: 'TOYS-0001', docket: 'toys', postedAt: '2020-01-01T04:00:00.000Z', relation: null }],
      documentsAbout: [{ documentId: 'TOYS-0002', norm: 'draft-0', relation: { relation: 'CORRECTS', norm: 'toys', basis: 'DOCKET' } }],
    });
    expect(toys.acts.map(({ kind }: { kind: string }) => kind)).toEqual(['COMMENCEMENT', 'AMENDMENT']);
    expect(
      toys.versions.map((version: { inForceFrom: string; provisions: { text: { text: string }[] }[] }) => [
        version.inForceFrom,
        version.provisions.map(({ text }) => text[0]?.text),
      ]),
    ).toEqual([
      ['2020-02-01', ['Small parts do not come off.']],
      ['2021-01-01', ['No part comes off.']],
    ]);
    expect(lines.find(({ id }) => id === 'draft-1')).toMatchObject({ status: 'DRAFT', versions: [], documents: [], documentsAbout: [] });
  });

  it('is asked for by agency and place, and from where another one ended', async () => {
    const all = await idsOf('');
    expect(await idsOf('?jurisdiction=CN')).toEqual(['cn-toys']);
    expect(await idsOf('?agency=us-cpsc')).toEqual(all.filter((id) => id !== 'cn-toys'));
    expect(await idsOf(`?after=${all[20]}`)).toEqual(all.slice(21));
    expect(await idsOf('?after=zz')).toEqual([]);
  });

  it('is packed for whoever wants it packed', async () => {
    const plain = await (await get('')).text();
    const { rawPacked, encoding } = await get('', { 'accept-encoding': 'gzip' }).then(async (answer) => ({
      rawPacked: await answer.text(),
      encoding: answer.headers.get('content-encoding'),
    }));
    expect(encoding).toBe('gzip');
    // `fetch` has unpacked it.
    expect(rawPacked).toBe(plain);
  });

  it('tells what it would be to whoever asks for no more', async () => {
    for (let time = 0; time < 6; time++) {
      const answer = await fetch(`${running.url}/export/norms.jsonl`, { method: 'HEAD' });
      expect([answer.status, answer.headers.has('concord-position'), await answer.text()]).toEqual([200, true, '']);
    }
  });

  it.each([
    ['?agency=X!', 'agency: "X!" is refused: '],
    ['?jurisdiction=Mars', 'jurisdiction: "Mars" is refused: '],
    ['?after=a&after=b', 'after: ["a","b"] is refused: '],
    ['?atLeast=soon', 'atLeast: "soon" is refused: '],
    ['?limit=5', 'limit: there is no such parameter'],
  ])('refuses %s', async (query, sentence) => {
    const answer = await get(query);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toContain(sentence);
  });

  it('stays what it was at its first moment, whatever is recorded, and while the read model is built anew', async () => {
    const corpus = running.app.get(Corpus);
    const { lines } = await corpus.snapshot({});
    const first = (await lines.next()).value as string;
    await draft(agency, 'zz-later');
    const database = running.app.get(DataSource);
    const table = async () => JSON.stringify(await database.query(`SELECT to_regclass('government_norms.norm')::oid`));
    const before = await table();
    await running.app.get(ProjectionOperator).rebuild('government.norms');
    while ((await table()) === before) await new Promise((next) => setTimeout(next, 20));
    const rest: string[] = [];
    for await (const line of lines) rest.push(line);
    const ids = linesOf(first + rest.join('')).map(({ id }) => id);
    expect(ids).toHaveLength(COPIES + 2);
    expect(ids).not.toContain('zz-later');
    expect(await idsOf('')).toContain('zz-later');
  });

  it('keeps no connection of a reader who goes away, and takes a few readers at a time', async () => {
    const corpus = running.app.get(Corpus);
    const open = await Promise.all(Array.from({ length: 4 }, () => corpus.snapshot({})));
    await expect(corpus.snapshot({})).rejects.toBeInstanceOf(TooManySnapshots);
    expect((await get('')).status).toBe(503);
    // Two have read something, two have not.
    for (const { lines } of open.slice(2)) await lines.next();
    for (const { lines } of open) await lines.return();
    const left = new AbortController();
    const answer = await fetch(`${running.url}/export/norms.jsonl`, { signal: left.signal });
    expect(answer.status).toBe(200);
    left.abort();
    const database = running.app.get(DataSource);
    const inUse = async () =>
      (await database.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`))
        .length;
    while ((await inUse()) > 0) await new Promise((next) => setTimeout(next, 20));
    expect((await get('')).status).toBe(200);
  });

  it('is counted by what its norms are, and what their documents are', async () => {
    const counts = async (args: string) => {
      const { data, codes } = await running.anybody(`{ normCounts(atLeast: "${position}", ${args}) { keys count } }`);
      expect(codes).toEqual([]);
      return data.normCounts.map(({ keys, count }: { keys: unknown[]; count: number }) => [...keys, count]);
    };
    expect(await counts('by: [SUBTYPE, YEAR], agency: "us-cpsc"')).toEqual([
      ['Correction', '2020', 1],
      ['Notice of Proposed Rulemaking (NPRM)', '2019', 1],
      [null, null, COPIES],
    ]);
    expect(await counts('by: [JURISDICTION, STATUS, DOCUMENT_TYPE], jurisdiction: "CN"')).toEqual([['CN', 'DRAFT', 'Proposed Rule', 1]]);
    expect((await running.anybody('{ normCounts(by: []) { count } }')).codes).toEqual(['BAD_INPUT']);
    expect((await running.anybody('{ normCounts(by: [YEAR, YEAR]) { count } }')).codes).toEqual(['BAD_INPUT']);
  });
});
