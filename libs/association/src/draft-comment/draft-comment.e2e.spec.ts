import type { CalendarDate } from '@concord/kernel';
import { Module } from '@nestjs/common';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { AssociationModule, CommentsDoor } from '../module.js';
import type { FormLine } from './form/form.js';
import { type FormRow, readForm } from './form/read-form.js';
import { writeDocx } from './form/write-docx.js';
import { writeXlsx } from './form/write-xlsx.js';

@Module({ imports: [AssociationModule], providers: [CommentsDoor] })
class AssociationWithDoor {}

const en = (text: string) => [{ language: 'en', text }];
const section = (eId: string, text: string) => ({ eId, text: en(text) });
const blank: FormLine = {
  author: '',
  line: '',
  clause: '',
  element: '',
  kind: 'ge',
  text: '',
  proposedChange: '',
  observation: '',
  id: '',
};
const formOf = (lines: readonly Partial<FormLine>[]) => ({
  date: '2026-03-01' as CalendarDate,
  document: 'Returns',
  project: 'returns',
  lines: lines.map((line) => ({ ...blank, ...line })),
});

/** What the door answers to a form: what it took, or what is wrong. */
interface Answered {
  readonly position?: string | null;
  readonly errors?: readonly { readonly extensions: Refusal }[];
}
interface Refusal {
  readonly code: string;
  readonly problems: readonly { readonly field: string; readonly value: unknown; readonly rule: string }[];
}

describe('Comments on drafts, through the API of a running platform', () => {
  let running: RunningContext;
  let association: Ask;
  let member: Ask;
  let stranger: Ask;
  const tokens: Record<string, string> = {};

  const issue = async (ask: Ask, command: string, input: object, selected = 'receipt { position }') => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, codes } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${selected} } }`, { input });
    return { answer: data?.[field], codes };
  };
  const done = async (ask: Ask, command: string, input: object, selected?: string) => {
    const { answer, codes } = await issue(ask, command, input, selected);
    expect(codes).toEqual([]);
    return answer;
  };
  const listed = async (args: string, selected: string) => {
    const { data, codes } = await running.anybody(`{ draftComments(${args}) { totalCount nodes { ${selected} } } }`);
    expect(codes).toEqual([]);
    return data.draftComments;
  };
  const exported = (query = '', format = 'xlsx') => fetch(`${running.url}/standards/returns/comments.${format}${query}`);
  const rowsOf = async (response: Response): Promise<readonly FormRow[]> => readForm(Buffer.from(await response.arrayBuffer()));
  const send = async (party: string, body: Buffer | string, query = '') => {
    const authorization = tokens[party];
    const response = await fetch(`${running.url}/standards/returns/comments${query}`, {
      method: 'POST',
      headers: { ...(authorization && { authorization }) },
      body,
    });
    const answer = (await response.json()) as Answered;
    return { status: response.status, answer, error: answer.errors?.[0]?.extensions };
  };

  beforeAll(async () => {
    running = await runContexts(AssociationWithDoor);
    association = await running.party('trade-standards', 'ASSOCIATION', ['OFFICER']);
    member = await running.party('cn-customs', 'AGENCY', ['OFFICER']);
    stranger = await running.party('shop', 'ENTERPRISE', ['OFFICER']);
    tokens['trade-standards'] = await running.authorization('trade-standards', 'ASSOCIATION', ['OFFICER']);
    tokens['cn-customs'] = await running.authorization('cn-customs', 'AGENCY', ['OFFICER']);
    tokens.shop = await running.authorization('shop', 'ENTERPRISE', ['OFFICER']);
    tokens.reader = await running.authorization('cn-customs', 'AGENCY', ['READER']);
    await done(association, 'CreateCommittee', { committeeId: 'odr', names: en('ODR'), scope: en('Disputes') });
    await done(association, 'AppointMember', { committeeId: 'odr', party: 'cn-customs', kind: 'P_MEMBER' });
    await done(association, 'ProposeStandard', { standardId: 'returns', committeeId: 'odr', titles: en('Returns'), scope: en('Returns') });
    const sections = [section('clause_1', 'Goods go back.'), section('clause_1__para_2', 'In 30 days.'), section('annex_a', 'Forms.')];
    await done(association, 'SubmitDraft', { standardId: 'returns', sections });
    await done(association, 'SubmitDraft', { standardId: 'returns', sections: sections.slice(0, 2) });
  });
  afterAll(() => running?.stop());

  const one = { standardId: 'returns', draftVersion: 1, kind: 'TECHNICAL', text: 'Thirty days are too few.' };

  it('are made by members, listed in the order of the text, and taken back', async () => {
    await done(member, 'CommentOnDraft', { ...one, commentId: 'on-annex', clause: 'annex_a', kind: 'EDITORIAL', text: '=cmd|calc' });
    await done(member, 'CommentOnDraft', {
      ...one,
      commentId: 'on-para',
      clause: 'clause_1__para_2',
      line: '17',
      proposedChange: 'Sixty.',
    });
    await done(association, 'CommentOnDraft', { ...one, commentId: 'on-all', kind: 'GENERAL' });
    await done(member, 'CommentOnDraft', { ...one, commentId: 'gone' });
    await done(member, 'WithdrawDraftComment', { commentId: 'gone' }, 'draftComment { withdrawn }');
    const { position } = (await done(member, 'CommentOnDraft', { ...one, commentId: 'later', draftVersion: 2 })).receipt;
    expect((await issue(stranger, 'CommentOnDraft', one)).codes).toEqual(['NOT_IN_COMMITTEE']);
    expect((await issue(member, 'CommentOnDraft', { ...one, text: 'x'.repeat(10_001) })).codes).toEqual(['BAD_INPUT']);

    const all = await listed(`standardId: "returns", atLeast: "${position}"`, 'id');
    expect(all).toEqual({ totalCount: 5, nodes: ['on-all', 'gone', 'on-para', 'on-annex', 'later'].map((id) => ({ id })) });
    const ids = async (args: string) => (await listed(`standardId: "returns", ${args}`, 'id')).nodes.map(({ id }: { id: string }) => id);
    expect(await ids('clause: "annex_a"')).toEqual(['on-annex']);
    expect(await ids('draftVersion: 1, onTheWhole: true')).toEqual(['on-all', 'gone']);
    expect(await ids('disposed: false, kind: TECHNICAL, author: "cn-customs"')).toEqual(['on-para', 'later']);
  });

  it('are disposed of by the association, and anew, with what was said before', async () => {
    expect((await issue(member, 'DisposeComment', { commentId: 'on-all', disposition: 'ACCEPTED' })).codes).toEqual(['NOT_YOURS']);
    await done(association, 'DisposeComment', { commentId: 'on-all', disposition: 'NOTED', observation: 'Yes.' });
    const selected = 'draftComment { disposition observation resultingDraft earlier { disposition observation } }';
    const again = { commentId: 'on-all', disposition: 'ACCEPTED_IN_PART', observation: 'In part.', resultingDraft: 2 };
    expect((await done(association, 'DisposeComment', again, selected)).draftComment).toEqual({
      disposition: 'ACCEPTED_IN_PART',
      observation: 'In part.',
      resultingDraft: 2,
      earlier: [{ disposition: 'NOTED', observation: 'Yes.' }],
    });
    expect(await listed('disposition: ACCEPTED_IN_PART', 'id')).toMatchObject({ nodes: [{ id: 'on-all' }] });
  });

  it.each(['xlsx', 'docx'])('go out as %s, in the order of the text and without those that were withdrawn', async (format) => {
    const response = await exported('?draft=1', format);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(format === 'xlsx' ? 'spreadsheetml' : 'wordprocessingml');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="returns-draft-1-comments.${format}"`);
    const rows = await rowsOf(response);
    expect(rows.map(({ id, clause, kind, observation }) => [id, clause, kind, observation])).toEqual([
      ['on-all', '', 'ge', 'Accepted in part (draft 2): In part.'],
      ['on-para', '1.2', 'te', ''],
      ['on-annex', 'A', 'ed', ''],
    ]);
    expect(rows[2]?.text).toBe('=cmd|calc');
  });

  it('go out for one author or one clause, and not for what is not there', async () => {
    expect((await rowsOf(await exported('?draft=1&author=cn-customs&clause=annex_a'))).map(({ id }) => id)).toEqual(['on-annex']);
    expect((await rowsOf(await exported())).map(({ id }) => id)).toEqual(['later']);
    expect((await exported('?draft=3')).status).toBe(404);
    for (const query of ['?draft=0', '?draft=x', '?draft=1&draft=2', '?colour=red', '?draft=1&clause=clause_9', '?atLeast=x']) {
      expect([query, (await exported(query)).status]).toEqual([query, 400]);
    }
  });

  it.each([
    ['xlsx', writeXlsx],
    ['docx', writeDocx],
  ])('come in from a member as %s, once, however often it is sent', async (format, write) => {
    const file = await write(
      formOf([
        { clause: 'Clause 1', kind: 'te', text: `Which goods? (${format})`, proposedChange: 'All goods.\nAlso digital ones.' },
        { author: 'CN-Customs', clause: 'A', kind: 'Editorial', element: 'Form 1', line: '3', text: `A comma. (${format})` },
      ]),
    );
    const { status, answer } = await send('cn-customs', file, '?draft=1');
    expect([status, answer]).toMatchObject([200, { standardId: 'returns', draft: 1, commented: 2, disposed: 0, unchanged: 0 }]);
    expect((await send('cn-customs', file, '?draft=1')).answer).toMatchObject({ commented: 0, unchanged: 2, position: null });
    const args = `standardId: "returns", draftVersion: 1, author: "cn-customs", clause: "annex_a", atLeast: "${answer.position}"`;
    const { nodes } = await listed(args, 'text line element kind clause');
    expect(nodes).toContainEqual({ text: `A comma. (${format})`, line: '3', element: 'Form 1', kind: 'EDITORIAL', clause: 'annex_a' });
  });

  it.each([
    ['xlsx', writeXlsx],
    ['docx', writeDocx],
  ])('go out as %s, get their observations in the file, and are disposed of when it comes back', async (format, write) => {
    const rows = await rowsOf(await exported('?draft=1', format));
    const said = { xlsx: 'Rejected: Thirty are enough.', docx: 'Partially accepted (draft 2). Forty-five.' }[format] ?? '';
    const filled: readonly FormLine[] = rows.map((row) => (row.id === 'on-para' ? { ...row, observation: said } : row));
    const { answer } = await send('trade-standards', await write(formOf(filled)), '?draft=1');
    expect(answer).toMatchObject({ commented: 0, disposed: 1, unchanged: rows.length - 1 });
    const after = await rowsOf(await exported(`?draft=1&atLeast=${answer.position}`, format));
    const expected = { xlsx: 'Rejected: Thirty are enough.', docx: 'Accepted in part (draft 2): Forty-five.' }[format];
    expect(after.find(({ id }) => id === 'on-para')?.observation).toBe(expected);
    expect((await send('trade-standards', await write(formOf(after)), '?draft=1')).answer).toMatchObject({ disposed: 0 });
  });

  it('with bad rows are refused with all that is wrong, and nothing of them is taken', async () => {
    const { totalCount } = await listed('standardId: "returns"', 'id');
    const file = await writeXlsx(
      formOf([
        { kind: 'te', text: 'This one is good.' },
        { kind: 'xx', clause: '9.9', text: 'Where?' },
        { text: 'x'.repeat(10_001) },
        { kind: 'ge', proposedChange: 'No comment' },
        { author: 'shop', text: 'Not mine' },
        { text: 'Said at once', observation: 'Noted: yes' },
        { id: 'on-annex', clause: 'A', kind: 'ed', text: 'Something else' },
        { id: 'on-all', text: one.text },
        { id: 'later', kind: 'te', text: one.text },
        { id: 'on-para', clause: '1.2', line: '17', kind: 'te', text: one.text, proposedChange: 'Sixty.', observation: 'Accepted' },
        { text: 'Thanks', observation: 'Thank you' },
      ]),
    );
    const { status, error } = await send('cn-customs', file, '?draft=1');
    expect([status, error?.code]).toEqual([400, 'BAD_ROWS']);
    expect(error?.problems.map(({ field }) => field)).toEqual([
      'row 10, Type of comment',
      'row 10, Clause/Subclause',
      'row 11, Comments',
      'row 12, Comments',
      'row 13, MB/NC',
      'row 14, Observations of the secretariat',
      'row 15, Comments',
      'row 16, MB/NC',
      'row 17, Id',
      'row 18, Observations of the secretariat',
      'row 19, Observations of the secretariat',
    ]);
    expect(error?.problems[1]).toMatchObject({ value: '9.9', rule: expect.stringContaining('draft 1') });
    expect((await listed('standardId: "returns"', 'id')).totalCount).toBe(totalCount);
  });

  it('are refused where two rows say different things of one comment, or the one who sends them may not', async () => {
    const twice = [
      { id: 'on-annex', clause: 'A', kind: 'ed', text: '=cmd|calc', observation: 'Accepted' },
      { id: 'on-annex', clause: 'A', kind: 'ed', text: '=cmd|calc', observation: 'Noted: No.' },
    ];
    expect((await send('trade-standards', await writeDocx(formOf(twice)), '?draft=1')).error).toMatchObject({ code: 'BAD_ROWS' });
    const file = await writeDocx(formOf([{ text: 'Hello' }]));
    const refusal = async (party: string, body: Buffer | string, query?: string) => {
      const { status, error } = await send(party, body, query);
      return [status, error?.code];
    };
    expect(await refusal('nobody', file)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusal('reader', file)).toEqual([403, 'FORBIDDEN']);
    expect(await refusal('shop', file)).toEqual([400, 'NOT_IN_COMMITTEE']);
    expect(await refusal('cn-customs', file, '?draft=3')).toEqual([400, 'UNKNOWN_DRAFT']);
    expect(await refusal('cn-customs', 'Dear secretariat, …')).toEqual([400, 'BAD_FORM']);
    expect(await refusal('cn-customs', Buffer.alloc(10_485_761))).toEqual([413, 'BODY_TOO_LARGE']);
  });
});
