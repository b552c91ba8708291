import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_PUBLIC_ACTS_PER_HOUR } from '@concord/modules/identity';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { GovernmentModule } from '../module.js';

const en = (text: string) => [{ language: 'en', text }];
const provision = (eId: string, text: string) => ({ eId, text: en(text) });

/** The window of these tests, in milliseconds: long enough for what is done in it. */
const WINDOW = 9_000;

describe('A consultation, through the API of a running platform', () => {
  let running: RunningContext;
  let agency: Ask;
  let other: Ask;
  let shop: Ask;
  let consumer: Ask;
  let auditor: Ask;
  let agencyToken: string;
  let closesAt: number;

  const issue = async (ask: Ask, command: string, input: object, selected = 'receipt { stream position }') => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${selected} } }`, { input });
    return { answer: data?.[field], codes };
  };
  const done = async (ask: Ask, command: string, input: object, selected?: string) => {
    const { answer, codes } = await issue(ask, command, input, selected);
    expect(codes).toEqual([]);
    return answer;
  };
  /** Asks again until the answer is as it will be. */
  const until = async <T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> => {
    for (;;) {
      const answer = await ask();
      if (isDone(answer)) return answer;
      await pause(50);
    }
  };
  const read = async (ask: Ask, query: string) => {
    const { data, codes } = await ask(`{ ${query} }`);
    expect(codes).toEqual([]);
    return data;
  };
  const draft = (normId: string, window: object) =>
    done(agency, 'DraftNorm', {
      normId,
      jurisdiction: 'US',
      documentType: 'rule',
      titles: en('Toys'),
      provisions: [provision('sec_1', 'Toys are tested.'), provision('sec_2', 'Tests are written down.')],
      consultation: window,
    });
  const submit = (ask: Ask, commentId: string, fields: object = {}) =>
    issue(ask, 'SubmitComment', { commentId, normId: 'toys', text: en(`This is ${commentId}.`), ...fields });
  const handIn = async (text: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${running.url}/files`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/pdf', ...headers },
    });
    return ((await response.json()) as { sha256: string }).sha256;
  };
  const statusOf = async (sha256: string, headers: Record<string, string> = {}) =>
    (await fetch(`${running.url}/files/${sha256}`, { headers })).status;

  beforeAll(async () => {
    running = await runContexts(GovernmentModule);
    const began = performance.now();
    agency = await running.party('us-cpsc', 'AGENCY', ['OFFICER'], 'US');
    other = await running.party('us-cbp', 'AGENCY', ['OFFICER'], 'US');
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER']);
    consumer = await running.party('jane', 'CONSUMER', ['OFFICER']);
    auditor = await running.party('audit', 'AUDITOR', ['READER']);
    await running.mandate('audit');
    agencyToken = await running.authorization('us-cpsc', 'AGENCY');
    closesAt = Date.now() + termFor(WINDOW, began);
    const window = {
      opensAt: new Date(Date.now() - 1_000).toISOString(),
      closesAt: new Date(closesAt).toISOString(),
      zone: 'America/New_York',
    };
    await draft('toys', window);
    await draft('later', { ...window, opensAt: '2999-01-01T00:00:00Z', closesAt: '2999-02-01T00:00:00Z' });
  });
  afterAll(() => running?.stop());

  it('takes comments of parties and of the public, on the whole or a provision, with files', async () => {
    const sha256 = await handIn('A report of the public');
    expect(
      (await submit(running.anybody, 'public-1', { provision: 'sec_1', attachments: [{ name: 'report.pdf', sha256 }] })).codes,
    ).toEqual([]);
    expect((await submit(shop, 'shop-1')).codes).toEqual([]);
    expect((await submit(consumer, 'jane-1', { provision: 'sec_2', draft: 1 })).codes).toEqual([]);
    expect((await submit(consumer, 'jane-2')).codes).toEqual([]);

    const { receipt } = await done(agency, 'PublishComment', { commentId: 'jane-1' });
    const seen = `comments(normId: "toys", atLeast: "${receipt.position}") { totalCount nodes { id author provision draft status attachments { name size mediaType } } }`;
    expect((await read(agency, seen)).comments).toMatchObject({
      totalCount: 4,
      nodes: [
        {
          id: 'public-1',
          author: null,
          provision: 'sec_1',
          draft: 1,
          status: 'SUBMITTED',
          attachments: [{ name: 'report.pdf', size: 22, mediaType: 'application/pdf' }],
        },
        { id: 'shop-1', author: 'shop', provision: null },
        { id: 'jane-1', status: 'PUBLISHED' },
        { id: 'jane-2' },
      ],
    });
    const ids = async (ask: Ask) => (await read(ask, seen)).comments.nodes.map(({ id }: { id: string }) => id);
    expect(await ids(shop)).toEqual(['shop-1', 'jane-1']);
    expect(await ids(running.anybody)).toEqual(['jane-1']);
    expect(await ids(other)).toEqual(['jane-1']);
    expect(await ids(auditor)).toHaveLength(4);
  });

  it('shows a comment, its history and its files to others only when it was published', async () => {
    const one = '{ comment(id: "public-1") { id } node(id: "Comment/public-1") { id } }';
    const { sha256 } = (await read(agency, 'comment(id: "public-1") { attachments { sha256 } }')).comment.attachments[0];
    expect((await running.anybody(one)).data).toEqual({ comment: null, node: null });
    expect(await statusOf(sha256)).toBe(404);
    expect(await statusOf(sha256, { authorization: agencyToken })).toBe(200);
    expect((await issue(other, 'PublishComment', { commentId: 'public-1' })).codes).toEqual(['NOT_YOURS']);
    await done(agency, 'PublishComment', { commentId: 'public-1', reason: 'On topic' }, 'comment { status }');
    expect((await running.anybody(one)).data).toEqual({ comment: { id: 'public-1' }, node: { id: 'public-1' } });
    expect(await statusOf(sha256)).toBe(200);
    // What everybody may have is not written down; what an auditor has under a mandate is, for those whom it concerns.
    const authorization = await running.authorization('audit', 'AUDITOR', ['READER']);
    expect(await statusOf(sha256, { authorization })).toBe(200);

    const withheld = await done(
      agency,
      'WithholdComment',
      { commentId: 'public-1', reason: 'Names a neighbour' },
      'comment { status moderationReason }',
    );
    expect(withheld.comment).toEqual({ status: 'WITHHELD', moderationReason: 'Names a neighbour' });
    expect((await running.anybody(one)).data.comment).toBeNull();
    expect(await statusOf(sha256)).toBe(404);
    expect(await statusOf(sha256, { authorization })).toBe(200);
    const { receipt } = await done(agency, 'PublishComment', { commentId: 'jane-2' });
    const query = `accesses(reader: "audit", object: "government.comment/public-1", atLeast: "${receipt.position}") { nodes { operation objects mandates } }`;
    const [mandate] = (await read(auditor, 'auditMandates { nodes { id } }')).auditMandates.nodes;
    expect((await read(agency, query)).accesses.nodes.filter(({ objects }: { objects: string[] }) => objects.length === 1)).toEqual([
      { operation: 'QUERY', objects: ['government.comment/public-1'], mandates: [mandate.id] },
    ]);
  });

  it('refuses what cannot be a comment, and keeps nothing of it', async () => {
    expect((await submit(shop, 'shop-1')).codes).toEqual(['COMMENT_EXISTS']);
    expect((await submit(shop, 'new', { normId: 'no-such-norm' })).codes).toEqual(['NORM_NOT_FOUND']);
    expect((await submit(shop, 'new', { provision: 'sec_3' })).codes).toEqual(['UNKNOWN_PROVISION']);
    expect((await submit(shop, 'new', { draft: 2 })).codes).toEqual(['UNKNOWN_DRAFT']);
    expect((await submit(shop, 'new', { normId: 'later' })).codes).toEqual(['NO_CONSULTATION']);
    expect((await submit(shop, 'new', { attachments: [{ name: 'a', sha256: '0'.repeat(64) }] })).codes).toEqual(['FILE_NOT_FOUND']);
    expect((await submit(shop, 'new', { attachments: [{ name: 'a', sha256: 'abc' }] })).codes).toEqual(['BAD_INPUT']);
    expect((await submit(shop, 'new', { text: en('x'.repeat(20_001)) })).codes).toEqual(['BAD_INPUT']);
    expect((await submit(auditor, 'new')).codes).toEqual(['FORBIDDEN']);
    expect((await read(agency, 'comment(id: "new") { id }')).comment).toBeNull();
  });

  it('lets the author take a comment back, and nobody else; the public issues nothing but comments', async () => {
    expect((await issue(shop, 'WithdrawComment', { commentId: 'jane-2' })).codes).toEqual(['NOT_YOURS']);
    expect((await issue(running.anybody, 'WithdrawComment', { commentId: 'public-1' })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await issue(running.anybody, 'PublishComment', { commentId: 'public-1' })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await done(consumer, 'WithdrawComment', { commentId: 'jane-2' }, 'comment { status }')).comment.status).toBe('WITHDRAWN');
  });

  it('closes by itself, takes nothing from then on, and lets nobody adopt the norm before each comment has its answer', async () => {
    const publication = { normId: 'toys', publishedOn: '2026-11-01', zone: 'UTC' };
    const publish = async () => (await issue(agency, 'PublishNorm', publication)).codes;
    expect(await publish()).toEqual(['CONSULTATION_OPEN']);
    await pause(Math.max(0, closesAt - Date.now()));
    expect((await submit(shop, 'late')).codes).toEqual(['NO_CONSULTATION']);
    await until(publish, ([code]) => code === 'COMMENTS_UNANSWERED');
  });

  it('has an answer for every comment, with the change of the draft to which it led', async () => {
    const unchanged = [provision('sec_2', 'Tests are written down.')];
    await done(agency, 'ReviseDraft', {
      normId: 'toys',
      provisions: [provision('sec_1', 'Toys are tested twice.'), ...unchanged],
      reason: 'Comments',
    });
    const accepting = { normId: 'toys', comments: ['public-1'], disposition: 'ACCEPTED', reason: en('It is right.') };
    const refused = async (fields: object) => (await issue(agency, 'AnswerComments', { ...accepting, ...fields })).codes;
    const change = { draft: 2, eIds: ['sec_1'] };
    expect(await refused({})).toEqual(['CHANGE_MISSING']);
    expect(await refused({ disposition: 'REJECTED', change })).toEqual(['CHANGE_NOT_DUE']);
    expect(await refused({ change: { draft: 2, eIds: ['sec_2'] } })).toEqual(['NOT_CHANGED']);
    expect(await refused({ change: { draft: 2, eIds: ['sec_9'] } })).toEqual(['UNKNOWN_PROVISION']);
    expect(await refused({ change: { draft: 2 } })).toEqual(['NOT_CHANGED']);
    expect(await refused({ change: { draft: 3, eIds: ['sec_1'] } })).toEqual(['UNKNOWN_DRAFT']);
    expect(await refused({ change, comments: ['public-1', 'no-such-comment'] })).toEqual(['COMMENT_NOT_FOUND']);
    expect(await refused({ change, comments: ['jane-2'] })).toEqual(['COMMENT_WITHDRAWN']);
    expect(await refused({ change, comments: [] })).toEqual(['BAD_INPUT']);
    expect((await issue(other, 'AnswerComments', { ...accepting, change })).codes).toEqual(['NOT_YOURS']);

    await done(agency, 'AnswerComments', { ...accepting, answerId: 'tested-twice', change });
    const rejecting = { normId: 'toys', disposition: 'OUT_OF_SCOPE', reason: en('It is about shoes.') };
    await done(agency, 'AnswerComments', { ...rejecting, answerId: 'about-shoes', comments: ['shop-1', 'public-1'] });
    await done(agency, 'ApplyAnswer', { answerId: 'tested-twice', comments: ['public-1'] });
    await done(agency, 'ApplyAnswer', { answerId: 'about-shoes', comments: ['jane-1'] });

    const publication = { normId: 'toys', publishedOn: '2026-11-01', zone: 'UTC' };
    const { codes } = await until(
      () => issue(agency, 'PublishNorm', publication),
      (answer) => answer.codes[0] !== 'COMMENTS_UNANSWERED',
    );
    expect(codes).toEqual([]);
    const trace = 'comment(id: "public-1") { answer { id disposition reason { text } change { draft eIds } } earlierAnswers }';
    expect((await read(agency, trace)).comment).toEqual({
      answer: { id: 'tested-twice', disposition: 'ACCEPTED', reason: [{ text: 'It is right.' }], change },
      earlierAnswers: ['tested-twice', 'about-shoes'],
    });
    expect((await issue(consumer, 'WithdrawComment', { commentId: 'jane-1' })).codes).toEqual(['COMMENT_ANSWERED']);
  });

  it('can be followed from a change to the comments that led to it, and counted', async () => {
    const led = 'answers(normId: "toys", draft: 2, provision: "sec_1") { nodes { id agency } }';
    expect((await read(running.anybody, led)).answers.nodes).toEqual([{ id: 'tested-twice', agency: 'us-cpsc' }]);
    const served = (filter: string) =>
      read(agency, `comments(normId: "toys", ${filter}) { nodes { id } }`).then(({ comments }) => comments.nodes);
    expect(await served('answer: "tested-twice"')).toEqual([{ id: 'public-1' }]);
    expect(await served('disposition: OUT_OF_SCOPE')).toEqual([{ id: 'shop-1' }, { id: 'jane-1' }]);
    expect(await served('answered: false')).toEqual([]);
    expect(await served('onTheWhole: true, status: SUBMITTED')).toEqual([{ id: 'shop-1' }]);
    expect(await served('provision: "sec_2"')).toEqual([{ id: 'jane-1' }]);
    const tally = 'submitted unanswered withdrawn published withheld accepted acceptedInPart rejected outOfScope';
    const { commentCounts } = await read(running.anybody, `commentCounts(id: "toys") { ${tally} byProvision { provision ${tally} } }`);
    const none = { unanswered: 0, withdrawn: 0, published: 0, withheld: 0, accepted: 0, acceptedInPart: 0, rejected: 0, outOfScope: 0 };
    expect(commentCounts).toEqual({
      ...none,
      submitted: 4,
      withdrawn: 1,
      published: 1,
      withheld: 1,
      accepted: 1,
      outOfScope: 2,
      byProvision: [
        { ...none, provision: null, submitted: 2, withdrawn: 1, outOfScope: 1 },
        { ...none, provision: 'sec_1', submitted: 1, withheld: 1, accepted: 1 },
        { ...none, provision: 'sec_2', submitted: 1, published: 1, outOfScope: 1 },
      ],
    });
  });

  it('keeps what an answer said before', async () => {
    const revision = {
      answerId: 'about-shoes',
      disposition: 'REJECTED',
      reason: en('Shoes have a norm of their own.'),
      why: 'More to the point',
    };
    const { answer } = await done(
      agency,
      'ReviseAnswer',
      revision,
      'answer { disposition earlier { disposition reason { text } change { draft } why } }',
    );
    expect(answer).toEqual({
      disposition: 'REJECTED',
      earlier: [{ disposition: 'OUT_OF_SCOPE', reason: [{ text: 'It is about shoes.' }], change: null, why: 'More to the point' }],
    });
    expect((await issue(other, 'ReviseAnswer', { ...revision, why: 'Mine' })).codes).toEqual(['NOT_YOURS']);
    const { comments } = await read(agency, 'comments(normId: "toys", disposition: REJECTED) { totalCount }');
    expect(comments.totalCount).toBe(2);
  });

  it('lets an address without a token do so much an hour, and parties go on', async () => {
    const codes: string[] = [];
    for (let act = 0; act <= DEFAULT_PUBLIC_ACTS_PER_HOUR && codes.at(-1) !== 'TOO_MANY_REQUESTS'; act++) {
      codes.push(...(await submit(running.anybody, 'flood')).codes);
    }
    expect([...new Set(codes)]).toEqual(['NO_CONSULTATION', 'TOO_MANY_REQUESTS']);
    const upload = await fetch(`${running.url}/files`, { method: 'POST', body: 'one more' });
    expect(upload.status).toBe(429);
    expect((await submit(shop, 'flood')).codes).toEqual(['NO_CONSULTATION']);
  });
});
