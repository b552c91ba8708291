import { setTimeout as pause } from 'node:timers/promises';
import { isRejection } from '@concord/kernel';
import { forceIn, readAkomaNtoso } from '@concord/legal-text';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const ZONE = 'America/New_York';
const WORK = '/eli/us/us-cpsc/final-rule/toys';
const en = (text: string) => ({ language: 'en', text });
const ar = (text: string) => ({ language: 'ar', text });

describe('The URIs of a norm', () => {
  let running: RunningContext;
  let agency: Ask;
  let position = '0';

  async function done(name: string, input: object): Promise<void> {
    const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { codes, data } = await agency(`mutation($input: ${name}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect({ name, codes }).toEqual({ name, codes: [] });
    position = data[field].receipt.position;
  }

  /** The norm, when the read model has seen the latest command. */
  async function asked(id: string, fields: string): Promise<Record<string, never>> {
    const query = `query($id: ID!, $atLeast: Position) { norm(id: $id, atLeast: $atLeast) { ${fields} } }`;
    const { data, codes } = await running.anybody(query, { id, atLeast: position });
    expect(codes).toEqual([]);
    return data.norm;
  }

  /** Fetches without following redirects. */
  async function got(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const response = await fetch(`${running.url}${path}`, { headers, method, redirect: 'manual' });
    const body = await response.text();
    const header = (name: string): string | null => response.headers.get(name);
    return { status: response.status, header, body };
  }
  const json = async (path: string) => JSON.parse((await got(path, { accept: 'application/json' })).body);
  const codeOf = async (path: string): Promise<[number, string]> => {
    const { status, body } = await got(path);
    return [status, JSON.parse(body).code];
  };
  const linked = (link: string | null, rel: string): string | undefined =>
    (link ?? '')
      .split(/,\s*(?=<)/)
      .find((item) => / rel="([^"]*)"/.exec(item)?.[1]?.split(' ').includes(rel))
      ?.replace(/^<([^>]*)>.*/, '$1');

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
    const provisions = [
      { eId: 'chp_1', number: 'Chapter 1', headings: [en('Toys & <games>'), ar('الألعاب')] },
      { eId: 'chp_1__sec_1', number: '§ 1', headings: [en('Scope')], text: [en('Toys are safe.'), ar('الألعاب آمنة.')] },
      { eId: 'chp_1__sec_2', number: '§ 2', text: [en('Red toys are <b>bright</b>.')] },
      { eId: 'chp_1__sec_3', number: '§ 3', text: [en('Kites are lihgt.')] },
    ];
    const titles = [en('Toy safety'), ar('سلامة الألعاب')];
    await done('DraftNorm', { normId: 'toys', jurisdiction: 'US', documentType: 'Final Rule', titles, provisions });
    await done('PublishNorm', { normId: 'toys', publishedOn: '2020-01-01', inForceFrom: '2020-02-01', zone: ZONE });
    await done('AmendNorm', {
      normId: 'toys',
      inForceFrom: '2021-01-01',
      reason: 'Colours do not matter',
      operations: [
        { operation: 'REPEAL', eId: 'chp_1__sec_2' },
        { operation: 'SUBSTITUTE', provision: { eId: 'chp_1__sec_1', number: '§ 1', text: [en('Toys are very safe.')] } },
        { operation: 'INSERT', after: 'chp_1__sec_1', provision: { eId: 'chp_1__sec_1a', number: '§ 1a', text: [en('So are games.')] } },
      ],
    });
    await done('CorrectText', {
      normId: 'toys',
      eId: 'chp_1__sec_3',
      correction: 'ERRATUM',
      text: [en('Kites are light.')],
      reason: 'A slip of the pen',
    });
    await done('SuspendProvisions', {
      normId: 'toys',
      provisions: ['chp_1__sec_3'],
      from: '2022-01-01',
      until: '2023-01-01',
      reason: 'No wind',
    });
    await asked('toys', 'id');
  });
  afterAll(() => running?.stop());

  it('lead from the norm to the version in force, and from there to the others', async () => {
    const { status, header } = await got(WORK);
    expect([status, header('vary')]).toEqual([302, 'accept-datetime']);
    const current = await got(header('location') as string);
    expect(current.status).toBe(200);
    expect(linked(current.header('link'), 'original')).toBe(WORK);
    const previous = linked(current.header('link'), 'predecessor-version') as string;
    expect(linked(current.header('link'), 'prev')).toBe(previous);
    const before = await got(previous);
    expect(linked(before.header('link'), 'successor-version')).toBe(header('location'));
    expect(linked(before.header('link'), 'latest-version')).toBe(header('location'));
    expect(linked(before.header('link'), 'prev')).toBeUndefined();
  });

  it('say for ever the same words in a version', async () => {
    expect((await json(`${WORK}/1/en`)).provisions.map(({ text }: { text: { text: string } }) => text?.text)).toEqual([
      undefined,
      'Toys are safe.',
      'Red toys are <b>bright</b>.',
      'Kites are lihgt.',
    ]);
    const first = await json(`${WORK}/1`);
    expect(first).toMatchObject({ version: 1, work: WORK, uri: `${WORK}/1/en`, language: 'en', languages: ['en', 'ar'] });
  });

  it('lead from a day to the version that holds on it, as it is known now or was known at an instant', async () => {
    const to = async (path: string) => {
      const { status, header } = await got(path);
      return [status, header('location')];
    };
    const { versions, editions } = (await asked(
      'toys',
      'versions { version inForceFrom } editions { edition kind recordedAt }',
    )) as never as {
      versions: { version: number; inForceFrom: string }[];
      editions: { kind: string; recordedAt: string }[];
    };
    const [early, late] = versions.map(({ version }) => version);
    expect(await to(`${WORK}/2020-06-01`)).toEqual([302, `${WORK}/${early}?on=2020-06-01`]);
    expect(await to(`${WORK}/2021-06-01`)).toEqual([302, `${WORK}/${late}?on=2021-06-01`]);
    expect(await to(`${WORK}/2021-06-01/en/json`)).toEqual([302, `${WORK}/${late}/en/json?on=2021-06-01`]);
    const published = editions[0]?.recordedAt as string;
    const query = new URLSearchParams({ on: '2021-06-01', knownAt: published });
    expect(await to(`${WORK}/2021-06-01?knownAt=${published}`)).toEqual([302, `${WORK}/1?${query}`]);
    expect((await json(`${WORK}/1?${query}`)).knownAt).toBe(published);
    expect(await codeOf(`${WORK}/2020-01-31`)).toEqual([404, 'NOT_IN_FORCE']);
    expect(await codeOf(`${WORK}/2021-06-01?knownAt=2019-01-01T00:00:00Z`)).toEqual([404, 'NOT_KNOWN_THEN']);
  });

  it('show why a provision reads or stands as it does', async () => {
    const notes = async (query: string) => {
      const { location } = { location: (await got(`${WORK}/${query}`)).header('location') as string };
      const { provisions } = await json(location);
      return provisions.map(({ eId, standing, gone, notes: found }: Record<string, never>) => [
        eId,
        standing,
        gone,
        (found as never as { kind: string }[]).map(({ kind }) => kind),
      ]);
    };
    expect(await notes('2022-06-01')).toEqual([
      ['chp_1', 'IN_FORCE', false, []],
      ['chp_1__sec_1', 'IN_FORCE', false, ['SUBSTITUTED']],
      ['chp_1__sec_1a', 'IN_FORCE', false, ['INSERTED']],
      ['chp_1__sec_2', 'REPEALED', true, ['REPEALED']],
      ['chp_1__sec_3', 'SUSPENDED', false, ['CORRECTED', 'SUSPENDED']],
    ]);
    expect((await notes('2023-01-01')).at(-1)).toEqual(['chp_1__sec_3', 'IN_FORCE', false, ['CORRECTED']]);
  });

  it('give people a page, in their language where there is one, and without a script', async () => {
    const browser = {
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'accept-language': 'ar-EG,ar;q=0.9,en;q=0.5',
    };
    const { header, body } = await got(`${WORK}/2022-06-01`).then(({ header: to }) => got(to('location') as string, browser));
    expect([header('content-type'), header('content-language'), header('vary')]).toEqual([
      'text/html; charset=utf-8',
      'ar',
      'accept, accept-language',
    ]);
    expect(header('content-location')).toMatch(new RegExp(`^${WORK}/\\d+/ar/html\\?on=2022-06-01$`));
    expect(body).toContain('<html lang="ar" dir="rtl">');
    expect(body).toContain('<h1 lang="ar" dir="rtl">سلامة الألعاب</h1>');
    expect(body).toContain('Toys are very safe.');
    expect(body).toContain('Colours do not matter');
    expect(body).toContain('Editorial correction: A slip of the pen');
    expect(body).not.toMatch(/<script|<b>bright| on[a-z]+=/);
    expect((await got(`${WORK}/1/en/html`)).body).toContain('Toys &amp; &lt;games&gt;');
    expect(header('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
  });

  it('negotiate the form with its weights, and say what there is where nothing fits', async () => {
    const typeFor = async (accept: string) => (await got(`${WORK}/1`, { accept })).header('content-type');
    expect(await typeFor('application/json;q=0.5, text/html;q=0.4')).toBe('application/json; charset=utf-8');
    expect(await typeFor('application/json;q=0, */*')).toBe('text/html; charset=utf-8');
    expect(await typeFor('*/*')).toBe('text/html; charset=utf-8');
    const refused = await got(`${WORK}/1`, { accept: 'application/pdf' });
    expect(refused.status).toBe(406);
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'NOT_ACCEPTABLE',
      see: [`${WORK}/1/en/html`, `${WORK}/1/en/json`, `${WORK}/1/en/xml`],
    });
    expect((await got(`${WORK}/1/en/json`, { accept: 'text/html' })).header('content-type')).toBe('application/json; charset=utf-8');
    expect((await got(`${WORK}/1`, { 'accept-language': 'ja, ko' })).header('content-language')).toBe('en');
  });

  it('give software Akoma Ntoso that can be read again without loss', async () => {
    const { header, body } = await got(`${WORK}/2022-06-01/en/xml`).then(({ header: to }) => got(to('location') as string));
    expect(header('content-type')).toBe('application/akn+xml; charset=utf-8');
    const reading = readAkomaNtoso(body);
    if (isRejection(reading)) throw new Error(reading.message);
    expect(reading.unsupported).toEqual([]);
    const [document] = reading.documents;
    expect(document).toMatchObject({ type: 'act', language: 'en', title: 'Toy safety' });
    expect(document?.text.map(({ eId, text }) => [eId, text[0]?.text])).toEqual([
      ['chp_1', undefined],
      ['chp_1__sec_1', 'Toys are very safe.'],
      ['chp_1__sec_1a', 'So are games.'],
      ['chp_1__sec_3', 'Kites are light.'],
    ]);
    expect(document && forceIn(document).get('chp_1')?.[0]?.from).toBe('2020-02-01');
    expect((await got(`${WORK}/1`, { accept: 'application/akn+xml' })).header('content-type')).toBe('application/akn+xml; charset=utf-8');
    expect((await got(`${WORK}/1`, { accept: 'text/xml' })).header('content-type')).toBe('text/xml; charset=utf-8');
    expect((await got(`${WORK}/1/ar/xml`)).body).toContain('<chapter eId="chp_1" period="#tmpg_1">');
    expect((await got(`${WORK}/1/ar/xml`)).body).toContain('xml:lang="en"');
  });

  it('are asked again at no cost while nothing has changed', async () => {
    const first = await got(`${WORK}/1/en/json`);
    const etag = first.header('etag') as string;
    const again = await got(`${WORK}/1/en/json`, { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.body, again.header('etag')]).toEqual([304, '', etag]);
    expect((await got(`${WORK}/1/en/json`, { 'if-modified-since': first.header('last-modified') as string })).status).toBe(304);
    expect((await got(`${WORK}/1/en/json`, { 'if-none-match': '"other"' })).status).toBe(200);
    const head = await got(`${WORK}/1/en/json`, {}, 'HEAD');
    expect([head.status, head.body, head.header('etag'), Number(head.header('content-length'))]).toEqual([
      200,
      '',
      etag,
      Buffer.byteLength(first.body),
    ]);
  });

  it('go back in time as Memento has it', async () => {
    const first = await got(`${WORK}/1`);
    const shown = first.header('memento-datetime') as string;
    expect(new Date(shown).getTime()).not.toBeNaN();
    const at = (moment: string) => got(WORK, { 'accept-datetime': moment });
    expect((await at('Mon, 01 Jan 2001 00:00:00 GMT')).header('location')).toBe(`${WORK}/1`);
    expect((await at('Fri, 01 Jan 2100 00:00:00 GMT')).header('location')).toBe((await got(WORK)).header('location'));
    expect((await at('yesterday')).status).toBe(400);
    const current = (await got(WORK)).header('location') as string;
    const shownNow = (await got(current)).header('memento-datetime') as string;
    expect((await at(shownNow)).header('location')).toBe(current);
    const map = await got(`${WORK}/versions`, { accept: 'application/link-format' });
    expect(map.body).toContain(`<${WORK}/1>; rel="memento"; datetime="${shown}"`);
    expect(map.body).toMatch(new RegExp(`^<${WORK}>; rel="original timegate",`));
  });

  it('tell what changed from one version to another', async () => {
    const page = await got(`${WORK}/1..4/en`, { accept: 'text/html' });
    expect(page.body.replaceAll(/<span class="aloud"[^>]*>[^<]*<\/span>/g, '')).toContain('Toys are <ins>very </ins>safe.');
    const data = await json(`${WORK}/1..4/en`);
    expect(data.counts).toMatchObject({ ADDED: 1, REPEALED: 1, CHANGED: 2, UNCHANGED: 1 });
    expect(data).toMatchObject({ uri: `${WORK}/1..4/en`, from: `${WORK}/1/en`, to: `${WORK}/4/en` });
    expect((await json(`${WORK}/4..4`)).counts).toMatchObject({ CHANGED: 0, UNCHANGED: 4 });
    expect(await codeOf(`${WORK}/1..99`)).toEqual([404, 'NO_SUCH_VERSION']);
    expect(await codeOf(`${WORK}/1..2..3`)).toEqual([404, 'NO_SUCH_TEXT']);
    expect(await codeOf(`${WORK}/1..4/en/xml`)).toEqual([404, 'NO_SUCH_FORM']);
  });

  it('list every version, for people and as JSON', async () => {
    const { versions, editions } = await json(`${WORK}/versions`);
    expect(editions.map(({ kind }: { kind: string }) => kind)).toEqual([
      'ADOPTION',
      'COMMENCEMENT',
      'AMENDMENT',
      'CORRECTION',
      'SUSPENSION',
    ]);
    for (const { uri } of versions) expect((await got(uri)).status).toBe(200);
    const numbers = versions.map(({ version }: { version: number }) => version);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect((await got(`${WORK}/versions`, { accept: 'text/html' })).body).toContain(
      '<caption>Its texts, in the order of their days</caption>',
    );
  });

  it('are put right where only letters differ, and are none where they contradict themselves', async () => {
    const moved = await got('/eli/US/us-cpsc/Final-Rule/toys/1?on=2022-01-01');
    expect([moved.status, moved.header('location')]).toEqual([301, `${WORK}/1?on=2022-01-01`]);
    expect(await codeOf('/eli/cn/us-cpsc/final-rule/toys')).toEqual([404, 'NORM_NOT_FOUND']);
    expect(await codeOf('/eli/us/us-cpsc/final-rule/nothing')).toEqual([404, 'NORM_NOT_FOUND']);
    expect(await codeOf('/eli/us/us-cpsc/final-rule/%00')).toEqual([404, 'NORM_NOT_FOUND']);
    expect(await codeOf(`${WORK}/99`)).toEqual([404, 'NO_SUCH_VERSION']);
    expect(await codeOf(`${WORK}/2021-02-30`)).toEqual([404, 'NO_SUCH_TEXT']);
    expect(await codeOf(`${WORK}/1/fr`)).toEqual([404, 'NO_SUCH_LANGUAGE']);
    expect(await codeOf(`${WORK}/1/en/pdf`)).toEqual([404, 'NO_SUCH_FORM']);
    expect(await codeOf(`${WORK}/1?on=tomorrow`)).toEqual([400, 'BAD_INPUT']);
    expect(await codeOf(`${WORK}/1?knownAt=2999-01-01T00:00:00Z`)).toEqual([400, 'BAD_INPUT']);
    const page = await got(`${WORK}/99`, { accept: 'text/html' });
    expect(page.body).toContain(`<a href="${WORK}/versions">`);
  });

  it.each([
    ['?on=2020-06-01&on=2020-06-02', {}],
    ['?knownAt[]=x', {}],
    ['?on=%00', {}],
    ['', { accept: ';;,/,q=' }],
    ['', { accept: 'text/html;q=abc' }],
    ['', { 'accept-language': '*;q=zz, -, en--x' }],
    ['', { 'if-modified-since': 'never', 'if-none-match': '' }],
    ['', { 'accept-datetime': '' }],
    ['/%2e%2e%2fx', {}],
    ['/%E0%A4%A', {}],
    ['/en/html/more', {}],
  ])('answer what is no question without breaking: %s %j', async (more, headers) => {
    expect((await got(`${WORK}/1${more}`, headers)).status).toBeLessThan(500);
    expect((await got(`${WORK}${more}`, headers)).status).toBeLessThan(500);
  });

  it('hold the longest kind of document', async () => {
    const draft = { normId: 'long', jurisdiction: 'US', documentType: '通'.repeat(100), titles: [en('Long')] };
    await done('DraftNorm', draft);
    await asked('long', 'id');
    expect((await got(`/eli/us/us-cpsc/${encodeURIComponent('通'.repeat(60))}/long`)).status).toBe(303);
  });

  it('show a draft as a draft, and say of a withdrawn one that it is gone', async () => {
    const draft = {
      jurisdiction: 'US',
      documentType: '通知 / notice',
      titles: [en('Kites')],
      provisions: [{ eId: 'sec_1', text: [en('Fly.')] }],
    };
    const kites = `/eli/us/us-cpsc/${encodeURIComponent('通知-notice')}/kites`;
    await done('DraftNorm', { normId: 'kites', ...draft });
    await asked('kites', 'id');
    const { status, header } = await got(kites);
    expect([status, header('location')]).toEqual([303, `${kites}/draft`]);
    expect(await json(`${kites}/draft`)).toMatchObject({ version: null, draft: 1, uri: `${kites}/draft/en` });
    expect((await got(`${kites}/draft`, { accept: 'text/html' })).body).toContain('it binds nobody');
    expect((await got(`${kites}/draft`, { accept: 'application/akn+xml' })).body).toContain('<bill name="通知-notice"');
    expect(await codeOf(`${kites}/1`)).toEqual([404, 'NOT_ADOPTED']);
    await done('WithdrawNorm', { normId: 'kites', reason: 'No wind' });
    await asked('kites', 'id');
    expect(await codeOf(`${kites}/draft`)).toEqual([410, 'WITHDRAWN']);
    expect(await codeOf(kites)).toEqual([410, 'WITHDRAWN']);
  });

  it('keep the words of a text that never came into force, because more came to be known', async () => {
    const section = (text: string) => ({ eId: 'sec_1', text: [en(text)] });
    const work = '/eli/us/us-cpsc/rule/balls';
    await done('DraftNorm', {
      normId: 'balls',
      jurisdiction: 'US',
      documentType: 'rule',
      titles: [en('Balls')],
      provisions: [section('Round.')],
    });
    await done('PublishNorm', { normId: 'balls', publishedOn: '2020-01-01', inForceFrom: '2020-02-01', zone: ZONE });
    const substitute = (text: string) => [{ operation: 'SUBSTITUTE', provision: section(text) }];
    await done('AmendNorm', { normId: 'balls', inForceFrom: '2999-01-01', operations: substitute('Rounder.'), reason: 'Later' });
    await done('AmendNorm', {
      normId: 'balls',
      inForceFrom: '2021-01-01',
      operations: [{ operation: 'INSERT', after: 'sec_1', provision: { eId: 'sec_2', text: [en('Red.')] } }],
      reason: 'Before',
    });
    await asked('balls', 'id');
    const words = async (path: string) => (await json(path)).provisions.map(({ text }: { text: { text: string } }) => text.text);
    expect(await words(`${work}/2`)).toEqual(['Rounder.']);
    expect((await json(`${work}/2`)).superseded).toBe(true);
    expect((await got(`${work}/2`)).header('memento-datetime')).toBeNull();
    expect(await words((await got(`${work}/2999-01-01`)).header('location') as string)).toEqual(['Rounder.', 'Red.']);
    expect((await got(work)).header('location')).toBe((await got(`${work}/2021-01-01`)).header('location')?.replace(/\?.*/, ''));
  });

  it('lead from an amended provision to the norm that amended it', async () => {
    const operations = [{ operation: 'RENUMBER', eId: 'chp_1__sec_3', number: '§ 2' }];
    const reform = { normId: 'reform', jurisdiction: 'US', documentType: 'act', titles: [en('Reform')] };
    await done('DraftNorm', { ...reform, amendments: [{ norm: 'toys', inForceFrom: '2024-01-01', operations }] });
    await done('PublishNorm', { normId: 'reform', publishedOn: '2023-12-01', inForceFrom: '2024-01-01', zone: ZONE });
    for (;;) {
      const { editions } = (await asked('toys', 'editions { norm }')) as never as { editions: { norm: string | null }[] };
      if (editions.some(({ norm }) => norm === 'reform')) break;
      await pause(20);
    }
    const { header } = await got(`${WORK}/2024-01-01`);
    const { body } = await got(header('location') as string, { accept: 'text/html' });
    expect(body).toContain('Renumbered by <a href="/eli/us/us-cpsc/act/reform">reform</a>, in force from <time datetime="2024-01-01">');
  });
});
