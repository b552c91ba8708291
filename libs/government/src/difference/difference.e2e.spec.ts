import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { GovernmentModule } from '../module.js';

const en = (text: string) => ({ language: 'en', text });
const zh = (text: string) => ({ language: 'zh-Hans', text });

describe('The difference of two texts of a norm', () => {
  let running: RunningContext;
  let agency: Ask;
  let position = '0';

  async function done(name: string, input: object): Promise<void> {
    const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { codes, data } = await agency(`mutation($input: ${name}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect({ name, codes }).toEqual({ name, codes: [] });
    position = data[field].receipt.position;
  }

  const difference = (args: string, fields: string) =>
    running.anybody(`query($at: Position) { norm(id: "toys", atLeast: $at) { difference(${args}) { ${fields} } } }`, { at: position });

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    agency = await running.party('cn-samr', 'AGENCY', ['OFFICER', 'ADMIN']);
    const provisions = [
      { eId: 'sec_1', number: '§ 1', text: [zh('进口玩具必须符合国家安全标准。'), en('Imported toys meet the standard.')] },
      { eId: 'sec_2', number: '§ 2', text: [zh('玩具应当有标签。')] },
    ];
    await done('DraftNorm', { normId: 'toys', jurisdiction: 'CN', documentType: 'rule', titles: [zh('玩具')], provisions });
    await done('PublishNorm', { normId: 'toys', publishedOn: '2020-01-01', inForceFrom: '2020-02-01', zone: 'Asia/Shanghai' });
    await done('AmendNorm', {
      normId: 'toys',
      inForceFrom: '2021-01-01',
      reason: 'Clearer words',
      operations: [
        {
          operation: 'SUBSTITUTE',
          provision: {
            eId: 'sec_1',
            number: '§ 1',
            text: [zh('进口玩具应当符合国家安全标准。'), en('Imported toys meet the standard.')],
          },
        },
        { operation: 'RENUMBER', eId: 'sec_2', number: '§ 3' },
      ],
    });
  });
  afterAll(() => running?.stop());

  it('is told between two days, by provision and by the words of each language', async () => {
    const { data, codes } = await difference(
      'from: { on: "2020-12-31" }, to: { on: "2021-01-01" }',
      'from to coarse counts { change provisions } provisions { eId changes number { runs { change text } } text { language grain runs { change text } } before { number } after { number } }',
    );
    expect(codes).toEqual([]);
    expect(data.norm.difference).toMatchObject({
      from: 1,
      to: 2,
      coarse: false,
      provisions: [
        {
          eId: 'sec_1',
          changes: ['CHANGED'],
          text: [
            {
              language: 'zh-Hans',
              grain: 'WORD',
              runs: [
                { change: 'KEPT', text: '进口玩具' },
                { change: 'REMOVED', text: '必须' },
                { change: 'ADDED', text: '应当' },
                { change: 'KEPT', text: '符合国家安全标准。' },
              ],
            },
            { language: 'en', runs: [{ change: 'KEPT', text: 'Imported toys meet the standard.' }] },
          ],
        },
        { eId: 'sec_2', changes: ['RENUMBERED'], before: { number: '§ 2' }, after: { number: '§ 3' } },
      ],
    });
    expect(data.norm.difference.counts).toContainEqual({ change: 'RENUMBERED', provisions: 1 });
  });

  it('can go back, and be for the readers of one language', async () => {
    const { data } = await difference('from: { version: 2 }, to: { version: 1 }, language: "en-GB"', 'provisions { eId changes } html');
    expect(data.norm.difference.provisions).toEqual([{ eId: 'sec_2', changes: ['RENUMBERED'] }]);
    expect(data.norm.difference.html).toContain('<div class="difference" dir="ltr">');
  });

  it('of what was known before an amendment is empty', async () => {
    const { data } = await running.anybody('{ norm(id: "toys") { editions { edition recordedAt } } }');
    const knownAt = data.norm.editions[0].recordedAt;
    const answer = await difference(`from: { version: 1 }, to: { on: "2021-01-01", knownAt: "${knownAt}" }`, 'from to provisions { eId }');
    expect(answer.data.norm.difference).toEqual({ from: 1, to: 1, provisions: [] });
  });

  it.each([
    ['from: { version: 1 }, to: { version: 7 }', 'NO_SUCH_VERSION'],
    ['from: { version: 0 }, to: { version: 1 }', 'NO_SUCH_VERSION'],
    ['from: { on: "2019-01-01" }, to: { version: 1 }', 'NOT_IN_FORCE'],
    ['from: {}, to: { version: 1 }', 'BAD_INPUT'],
    ['from: { version: 1, on: "2020-12-31" }, to: { version: 1 }', 'BAD_INPUT'],
    ['from: { version: 1 }, to: { version: 2 }, language: "english"', 'BAD_INPUT'],
  ])('is refused for %s', async (args, code) => expect((await difference(args, 'coarse')).codes).toEqual([code]));
});
