import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const DRAFT = 'mutation($input: DraftNorm!) { draftNorm(input: $input) { norm { id } } }';
const PUBLISH = 'mutation($input: PublishNorm!) { publishNorm(input: $input) { norm { id } } }';
const AMEND = 'mutation($input: AmendNorm!) { amendNorm(input: $input) { norm { id } } }';
const said = (language: string, text: string) => [{ language, text }];

describe('The search for norms', () => {
  let running: RunningContext;
  let agency: Ask;

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
    const norms = [
      { normId: 'toys', hsCodes: ['9503'], titles: said('en', 'Safety of toys and magnets') },
      { normId: 'dolls', hsCodes: ['950300'], titles: said('en', 'Dolls') },
      { normId: 'shoes', hsCodes: ['64'], titles: said('en', 'Shoes, lead paint on') },
    ];
    for (const norm of norms) await draft(norm);
  });

  afterAll(() => running?.stop());

  async function draft(norm: object): Promise<void> {
    expect(await agency(DRAFT, { input: { jurisdiction: 'US', documentType: 'rule', ...norm } })).toMatchObject({ messages: [] });
  }
  const section = (language: string, text: string) => ({ provisions: [{ eId: 'sec_1', text: said(language, text) }] });

  const found = async (filter: string): Promise<string[]> => {
    const { data, messages } = await running.anybody(`{ norms(${filter}) { nodes { id } } }`);
    expect(messages).toEqual([]);
    return data.norms.nodes.map(({ id }: { readonly id: string }) => id);
  };

  interface Found {
    readonly norm: { readonly id: string };
    readonly highlights: readonly {
      readonly eId: string;
      readonly html: string;
      readonly pieces: readonly { text: string; found: boolean }[];
    }[];
  }
  const searched = async (filter: string): Promise<readonly Found[]> => {
    const { data, messages } = await running.anybody(
      `{ searchNorms(${filter}) { nodes { norm { id } highlights { eId html pieces { text found } } } } }`,
    );
    expect(messages).toEqual([]);
    return data.searchNorms.nodes;
  };
  const ids = (nodes: readonly Found[]) => nodes.map(({ norm }) => norm.id);

  it('by goods finds the norms of the code, of those above it and of those below it', async () => {
    expect(await found('hsCode: "950300"')).toEqual(['dolls', 'toys']);
    expect(await found('hsCode: "95"')).toEqual(['dolls', 'toys']);
    expect(await found('hsCode: "6403"')).toEqual(['shoes']);
    expect(await found('hsCode: "87"')).toEqual([]);
  });

  it('by words takes them as they are typed into a search box', async () => {
    expect(await found('text: "toys"')).toEqual(['toys']);
    expect(await found('text: "dolls or magnets"')).toEqual(['dolls', 'toys']);
    expect(await found('text: "\\"lead paint\\" -toys"')).toEqual(['shoes']);
  });

  it('knows the endings of each language, and separates words where a script does not', async () => {
    await draft({
      normId: 'jouets',
      titles: said('fr', 'Sécurité des jouets'),
      ...section('fr', 'Les importateurs conservent les rapports.'),
    });
    await draft({ normId: 'wanju', titles: said('zh-Hans', '玩具安全条例'), ...section('zh-Hans', '进口商应当保存检验报告。') });
    expect(await found('text: "importateur", language: "fr"')).toEqual(['jouets']);
    expect(await found('text: "importateur rapport"')).toEqual(['jouets']);
    expect(await found('text: "importateur", language: "en"')).toEqual([]);
    expect(await found('text: "magnet", language: "en-GB"')).toEqual(['toys']);
    expect(await found('text: "检验报告"')).toEqual(['wanju']);
    expect(await found('text: "玩具", language: "zh"')).toEqual(['wanju']);
  });

  it('puts the best fit first, and shows where the words stand, escaped', async () => {
    await draft({ normId: 'lamps', titles: said('en', 'Lanterns'), ...section('en', 'A <b>lantern</b> that hangs is no kite.') });
    await draft({ normId: 'ropes', titles: said('en', 'Ropes'), ...section('en', 'Whoever hangs a lantern on a rope checks it.') });
    const [first, second] = await searched('text: "lantern"');
    expect([first?.norm.id, second?.norm.id]).toEqual(['lamps', 'ropes']);
    expect(first?.highlights).toEqual([
      {
        eId: 'sec_1',
        html: 'A &lt;b&gt;<mark>lantern</mark>&lt;/b&gt; that hangs is no kite.',
        pieces: [
          { text: 'A <b>', found: false },
          { text: 'lantern', found: true },
          { text: '</b> that hangs is no kite.', found: false },
        ],
      },
    ]);
  });

  it('walks all pages of equally good norms without seeing one twice', async () => {
    const many = Array.from({ length: 23 }, (_, index) => `same-${String(index).padStart(2, '0')}`);
    for (const normId of many) await draft({ normId, titles: said('en', 'Umbrella') });
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const { data } = await running.anybody(
        `{ searchNorms(text: "umbrella", first: 5${after && `, after: "${after}"`}) { totalCount nodes { norm { id } } pageInfo { hasNextPage endCursor } } }`,
      );
      expect(data.searchNorms.totalCount).toBe(23);
      seen.push(...ids(data.searchNorms.nodes));
      if (!data.searchNorms.pageInfo.hasNextPage) break;
      after = data.searchNorms.pageInfo.endCursor;
    }
    expect(seen).toEqual(many);
  });

  it('on a day finds what the text says on that day', async () => {
    await draft({ normId: 'bells', titles: said('en', 'Bells'), ...section('en', 'A bell is made of brass.') });
    const dates = { normId: 'bells', publishedOn: '2026-01-01', inForceFrom: '2026-02-01', zone: 'UTC' };
    expect(await agency(PUBLISH, { input: dates })).toMatchObject({ messages: [] });
    const operations = [{ operation: 'SUBSTITUTE', provision: { eId: 'sec_1', text: said('en', 'A bell is made of silver.') } }];
    const amendment = { normId: 'bells', inForceFrom: '2026-03-01', operations, reason: 'Taste' };
    expect(await agency(AMEND, { input: amendment })).toMatchObject({ messages: [] });
    const on = async (day: string, words: string) => ids(await searched(`text: "${words}", inForceOn: "${day}"`));
    expect([await on('2026-02-15', 'brass'), await on('2026-02-15', 'silver')]).toEqual([['bells'], []]);
    expect([await on('2026-03-01', 'brass'), await on('2026-03-01', 'silver')]).toEqual([[], ['bells']]);
    expect([await on('2026-02-15', 'bell -silver'), await on('2026-02-15', 'bell -brass')]).toEqual([['bells'], []]);
    expect([await on('2026-03-01', 'bell -silver'), await on('2026-03-01', 'bell -brass')]).toEqual([[], ['bells']]);
    expect([await on('2026-02-15', '-silver'), await on('2026-02-15', '-brass')]).toEqual([['bells'], []]);
    expect(await on('2026-01-31', 'bell')).toEqual([]);
    expect(await found('text: "brass bell"')).toEqual(['bells']);
    const [old] = await searched('text: "brass", inForceOn: "2026-02-15"');
    expect(old?.highlights[0]?.html).toBe('A bell is made of <mark>brass</mark>.');
  });

  it('on a day puts first what fits best as it reads on that day', async () => {
    for (const [normId, text] of [
      ['percussion', 'A drum is a drum is a drum, and another drum.'],
      ['woodwinds', 'No drum drowns a flute, nor do two drums.'],
    ] as const) {
      await draft({ normId, titles: said('en', 'Music'), ...section('en', text) });
      const dates = { normId, publishedOn: '2026-01-01', inForceFrom: '2026-02-01', zone: 'UTC' };
      expect(await agency(PUBLISH, { input: dates })).toMatchObject({ messages: [] });
    }
    const operations = [{ operation: 'SUBSTITUTE', provision: { eId: 'sec_1', text: said('en', 'A drum is made of wood.') } }];
    const amendment = { normId: 'percussion', inForceFrom: '2026-03-01', operations, reason: 'Clarity' };
    expect(await agency(AMEND, { input: amendment })).toMatchObject({ messages: [] });
    const on = async (day: string) => ids(await searched(`text: "drum", inForceOn: "${day}"`));
    expect([await on('2026-02-15'), await on('2026-03-01')]).toEqual([
      ['percussion', 'woodwinds'],
      ['woodwinds', 'percussion'],
    ]);
    const { data } = await running.anybody(
      '{ searchNorms(text: "drum", inForceOn: "2026-03-01", first: 1) { nodes { norm { id } } pageInfo { endCursor } } }',
    );
    const { endCursor } = data.searchNorms.pageInfo;
    expect(ids(await searched(`text: "drum", inForceOn: "2026-03-01", after: "${endCursor}"`))).toEqual(['percussion']);
  });

  it('finds a norm with more text than an index can hold by each of its words', async () => {
    const words = (from: number) => Array.from({ length: 9_000 }, (_, i) => `word${from + i}`).join(' ');
    const provisions = Array.from({ length: 9 }, (_, i) => ({ eId: `sec_${i}`, text: [{ language: 'en', text: words(i * 1_000) }] }));
    await draft({ normId: 'long', titles: said('en', 'Long'), provisions });
    expect(await found('text: "word17"')).toEqual(['long']);
    expect(await found('text: "word16999"')).toEqual(['long']);
    expect(await found('text: "\\"word17 word18\\""')).toEqual(['long']);
  });
});
