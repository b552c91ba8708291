import type { Position } from '@concord/kernel';
import { currentReplay, NotInReplay, ReplayView } from './replay-view.js';

const SCHEMAS = new Map([
  ['government_norms', 'replay_then__government_norms'],
  ['government_norms_old', 'replay_then__government_norms_old'],
  ['insight_coverage', 'replay_then__insight_coverage'],
  ['government_post', undefined],
]);

async function opened(): Promise<ReplayView> {
  const view = new ReplayView('then');
  await view.open(async () => ({ until: '7' as Position, schemas: SCHEMAS }));
  return view;
}

describe('A view of a replay', () => {
  test.each([
    [
      'SELECT "norm"."id" FROM "government_norms"."norm" "norm" WHERE "norm"."id" = $1',
      'SELECT "norm"."id" FROM "replay_then__government_norms"."norm" "norm" WHERE "norm"."id" = $1',
    ],
    [
      'SELECT t.code FROM insight_coverage.trade t JOIN government_norms_old.norm n USING (code)',
      'SELECT t.code FROM "replay_then__insight_coverage".trade t JOIN "replay_then__government_norms_old".norm n USING (code)',
    ],
    [
      'SELECT government_norms, "government_norms" FROM (SELECT 1) AS x',
      'SELECT government_norms, "government_norms" FROM (SELECT 1) AS x',
    ],
    ['SELECT my_government_norms.id, x.government_norms.id', 'SELECT my_government_norms.id, x.government_norms.id'],
  ])('reads %s from its own tables', async (sql, expected) => {
    expect((await opened()).translate(sql)).toBe(expected);
  });

  test('refuses a statement over what it does not hold, however that is written', async () => {
    const view = await opened();
    for (const sql of ['SELECT * FROM government_post.message', 'SELECT * FROM "government_post"."message"']) {
      expect(() => view.translate(sql)).toThrow(NotInReplay);
    }
  });

  test('sees nothing before it is opened, and is opened once', async () => {
    const view = new ReplayView('then');
    expect(() => view.translate('SELECT 1')).toThrow('before it is opened');
    expect(() => view.until).toThrow('before it is opened');
    let times = 0;
    const find = async () => ({ until: String(++times) as Position, schemas: SCHEMAS });
    await Promise.all([view.open(find), view.open(find)]);
    expect([times, view.until]).toEqual([1, '1']);
  });

  test('is there for the work that runs within it, and for nobody else', async () => {
    const view = await opened();
    const inside = view.run(async () => {
      await Promise.resolve();
      return currentReplay();
    });
    expect([await inside, currentReplay()]).toEqual([view, undefined]);
  });
});
