import { readLog } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { type HttpAnswer, RunningPlatform } from './support/running-platform.js';

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { stream revision position } norm { id } } }';
const input = { jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: 'Toy safety' }] };

describe('A command with an idempotency key', () => {
  let platform: RunningPlatform;
  let agency: Headers;
  let other: Headers;

  const draft = (key: string, as = agency, body: object = input): Promise<HttpAnswer> =>
    platform.ask(DRAFT, { input: body }, { ...as, 'idempotency-key': key });
  const twenty = (ask: (nth: number) => Promise<HttpAnswer>) => Promise.all(Array.from({ length: 20 }, (_, nth) => ask(nth)));
  const eventsOf = async (stream: string) =>
    (await readLog(platform, ['government.norm.NormDrafted'])).filter((event) => event.stream === stream);

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const people = await People.of(platform);
    agency = await people.join('us-cpsc', 'AGENCY');
    other = await people.join('us-cbp', 'AGENCY');
  });
  afterAll(() => platform.remove());

  it('sent 20 times at once has one receipt and one event', async () => {
    const answers = await twenty(() => draft('twenty'));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const receipts = new Set(answers.map(({ data }) => JSON.stringify(data.draftNorm)));
    expect(receipts.size).toBe(1);
    expect(await eventsOf(answers[0]!.data.draftNorm.receipt.stream)).toHaveLength(1);
  });

  it('sent again after a restart, in order or by kill -9, has the receipt of the first time and no second event', async () => {
    const first = await draft('restarted');
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await platform.end(signal);
      await platform.startAgain();
      const answers = await twenty(() => draft('restarted'));
      expect(answers.map(({ data }) => data)).toEqual(answers.map(() => first.data));
    }
    expect(await eventsOf(first.data.draftNorm.receipt.stream)).toHaveLength(1);
  });

  it('sent at once with 20 bodies is accepted with one of them', async () => {
    const answers = await twenty((nth) => draft('bodies', agency, { ...input, documentType: `Rule ${nth}` }));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(codes.map(() => 'IDEMPOTENCY_KEY_REUSED'));
    expect(codes).toHaveLength(19);
  });

  it('and the same key of another party are two commands', async () => {
    const [mine, theirs] = await Promise.all([draft('shared'), draft('shared', other)]);
    expect(mine.errors.concat(theirs.errors)).toEqual([]);
    expect(mine.data.draftNorm.norm.id).not.toBe(theirs.data.draftNorm.norm.id);
  });

  it('that was refused may be sent again with what was wrong mended', async () => {
    const norm = { ...input, normId: 'mended' };
    const refused = await draft('mended', agency, { ...norm, jurisdiction: 'XX' });
    expect(refused.errors[0]!.extensions.code).toBe('BAD_INPUT');
    expect((await draft('mended', agency, norm)).errors).toEqual([]);
  });

  it('without it is another command every time', async () => {
    const ask = () => platform.ask(DRAFT, { input }, agency);
    const ids = (await Promise.all([ask(), ask(), ask()])).map(({ data }) => data.draftNorm.norm.id);
    expect(new Set(ids).size).toBe(3);
  });
});
