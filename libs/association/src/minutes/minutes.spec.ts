import { canonicalJson } from '@concord/kernel';
import type { BallotEvent } from '../ballot/ballot.events.js';
import {
  at,
  CLOSES,
  cast,
  castSealed,
  closedWith,
  content,
  HASH,
  member,
  openedWith,
  publishedAs,
  ROLL,
} from '../ballot/testing/ballots.js';
import { BUILT_IN_RULES } from '../rule/built-in.js';
import { minutesHtml } from './minutes.html.js';
import { hasMinutes, type Minutes } from './minutes.js';
import { closedCourse, courseOf, LATER, minuted, published } from './testing/minuted.js';

const opening = openedWith({ secrecy: 'OPEN' });
const open = (...votes: readonly BallotEvent[]) => courseOf(opening, ...votes);
const closed = (...votes: readonly BallotEvent[]) => {
  const counted = votes.flatMap((event) =>
    event.type === 'association.ballot.VoteCast' && event.data.content
      ? [publishedAs(event.data.party, event.data.party, null, event.data.content)]
      : [],
  );
  return courseOf(opening, ...votes, closedWith(opening, counted));
};

describe('Minutes', () => {
  it('are there when the ballot is over, and not before', () => {
    expect(hasMinutes(open())).toBe(false);
    expect(hasMinutes(closed())).toBe(true);
    expect(() => minuted(open(cast('us-cpsc', 'APPROVE')))).toThrow('The ballot returns-dis is OPEN and has no minutes');
  });

  it('say what was voted on, by whom, when, by which rule and to which end', () => {
    const minutes = minuted(closed(cast('cn-customs', 'APPROVE')));
    expect(minutes).toMatchObject({
      format: 'concord-ballot-minutes/1',
      ballotId: 'returns-dis',
      status: 'CLOSED',
      association: { party: 'trade-standards', name: null },
      committee: { id: 'odr', names: [{ language: 'de', text: 'Streitigkeiten' }] },
      standard: { id: 'returns', stage: 'DIS', proposes: 'PUBLISHED', draftVersion: 3, contentHash: HASH },
      closedAt: CLOSES,
      secrecy: 'OPEN',
      rule: BUILT_IN_RULES.ISO_IEC_DIS,
      turnout: { votesCast: 1, rollSize: 2 },
      result: { approved: true, criteria: [{ name: 'VOTES_COUNTED', votes: 1, outOf: 1, met: true }, {}, {}] },
      outcome: { what: 'MOVED', to: 'PUBLISHED' },
      appeals: { until: '2026-06-30T00:00:00.000Z', lodged: [] },
    });
    expect(minutes.roll).toEqual([
      { party: 'cn-customs', name: '中国海关 (China Customs)', kind: 'P_MEMBER', interest: null, voted: true },
      { party: 'us-cpsc', name: 'Consumer Product Safety Commission', kind: 'O_MEMBER', interest: null, voted: false },
    ]);
  });

  it('name the voter, and the member that cast the vote for it', () => {
    const { votes } = minuted(closedCourse());
    expect(votes?.map(({ voter, castBy, receipt }) => [voter?.party, castBy?.party ?? null, receipt])).toEqual([
      ['cn-customs', null, 'receipt-1'],
      ['us-cpsc', 'cn-customs', 'receipt-2'],
    ]);
  });

  it('of a secret ballot tell who has voted and what was voted, and nothing that joins the two', () => {
    const minutes = minuted(closedCourse('SECRET'));
    expect(minutes.roll.map(({ voted }) => voted)).toEqual([true, true]);
    expect(minutes.votes?.map(({ voter, castBy, receipt, carriedOver }) => ({ voter, castBy, receipt, carriedOver }))).toEqual([
      { voter: null, castBy: null, receipt: 'receipt-1', carriedOver: false },
      { voter: null, castBy: null, receipt: 'receipt-2', carriedOver: false },
    ]);
    const votes = minutesHtml(minutes).split('<h2>Votes</h2>')[1]?.split('<h2>Roll</h2>')[0];
    expect(votes).toContain('receipt-2');
    expect(votes).not.toMatch(/customs|cpsc|Consumer/);
  });

  it('say of each vote that is not counted why', () => {
    const { result } = minuted(closed(cast('cn-customs', 'ABSTAIN'), cast('us-cpsc', 'DISAPPROVE')));
    expect(result?.stripped.map(({ voter, reason }) => [voter, reason])).toEqual([
      ['cn-customs', 'ABSTENTION'],
      ['us-cpsc', 'NEGATIVE_WITHOUT_TECHNICAL_REASON'],
    ]);
  });

  it('tell of extensions, of votes carried over, and of those of the ballot before that were cast anew', () => {
    const carried = ['cn-customs', 'us-cpsc'].map((party) => ({ party, castBy: party, content: content('APPROVE') }));
    const again = openedWith({ recirculation: { of: 'first', changed: ['clause_1'], unresolved: ['us-cpsc'], carried } });
    const longer = { from: at('2026-03-16T00:00:00.000Z'), closesAt: CLOSES, extension: 1, rule: 'IEEE SA', remindAt: [] };
    const votes = carried.map(({ party, content }) => publishedAs(party, party, null, content));
    const minutes = minuted(
      courseOf(again, { type: 'association.ballot.BallotExtended', data: longer }, cast('us-cpsc', 'APPROVE'), closedWith(again, votes)),
    );
    expect(minutes.extensions).toEqual([{ from: longer.from, closesAt: CLOSES, rule: 'IEEE SA' }]);
    expect(minutes.recirculation).toEqual({
      of: 'first',
      changed: ['clause_1'],
      unresolved: [{ party: 'us-cpsc', name: 'Consumer Product Safety Commission' }],
    });
    expect(minutes.votes?.map(({ voter, carriedOver }) => [voter?.party, carriedOver])).toEqual([
      ['cn-customs', true],
      ['us-cpsc', false],
    ]);
  });

  it('keep the result at the close beside the one after a negative vote has turned', () => {
    const ieee = openedWith({ rule: BUILT_IN_RULES.IEEE_SA });
    const negative = publishedAs('us-cpsc', 'us-cpsc', null, content('DISAPPROVE', { technicalReason: 'clause 1' }));
    const inFavour = publishedAs('cn-customs', 'cn-customs', null, content('APPROVE'));
    const { standardId, ...revised } = closedWith(ieee, [inFavour, { ...negative, content: content('APPROVE') }]).data;
    const minutes = minuted(
      courseOf(
        ieee,
        cast('cn-customs', 'APPROVE'),
        cast('us-cpsc', 'DISAPPROVE', { technicalReason: 'clause 1' }),
        closedWith(ieee, [inFavour, negative]),
        { type: 'association.ballot.NegativeTurned', data: { party: 'us-cpsc', turnedAt: LATER, reason: 'It is resolved.' } },
        { type: 'association.ballot.ResultRevised', data: { standardId, ...revised } },
      ),
    );
    expect(minutes.resultAtClose?.all).toMatchObject({ inFavour: 1, against: 1 });
    expect(minutes.result?.all).toMatchObject({ inFavour: 2, against: 0 });
    expect(minutes.turned).toEqual([
      { party: 'us-cpsc', name: 'Consumer Product Safety Commission', turnedAt: LATER, reason: 'It is resolved.' },
    ]);
    expect(minutes.votes?.[1]).toMatchObject({ choice: 'DISAPPROVE' });
  });

  it.each([
    [true, [true, false], { votesCast: 1, rollSize: 2 }],
    [false, [null, null], null],
  ])('of a void ballot have a reason and no votes; who voted, if everybody saw it already (%s)', (showsTurnout, voted, turnout) => {
    const minutes = minuted(
      courseOf(openedWith({ secrecy: 'SEALED', showsTurnout }), castSealed('cn-customs', 'ciphertext'), {
        type: 'association.ballot.BallotVoided',
        data: { standardId: 'returns', reason: 'TEXT_CHANGED' },
      }),
    );
    expect(minutes).toMatchObject({
      status: 'VOID',
      voided: { reason: 'TEXT_CHANGED', at: CLOSES },
      result: null,
      votes: null,
      outcome: null,
    });
    expect(minutes.appeals.until).toBeNull();
    expect(minutes.turnout).toEqual(turnout);
    expect(minutes.roll.map((entry) => entry.voted)).toEqual(voted);
  });

  it('are plain data, the same from the same history', () => {
    const minutes = minuted(closedCourse());
    expect(JSON.parse(canonicalJson(minutes))).toEqual(minutes);
    expect(canonicalJson(minuted(closedCourse()))).toBe(canonicalJson(minutes));
  });
});

describe('The page of minutes', () => {
  const said = (minutes: Minutes): string => minutesHtml(minutes);
  const page = said(minuted(closedCourse()));

  it('escapes what parties say', () => {
    expect(page).toContain('Clause 4 &lt;b&gt;must not&lt;/b&gt; stand.');
    expect(page).toContain('Returns &lt;of&gt; goods');
    expect(page).not.toMatch(/<b>|<of>/);
  });

  it('marks titles with their language and direction, and leaves those of unknown ones to their letters', () => {
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('<bdi lang="ar" dir="rtl">إرجاع البضائع</bdi>');
    expect(page).toContain('<bdi>中国海关 (China Customs)</bdi>');
  });

  it('needs nothing from elsewhere, and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|@import|url\(|\son[a-z]+=/i);
  });

  it('heads each table, column and row, and says moments with their offset', () => {
    const count = (pattern: RegExp): number => (page.match(pattern) ?? []).length;
    expect(count(/<table>/g)).toBe(3);
    expect(count(/<caption>/g)).toBe(3);
    expect(count(/<td>/g)).toBeGreaterThan(0);
    expect(count(/<tr><th scope="(row|col)">/g)).toBe(count(/<tr>/g));
    expect(page).toContain('<time datetime="2026-03-31T00:00:00.000Z">2026-03-31 00:00:00 UTC+00:00</time>');
  });

  it('says in words what was decided, and what it brought about', () => {
    const approved = closed(cast('cn-customs', 'APPROVE'));
    const told = (outcome: Minutes['outcome']): string => said(minuted(approved, { standard: { titles: [], outcome } }));
    expect(told({ what: 'MOVED', to: 'PUBLISHED' })).toContain('Approved. It brought the standard to the stage PUBLISHED (published).');
    expect(told(null)).toContain('Approved. The standard has not taken the result up yet.');
    expect(told({ what: 'HELD' })).toContain('Approved. The standard waits for the decision on an appeal');
    expect(told({ what: 'ANNULLED', to: 'DIS', appealId: 'first' })).toContain('The appeal first was upheld');
    expect(said(minuted(closed(cast('us-cpsc', 'ABSTAIN')), { standard: { titles: [], outcome: { what: 'NOT_MOVED' } } }))).toContain(
      'Not approved. The standard stays at the stage DIS (enquiry draft).',
    );
  });

  it('leaves out the columns that say nothing of any vote', () => {
    const columns = (minutes: Minutes): readonly string[] =>
      [...(said(minutes).split('The votes, by')[2] ?? '').split('</thead>')[0]!.matchAll(/<th scope="col">([^<]*)/g)].map(
        ([, name]) => name!,
      );
    expect(columns(minuted(closed(cast('cn-customs', 'APPROVE'))))).toEqual(['Voter', 'Kind', 'Vote']);
    expect(columns(minuted(closedCourse()))).toEqual(['Voter', 'Kind', 'Vote', 'Cast by', 'Receipt']);
    expect(columns(minuted(closedCourse('SECRET')))).toEqual(['Receipt', 'Kind', 'Vote']);
  });

  it('names those without an interest as such where interests are balanced', () => {
    const electorate = [...ROLL, member('shop', 'O_MEMBER', 'users')];
    const ieee = openedWith({ rule: BUILT_IN_RULES.IEEE_SA, electorate });
    const votes = [publishedAs('shop', 'shop', null, content('APPROVE'))];
    const told = said(minuted(courseOf(ieee, cast('shop', 'APPROVE'), ...votes.map(published), closedWith(ieee, votes))));
    expect(told).toContain('<td>members who name no interest</td>');
    expect(told).toContain('<td>members with the interest <bdi>users</bdi></td>');
  });
});
