import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const DRAFT = 'mutation($input: DraftNorm!) { draftNorm(input: $input) { norm { id } } }';

describe('The search for norms', () => {
  let running: RunningContext;
  let agency: Ask;

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
    const norms = [
      { normId: 'toys', hsCodes: ['9503'], titles: [{ language: 'en', text: 'Safety of toys and magnets' }] },
      { normId: 'dolls', hsCodes: ['950300'], titles: [{ language: 'en', text: 'Dolls' }] },
      { normId: 'shoes', hsCodes: ['64'], titles: [{ language: 'en', text: 'Shoes, lead paint on' }] },
    ];
    for (const norm of norms)
      expect((await agency(DRAFT, { input: { jurisdiction: 'US', documentType: 'rule', ...norm } })).codes).toEqual([]);
  });

  afterAll(() => running?.stop());

  const found = async (filter: string): Promise<string[]> => {
    const { data, codes } = await running.anybody(`{ norms(${filter}) { nodes { id } } }`);
    expect(codes).toEqual([]);
    return data.norms.nodes.map(({ id }: { readonly id: string }) => id);
  };

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

  it('still works for a norm with more text than an index can hold, by its first words', async () => {
    const words = (from: number) => Array.from({ length: 9_000 }, (_, i) => `word${from + i}`).join(' ');
    const provisions = Array.from({ length: 9 }, (_, i) => ({ eId: `sec_${i}`, text: [{ language: 'en', text: words(i * 9_000) }] }));
    const input = { normId: 'long', jurisdiction: 'US', documentType: 'rule', titles: [{ language: 'en', text: 'Long' }], provisions };
    expect(await agency(DRAFT, { input })).toMatchObject({ codes: [], data: { draftNorm: { norm: { id: 'long' } } } });
    expect(await found('text: "word17"')).toEqual(['long']);
    expect(await found('text: "word80999"')).toEqual([]);
  });
});
