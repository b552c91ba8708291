import { setTimeout as pause } from 'node:timers/promises';
import { type Ask, type RunningContext, runContexts } from '../../../test/support/running-context.js';
import { termFor } from '../../../test/support/term.js';
import { AssociationModule } from './module.js';

const en = (text: string) => [{ language: 'en', text }];
const section = (eId: string, text: string) => ({ eId, text: en(text) });

describe('Pledges, breaches and bulletins, through the API of a running platform', () => {
  let running: RunningContext;
  let association: Ask;
  let otherAssociation: Ask;
  let shop: Ask;
  let otherShop: Ask;
  let jane: Ask;
  let customs: Ask;
  let auditor: Ask;
  let contentHash: string;

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
  const refused = async (ask: Ask, command: string, input: object) => (await issue(ask, command, input)).codes;
  const read = async (ask: Ask, query: string) => {
    const { data, codes } = await ask(`{ ${query} }`);
    expect(codes).toEqual([]);
    return data;
  };
  /** Asks again until the answer is as it will be. */
  const until = async <T>(ask: () => Promise<T>, isDone: (answer: T) => boolean): Promise<T> => {
    for (;;) {
      const answer = await ask();
      if (isDone(answer)) return answer;
      await pause(50);
    }
  };
  const ids = async (ask: Ask, query: string): Promise<readonly string[]> => {
    const field = query.slice(0, query.indexOf('('));
    return (await read(ask, `${query} { nodes { id } }`))[field].nodes.map(({ id }: { id: string }) => id);
  };
  const handIn = async (text: string): Promise<string> => {
    const response = await fetch(`${running.url}/files`, { method: 'POST', body: text, headers: { 'content-type': 'image/png' } });
    return ((await response.json()) as { sha256: string }).sha256;
  };
  const statusOf = async (sha256: string, authorization?: string) =>
    (await fetch(`${running.url}/files/${sha256}`, { headers: authorization ? { authorization } : {} })).status;

  beforeAll(async () => {
    running = await runContexts(AssociationModule);
    association = await running.party('fair-trade', 'ASSOCIATION');
    otherAssociation = await running.party('other-trade', 'ASSOCIATION');
    shop = await running.party('shop', 'ENTERPRISE');
    otherShop = await running.party('other-shop', 'ENTERPRISE');
    jane = await running.party('jane', 'CONSUMER');
    customs = await running.party('de-customs', 'AGENCY', ['OFFICER'], 'DE');
    auditor = await running.party('audit', 'AUDITOR', ['READER']);
    await running.mandate('audit');
  });
  afterAll(() => running?.stop());

  it('shows who has signed which version of a pledge, and who is asked to sign again', async () => {
    const began = performance.now();
    const published = await done(
      association,
      'PublishPledge',
      { pledgeId: 'honest', titles: en('Honest prices'), sections: [section('clause_1', 'We name the full price.')] },
      'pledge { version contentHash text { eId } versions { hearingTerm } }',
    );
    expect(published.pledge).toMatchObject({ version: 1, text: [{ eId: 'clause_1' }], versions: [{ hearingTerm: 'P15D' }] });
    ({ contentHash } = published.pledge);
    await done(shop, 'SignPledge', { pledgeId: 'honest', contentHash });
    await done(otherShop, 'SignPledge', { pledgeId: 'honest', contentHash });

    const sections = [section('clause_1', 'We name the full price.'), section('clause_2', 'We pay for no reviews.')];
    const revised = await done(
      association,
      'RevisePledge',
      { pledgeId: 'honest', sections, hearingTerm: `PT${Math.ceil(termFor(4_000, began) / 1_000)}S` },
      'pledge { contentHash }',
    );
    expect(await refused(shop, 'SignPledge', { pledgeId: 'honest', contentHash })).toEqual(['PLEDGE_NOT_CURRENT']);
    contentHash = revised.pledge.contentHash;
    const { receipt } = await done(shop, 'SignPledge', { pledgeId: 'honest', contentHash });

    const fields = 'nodes { enterprise version signAgain leftAt suspendedUntil expelled earlier { version } }';
    const { pledgeSignatories } = await read(
      running.anybody,
      `pledgeSignatories(pledgeId: "honest", atLeast: "${receipt.position}") { totalCount ${fields} }`,
    );
    const bound = { leftAt: null, suspendedUntil: null, expelled: false };
    expect(pledgeSignatories).toEqual({
      totalCount: 2,
      nodes: [
        { enterprise: 'other-shop', version: 1, signAgain: true, ...bound, earlier: [] },
        { enterprise: 'shop', version: 2, signAgain: false, ...bound, earlier: [{ version: 1 }] },
      ],
    });
    const asked = await read(running.anybody, 'pledgeSignatories(signAgain: true, bound: true) { nodes { enterprise } }');
    expect(asked.pledgeSignatories.nodes).toEqual([{ enterprise: 'other-shop' }]);
    const first = await read(running.anybody, 'pledge(id: "honest") { text(version: 1) { eId } none: text(version: 3) { eId } }');
    expect(first.pledge).toEqual({ text: [{ eId: 'clause_1' }], none: null });
  });

  it('hears a breach in confidence, closes the hearing by itself, and lets an expulsion end the signature', async () => {
    const sha256 = await handIn('A picture of the till');
    const report = { pledgeId: 'honest', enterprise: 'shop', provision: 'clause_2', facts: 'They paid me for a review.' };
    expect(await refused(jane, 'ReportBreach', { ...report, provision: 'clause_3' })).toEqual(['UNKNOWN_PROVISION']);
    expect(await refused(jane, 'ReportBreach', { ...report, facts: 'x'.repeat(10_001) })).toEqual(['BAD_INPUT']);
    expect(await refused(running.anybody, 'ReportBreach', report)).toEqual(['UNAUTHENTICATED']);
    const attachments = [{ name: 'till.png', sha256 }];
    const one =
      'breach(id: "reviews") { id status reporter facts attachments { name } answers { statement } decision { outcome reasons } }';
    const reported = await done(jane, 'ReportBreach', { ...report, breachId: 'reviews', attachments }, 'breach { answerBy }');
    await done(shop, 'AnswerBreach', { breachId: 'reviews', statement: 'We thank our customers.' });
    await done(jane, 'ReportBreach', { ...report, breachId: 'mistake' });
    const { receipt } = await done(jane, 'WithdrawReport', { breachId: 'mistake', reason: 'It was another shop.' });
    const all = `breaches(pledgeId: "honest", atLeast: "${receipt.position}")`;
    for (const ask of [jane, shop, association, auditor]) {
      expect((await read(ask, one)).breach).toMatchObject({
        reporter: 'jane',
        facts: 'They paid me for a review.',
        attachments: [{ name: 'till.png' }],
        answers: [{ statement: 'We thank our customers.' }],
        decision: null,
      });
      expect(await ids(ask, all)).toEqual(['mistake', 'reviews']);
    }
    for (const ask of [otherShop, otherAssociation, customs, running.anybody]) {
      expect(await read(ask, `${one} node(id: "PledgeBreach/reviews") { id }`)).toEqual({ breach: null, node: null });
      expect(await ids(ask, all)).toEqual([]);
    }
    expect(
      await refused(otherAssociation, 'DecideBreach', { breachId: 'reviews', outcome: 'DISMISSED', measure: 'NONE', reasons: 'No.' }),
    ).toEqual(['BREACH_NOT_FOUND']);
    expect(await statusOf(sha256)).toBe(404);
    expect(await statusOf(sha256, await running.authorization('other-shop', 'ENTERPRISE'))).toBe(404);
    expect(await statusOf(sha256, await running.authorization('shop', 'ENTERPRISE'))).toBe(200);

    await until(
      async () => (await read(shop, one)).breach.status,
      (status) => status === 'HEARD',
    );
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(reported.breach.answerBy));
    expect(await refused(shop, 'AnswerBreach', { breachId: 'reviews', statement: 'And more.' })).toEqual(['HEARING_CLOSED']);
    const decision = { breachId: 'reviews', outcome: 'UPHELD', measure: 'EXPULSION', reasons: 'A review is worth what it is free of.' };
    await done(association, 'DecideBreach', decision);
    const signatory = () => read(running.anybody, 'pledgeSignatories(enterprise: "shop") { nodes { leftAt end expelled } }');
    const { pledgeSignatories } = await until(signatory, (answer) => answer.pledgeSignatories.nodes[0].expelled);
    expect(pledgeSignatories.nodes[0]).toEqual({ leftAt: expect.any(String), end: 'EXPELLED', expelled: true });
    expect(await refused(shop, 'SignPledge', { pledgeId: 'honest', contentHash })).toEqual(['EXPELLED']);
    expect((await read(otherShop, one)).breach).toBeNull();
  });

  it('opens a decision to everyone when it is published, without the case and the consumer who reported it', async () => {
    const { receipt } = await done(association, 'PublishDecision', { breachId: 'reviews', summary: en('A shop had paid for reviews.') });
    const published = `breach(id: "reviews", atLeast: "${receipt.position}") {
      enterprise status reporter facts attachments { name } answers { statement } decision { outcome measure reasons } summary { text } }`;
    expect((await read(running.anybody, published)).breach).toEqual({
      enterprise: 'shop',
      status: 'UPHELD',
      reporter: null,
      facts: null,
      attachments: null,
      answers: null,
      decision: { outcome: 'UPHELD', measure: 'EXPULSION', reasons: null },
      summary: [{ text: 'A shop had paid for reviews.' }],
    });
    expect((await read(shop, published)).breach).toMatchObject({ reporter: 'jane', decision: { reasons: expect.any(String) } });
    expect(await ids(running.anybody, 'breaches(published: true)')).toEqual(['reviews']);
    expect(await ids(running.anybody, 'breaches(reporter: "jane")')).toEqual([]);
    expect(await ids(association, 'breaches(reporter: "jane", status: UPHELD)')).toEqual(['reviews']);
  });

  it('shows a bulletin to those to whom it goes, and to nobody else', async () => {
    await done(association, 'CreateCommittee', { committeeId: 'prices', names: en('Prices'), scope: en('How prices are named.') });
    for (const party of ['shop', 'other-shop'])
      await done(association, 'AppointMember', { committeeId: 'prices', party, kind: 'P_MEMBER' });
    const said = { titles: en('In May'), text: en('A new rule comes in May.') };
    const publish = (ask: Ask, bulletinId: string, audience: object, fields: object = {}) =>
      done(ask, 'PublishBulletin', { bulletinId, audience, ...said, ...fields });
    const sha256 = await handIn('A picture of May');
    await publish(shop, 'to-fellows', { kind: 'COMMITTEE', committeeId: 'prices' }, { attachments: [{ name: 'may.png', sha256 }] });
    await publish(association, 'to-members', { kind: 'MEMBERS' });
    await publish(association, 'to-signatories', { kind: 'SIGNATORIES', pledgeId: 'honest' });
    await publish(association, 'to-europe', { kind: 'AGENCIES', jurisdictions: ['EU'] });
    const { receipt } = await publish(association, 'to-china', { kind: 'AGENCIES', jurisdictions: ['CN'] });

    const seen = async (ask: Ask) => [...(await ids(ask, `bulletins(atLeast: "${receipt.position}")`))].sort();
    expect(await seen(shop)).toEqual(['to-fellows', 'to-members']);
    expect(await seen(otherShop)).toEqual(['to-fellows', 'to-members', 'to-signatories']);
    expect(await seen(association)).toEqual(['to-china', 'to-europe', 'to-members', 'to-signatories']);
    expect(await seen(customs)).toEqual(['to-europe']);
    expect(await seen(auditor)).toHaveLength(5);
    for (const ask of [jane, otherAssociation, running.anybody]) expect(await seen(ask)).toEqual([]);

    const one = (id: string) => `bulletin(id: "${id}") { id } node(id: "Bulletin/${id}") { id }`;
    expect(await read(customs, one('to-europe'))).toEqual({ bulletin: { id: 'to-europe' }, node: { id: 'to-europe' } });
    expect(await read(customs, one('to-china'))).toEqual({ bulletin: null, node: null });
    expect(await statusOf(sha256)).toBe(404);
    expect(await statusOf(sha256, await running.authorization('other-shop', 'ENTERPRISE'))).toBe(200);
    expect(await refused(shop, 'PublishBulletin', { audience: { kind: 'AGENCIES' }, ...said })).toEqual(['NOT_AN_ASSOCIATION']);
  });

  it('tells the publisher who has read a bulletin as it is now, and others only of themselves', async () => {
    const to = (bulletinId: string) => ({ bulletinId });
    expect(await refused(otherAssociation, 'ConfirmReading', to('to-members'))).toEqual(['BULLETIN_NOT_FOUND']);
    expect(await refused(otherShop, 'ConfirmReading', to('to-members'))).toEqual(['BULLETIN_NOT_FOUND']);
    await done(otherShop, 'ConfirmReading', { ...to('to-members'), committeeId: 'prices' });
    await done(customs, 'ConfirmReading', to('to-europe'));
    await done(otherShop, 'ConfirmReading', to('to-fellows'));
    const correction = { ...to('to-fellows'), text: en('A new rule comes in June.'), reason: 'June' };
    const bulletin = `bulletin { version unreadBy corrections { reason } content { text { text } } was: content(version: 1) { text { text } } }`;
    const corrected = await done(shop, 'CorrectBulletin', correction, bulletin);
    expect(corrected.bulletin).toEqual({
      version: 2,
      unreadBy: ['other-shop'],
      corrections: [{ reason: 'June' }],
      content: { text: [{ text: 'A new rule comes in June.' }] },
      was: { text: [{ text: 'A new rule comes in May.' }] },
    });
    expect(await ids(otherShop, 'bulletins(unread: true)')).toEqual(['to-signatories', 'to-fellows']);
    expect(await ids(otherShop, 'bulletins(unread: false)')).toEqual(['to-members']);
    const { receipt } = await done(otherShop, 'ConfirmReading', to('to-fellows'));

    const fellows = `bulletin(id: "to-fellows", atLeast: "${receipt.position}") { unreadBy }`;
    expect((await read(shop, fellows)).bulletin).toEqual({ unreadBy: [] });
    expect((await read(otherShop, fellows)).bulletin).toEqual({ unreadBy: null });
    const receipts = async (ask: Ask) =>
      (await read(ask, 'bulletinReceipts { nodes { bulletinId party person version } }')).bulletinReceipts.nodes.map(
        ({ bulletinId, party, person, version }: Record<string, string>) => `${bulletinId} ${party} ${person} ${version}`,
      );
    const other = 'other-shop person-of-other-shop';
    expect(await receipts(shop)).toEqual([`to-fellows ${other} 1`, `to-fellows ${other} 2`]);
    expect(await receipts(association)).toEqual(['to-europe de-customs person-of-de-customs 1', `to-members ${other} 1`]);
    expect(await receipts(otherShop)).toEqual([`to-fellows ${other} 1`, `to-fellows ${other} 2`, `to-members ${other} 1`]);
    expect(await receipts(jane)).toEqual([]);
    expect(await receipts(auditor)).toHaveLength(4);

    const withdrawn = await done(
      shop,
      'WithdrawBulletin',
      { ...to('to-fellows'), reason: 'No rule.' },
      'bulletin { status withdrawalReason }',
    );
    expect(withdrawn.bulletin).toEqual({ status: 'WITHDRAWN', withdrawalReason: 'No rule.' });
    await done(association, 'WithdrawBulletin', { ...to('to-signatories'), reason: 'No rule.' }, 'bulletin { id }');
    expect(await ids(otherShop, 'bulletins(unread: true)')).toEqual([]);
    expect(await refused(otherShop, 'WithdrawBulletin', { ...to('to-fellows'), reason: 'Mine.' })).toEqual(['BULLETIN_NOT_FOUND']);
  });
});
