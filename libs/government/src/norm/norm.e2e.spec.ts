import { setTimeout as pause } from 'node:timers/promises';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const ZONE = 'America/New_York';
const en = (text: string) => [{ language: 'en', text }];

describe('A norm', () => {
  let running: RunningContext;
  let agency: Ask;

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER', 'ADMIN'], 'US');
  });
  afterAll(() => running?.stop());

  const issue = (name: string, input: object) =>
    agency(`mutation($input: ${name}!) { ${name.charAt(0).toLowerCase()}${name.slice(1)}(input: $input) { receipt { position } } }`, {
      input,
    });

  let position = '0';

  async function done(name: string, input: object): Promise<void> {
    const { codes, data } = await issue(name, input);
    expect({ name, codes }).toEqual({ name, codes: [] });
    position = data[`${name.charAt(0).toLowerCase()}${name.slice(1)}`].receipt.position;
  }

  /** The norm as the latest command left it, or later. */
  async function norm(id: string, fields: string): Promise<Record<string, never>> {
    const query = `query($id: ID!, $atLeast: Position) { norm(id: $id, atLeast: $atLeast) { ${fields} } }`;
    const { data, codes } = await running.anybody(query, { id, atLeast: position });
    expect(codes).toEqual([]);
    return data.norm;
  }

  /** Asks until the answer is there: the platform carries on by itself what a command has begun. */
  async function eventually<T>(ask: () => Promise<T>, isThere: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await ask();
      if (isThere(answer)) return answer;
      await pause(20);
    }
  }

  async function adopted(normId: string, provisions: object[], inForceFrom?: string): Promise<void> {
    await done('DraftNorm', { normId, jurisdiction: 'US', documentType: 'regulation', titles: en(normId), provisions });
    await done('PublishNorm', { normId, publishedOn: '2026-01-10', zone: ZONE, ...(inForceFrom && { inForceFrom }) });
  }
  const sections = (...eIds: string[]) => eIds.map((eId) => ({ eId, number: `§ ${eId.slice(4)}`, text: en(`Text of ${eId}`) }));
  const repealing = (norm: string, eId: string, more: object = {}) => ({ norm, operations: [{ operation: 'REPEAL', eId }], ...more });
  const draftAct = (normId: string, ...amendments: object[]) =>
    done('DraftNorm', {
      normId,
      jurisdiction: 'US',
      documentType: 'act',
      titles: en(`Act ${normId}`),
      provisions: sections('sec_1'),
      amendments,
    });
  const statusOf = async (normId: string): Promise<string> => (await norm(normId, 'status')).status as never as string;
  const settled = (normId: string) =>
    eventually(
      () => statusOf(normId),
      (status) => status !== 'ADOPTING',
    );

  it('is amended by others, on days of their own, and every text of every day is there at once', async () => {
    await adopted('toys', sections('sec_1', 'sec_2'), '2026-02-01');
    await adopted('kites', sections('sec_1', 'sec_2'), '2026-02-01');
    const substitute = {
      operation: 'SUBSTITUTE',
      provisions: [
        { eId: 'sec_1', text: en('New words') },
        { eId: 'sec_1__para_1', text: en('Part') },
      ],
    };
    await draftAct('reform', { norm: 'toys', operations: [substitute] }, repealing('kites', 'sec_2', { inForceFrom: '2026-05-01' }));
    await done('PublishNorm', { normId: 'reform', publishedOn: '2026-03-01', inForceFrom: '2026-04-01', zone: ZONE });
    expect(await settled('reform')).toBe('ADOPTED');
    const text = (on: string) => `text(inForceOn: "${on}") { version provisions { eId text { text } standing words } }`;
    const places = async (id: string, on: string) =>
      ((await norm(id, text(on))).text as never as { provisions: { eId: string }[] }).provisions.map(({ eId }) => eId);
    await eventually(
      () => places('toys', '2026-04-01'),
      ({ length }) => length === 3,
    );
    await eventually(
      () => places('kites', '2026-05-01'),
      ({ length }) => length === 1,
    );
    expect(await places('toys', '2026-03-31')).toEqual(['sec_1', 'sec_2']);
    expect(await places('toys', '2026-04-01')).toEqual(['sec_1', 'sec_1__para_1', 'sec_2']);
    expect(await places('kites', '2026-04-30')).toEqual(['sec_1', 'sec_2']);
    const { editions } = await norm('toys', 'editions { edition kind norm from provisions reason }');
    expect(editions).toEqual([
      { edition: 1, kind: 'ADOPTION', norm: null, from: '2026-01-10', provisions: null, reason: null },
      { edition: 2, kind: 'COMMENCEMENT', norm: null, from: '2026-02-01', provisions: null, reason: null },
      { edition: 3, kind: 'AMENDMENT', norm: 'reform', from: '2026-04-01', provisions: ['sec_1'], reason: 'Act reform' },
      { edition: 4, kind: 'CONDITION', norm: 'reform', from: '2026-04-01', provisions: null, reason: null },
    ]);
  });

  it('refuses at its adoption an amendment that does not fit, naming it', async () => {
    await adopted('boats', sections('sec_1'), '2026-02-01');
    await draftAct('misfit', repealing('boats', 'sec_7'));
    const { codes, messages } = await issue('PublishNorm', { normId: 'misfit', publishedOn: '2026-03-01', zone: ZONE });
    expect(codes).toEqual(['UNKNOWN_PROVISION']);
    expect(messages[0]).toMatch(/boats does not fit: There is no provision sec_7/);
    expect(await statusOf('misfit')).toBe('DRAFT');
  });

  it('can be amended by one only of those that want the same of it at the same moment', async () => {
    await adopted('balls', sections('sec_1', 'sec_2'), '2026-02-01');
    const rivals = ['rival-1', 'rival-2', 'rival-3', 'rival-4'];
    for (const rival of rivals) await draftAct(rival, repealing('balls', 'sec_1'));
    const answers = await Promise.all(
      rivals.map((normId) => issue('PublishNorm', { normId, publishedOn: '2026-03-01', inForceFrom: '2026-04-01', zone: ZONE })),
    );
    expect(answers.some(({ codes }) => codes.length === 0)).toBe(true);
    const statuses = await Promise.all(rivals.map(settled));
    expect(statuses.toSorted()).toEqual(['ADOPTED', 'DRAFT', 'DRAFT', 'DRAFT']);
    const winner = rivals[statuses.indexOf('ADOPTED')];
    const editions = await eventually(
      async () => (await norm('balls', 'editions { kind norm }')).editions as never as { kind: string; norm: string | null }[],
      (found) => found.some(({ kind }) => kind === 'AMENDMENT'),
    );
    expect(editions.filter(({ kind }) => kind === 'AMENDMENT')).toEqual([{ kind: 'AMENDMENT', norm: winner }]);
    const loser = rivals[statuses.indexOf('DRAFT')] as string;
    await done('ReviseDraft', { normId: loser, amendments: [repealing('balls', 'sec_2')], reason: 'The other was faster' });
    await done('PublishNorm', { normId: loser, publishedOn: '2026-03-02', inForceFrom: '2026-04-01', zone: ZONE });
    expect(await settled(loser)).toBe('ADOPTED');
  });

  it('may wait for the commencement of another, or of a provision of it', async () => {
    await adopted('skates', sections('sec_1', 'sec_2'), '2026-02-01');
    await adopted('helmets', sections('sec_1', 'sec_2'));
    const operations = [{ operation: 'REPEAL', eId: 'sec_1' }];
    await done('AmendNorm', {
      normId: 'skates',
      inForceWith: { norm: 'helmets', provision: 'sec_2' },
      operations,
      reason: 'Helmets instead',
    });
    const versions = async () => (await norm('skates', 'versions { inForceFrom }')).versions as never as { inForceFrom: string }[];
    expect(await versions()).toEqual([{ inForceFrom: '2026-02-01' }]);
    await done('CommenceNorm', { normId: 'helmets', provisions: ['sec_1'], inForceFrom: '2030-01-01' });
    await done('CommenceNorm', { normId: 'helmets', provisions: ['sec_2'], inForceFrom: '2030-06-01' });
    expect(await eventually(versions, ({ length }) => length === 2)).toEqual([
      { inForceFrom: '2026-02-01' },
      { inForceFrom: '2030-06-01' },
    ]);
  });

  it('tells what was in force on a day from what was known of it at an instant', async () => {
    await adopted('drums', sections('sec_1'), '2026-02-01');
    await pause(5);
    const before = new Date().toISOString();
    await pause(5);
    const operations = [{ operation: 'SUBSTITUTE', provision: { eId: 'sec_1', text: en('Looks back') } }];
    await done('AmendNorm', { normId: 'drums', inForceFrom: '2026-02-15', operations, reason: 'It was meant so' });
    const words = async (known: string) => {
      const { text } = await norm('drums', `text(inForceOn: "2026-02-20"${known}) { version edition provisions { text { text } } }`);
      const { version, edition, provisions } = text as never as {
        version: number;
        edition: number;
        provisions: { text: { text: string }[] }[];
      };
      return [version, edition, provisions[0]?.text[0]?.text];
    };
    expect(await words('')).toEqual([2, 3, 'Looks back']);
    expect(await words(`, knownAt: "${before}"`)).toEqual([1, 2, 'Text of sec_1']);
    const { text } = await norm('drums', 'text(inForceOn: "2026-02-20", knownAt: "2020-01-01T00:00:00Z") { version }');
    expect(text).toBeNull();
    const asked = `{ norm(id: "drums", inForceOn: "2026-02-20", knownAt: "${before}") { text { version } } }`;
    expect(await running.anybody(asked)).toMatchObject({ messages: [], data: { norm: { text: { version: 1 } } } });
    expect((await running.anybody('{ norm(id: "drums") { text { version } } }')).data).toEqual({ norm: { text: { version: 2 } } });
  });

  it('shows what stands still, what was corrected, and what is said in another language', async () => {
    await adopted('swings', sections('sec_1', 'sec_2'), '2026-02-01');
    await done('SuspendProvisions', { normId: 'swings', provisions: ['sec_1'], from: '2026-03-01', until: '2026-04-01', reason: 'Trial' });
    await done('CorrectText', { normId: 'swings', eId: 'sec_2', correction: 'ERRATUM', text: en('Mended'), reason: 'Misprint' });
    const texts = [{ language: 'fr', text: 'Texte' }];
    await done('CorrectText', { normId: 'swings', eId: 'sec_1', correction: 'TRANSLATION', text: texts, reason: 'Official translation' });
    const { text } = await norm('swings', 'text(inForceOn: "2026-03-15") { provisions { eId standing words text { language text } } }');
    expect((text as never as { provisions: object[] }).provisions).toEqual([
      { eId: 'sec_1', standing: 'SUSPENDED', words: 1, text: [...en('Text of sec_1'), ...texts] },
      { eId: 'sec_2', standing: 'IN_FORCE', words: 1, text: en('Mended') },
    ]);
    const { editions } = await norm('swings', 'editions { kind correction }');
    expect((editions as never as object[]).slice(-2)).toEqual([
      { kind: 'CORRECTION', correction: 'ERRATUM' },
      { kind: 'CORRECTION', correction: 'TRANSLATION' },
    ]);
  });
});
