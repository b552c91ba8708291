import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { AssociationModule } from '../module.js';
import { textOfPdf } from './testing/pdf-text.js';

/** Long enough to vote in, short enough to wait for. */
const SOON = 3_000;
const en = (text: string) => [{ language: 'en', text }];

describe('The minutes of a ballot, over HTTP', () => {
  let running: RunningContext;

  async function done(ask: Ask, name: string, input: object): Promise<void> {
    const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    const { codes, messages } = await ask(`mutation($input: ${name}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect({ name, codes, messages }).toEqual({ name, codes: [], messages: [] });
  }

  async function got(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const response = await fetch(`${running.url}${path}`, { headers, method });
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, header: (name: string) => response.headers.get(name), body, text: body.toString() };
  }

  async function closed(id: string): Promise<void> {
    while ((await got(`/ballots/${id}/minutes`)).status === 409) await sleep(100);
  }

  beforeAll(async () => {
    running = await runContexts(AssociationModule);
    const began = performance.now();
    const association = await running.party('trade-standards', 'ASSOCIATION');
    const customs = await running.party('cn-customs', 'AGENCY', ['OFFICER']);
    await running.party('us-cpsc', 'AGENCY');
    await done(association, 'CreateCommittee', { committeeId: 'odr', names: en('Disputes'), scope: en('Complaints.') });
    for (const [party, kind] of [
      ['cn-customs', 'P_MEMBER'],
      ['us-cpsc', 'O_MEMBER'],
    ]) {
      await done(association, 'AppointMember', { committeeId: 'odr', party, kind });
    }
    await done(association, 'ProposeStandard', {
      standardId: 'returns',
      committeeId: 'odr',
      titles: en('Returns <b>'),
      scope: en('Goods.'),
    });
    await done(association, 'SubmitDraft', { standardId: 'returns', sections: [{ eId: 'clause_1', text: en('Within 14 days.') }] });
    for (const stage of ['WD', 'CD', 'DIS']) await done(association, 'AdvanceStandard', { standardId: 'returns', stage });
    await done(association, 'OpenBallot', {
      ballotId: 'first',
      standardId: 'returns',
      closesAt: new Date(Date.now() + termFor(SOON, began)).toISOString(),
    });
    await done(customs, 'CastVote', { ballotId: 'first', choice: 'APPROVE', comment: 'We do <i>so</i>.' });
  });
  afterAll(() => running.stop());

  it('are refused while the ballot is open, in words that tell nothing of the votes', async () => {
    for (const form of ['', '.html', '.pdf', '.json', '.doc']) {
      const { status, header, text } = await got(`/ballots/first/minutes${form}`, { accept: 'application/json' });
      expect([status, header('content-type')]).toEqual([409, 'application/problem+json; charset=utf-8']);
      const { detail, ...problem } = JSON.parse(text);
      expect(problem).toEqual({
        type: 'about:blank',
        title: 'The ballot is open',
        status: 409,
        code: 'BALLOT_OPEN',
        field: 'id',
        value: 'first',
      });
      expect(detail).toMatch(/^The ballot is open until [\d:TZ.-]+, and has minutes when it is over$/);
    }
  });

  it('are of a ballot that there is', async () => {
    for (const id of ['none', 'NO_HANDLE', 'x']) {
      const { status, text } = await got(`/ballots/${id}/minutes.json`);
      expect([status, JSON.parse(text).code]).toEqual([404, 'BALLOT_NOT_FOUND']);
    }
  });

  it('come as a page, as PDF and as JSON, as the suffix or the request says', async () => {
    await closed('first');
    const page = await got('/ballots/first/minutes');
    expect([page.status, page.header('content-type'), page.header('vary')]).toEqual([200, 'text/html; charset=utf-8', 'accept']);
    expect(page.header('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('We do &lt;i&gt;so&lt;/i&gt;.');
    expect((await got('/ballots/first/minutes.html', { accept: 'application/pdf' })).text).toBe(page.text);

    const json = JSON.parse((await got('/ballots/first/minutes', { accept: 'application/json' })).text);
    expect(json).toMatchObject({ ballotId: 'first', status: 'CLOSED', turnout: { votesCast: 1, rollSize: 2 }, result: { approved: true } });
    expect(json.roll.map(({ name, voted }: { name: string; voted: boolean }) => [name, voted])).toEqual([
      ['cn-customs', true],
      ['us-cpsc', false],
    ]);

    const pdf = await got('/ballots/first/minutes.pdf');
    expect(pdf.header('content-type')).toBe('application/pdf');
    expect(pdf.header('content-disposition')).toBe('inline; filename="minutes-of-first.pdf"');
    expect(textOfPdf(pdf.body).flat()).toContain('Minutes: Returns <b>');
    expect((await got('/ballots/first/minutes', { accept: 'application/pdf' })).body.equals(pdf.body)).toBe(true);

    const refused = await got('/ballots/first/minutes', { accept: 'image/png' });
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([406, 'NOT_ACCEPTABLE']);
    const unknown = await got('/ballots/first/minutes.doc');
    expect([unknown.status, JSON.parse(unknown.text).code]).toEqual([404, 'NO_SUCH_FORM']);
  });

  it('are asked for again each time, and sent again when they have changed', async () => {
    while (!(await got('/ballots/first/minutes')).text.includes('It brought the standard')) await sleep(100);
    for (const form of ['html', 'pdf', 'json']) {
      const first = await got(`/ballots/first/minutes.${form}`);
      expect(first.header('cache-control')).toBe('public, no-cache');
      const again = await got(`/ballots/first/minutes.${form}`, { 'if-none-match': first.header('etag') ?? '' });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }
    expect((await got('/ballots/first/minutes', {}, 'HEAD')).status).toBe(200);
    expect((await got('/ballots/first/minutes')).text).toContain('Approved. It brought the standard to the stage PUBLISHED (published).');
  });
});
