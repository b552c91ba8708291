import { setTimeout as pause } from 'node:timers/promises';
import { AssociationModule } from '@concord/modules/association';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { InsightModule } from '../module.js';

const en = (text: string) => [{ language: 'en', text }];
const section = { eId: 'clause_1', text: en('Goods go back within 14 days.') };
const EXPLAIN = `query ($id: ID!, $field: String) { explain(id: $id, field: $field) {
  value cause { event { type data } causes { event { type } withheld } command { party } causesCut } grounds { kind says supports data } } }`;

describe('Why, among associations', () => {
  let running: RunningContext;
  let association: Ask;
  let shop: Ask;
  let customs: Ask;
  let auditor: Ask;
  let jane: Ask;

  const mutate = async (ask: Ask, command: string, input: object, selection = 'receipt { position }') => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, messages } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { ${selection} } }`, { input });
    expect({ command, messages }).toEqual({ command, messages: [] });
    return data[field];
  };
  const explain = async (ask: Ask, id: string, field: string) => {
    const { data, messages } = await ask(EXPLAIN, { id, field });
    expect(messages).toEqual([]);
    return data.explain;
  };
  /** Until the platform, in its own time, has brought the object so far. */
  // biome-ignore lint/suspicious/noExplicitAny: states differ from object to object.
  const until = async (id: string, isThere: (state: any) => boolean) => {
    for (;;) {
      const { data } = await auditor(`{ objectAsOf(id: "${id}") { state } }`);
      if (data && isThere(data.objectAsOf.state)) return;
      await pause(50);
    }
  };

  beforeAll(async () => {
    running = await runContexts(AssociationModule, InsightModule);
    association = await running.party('fair-trade', 'ASSOCIATION');
    shop = await running.party('shop', 'ENTERPRISE');
    customs = await running.party('cn-customs', 'AGENCY', ['OFFICER']);
    jane = await running.party('jane', 'CONSUMER');
    auditor = await running.party('audit', 'AUDITOR', ['READER']);
    await running.mandate('audit');
  });
  afterAll(() => running?.stop());

  it('a suspension names what caused it to the parties of the case, and to others only that something is withheld', async () => {
    const { pledge } = await mutate(
      association,
      'PublishPledge',
      { pledgeId: 'honest', titles: en('Honest'), sections: [section], hearingTerm: 'PT1S' },
      'pledge { contentHash }',
    );
    await mutate(shop, 'SignPledge', { pledgeId: 'honest', contentHash: pledge.contentHash });
    await mutate(jane, 'ReportBreach', {
      ...{ breachId: 'reviews', pledgeId: 'honest', enterprise: 'shop', provision: 'clause_1', facts: 'They did not take it back.' },
    });
    await until('association.breach/reviews', ({ status }) => status === 'HEARD');
    const decision = { breachId: 'reviews', outcome: 'UPHELD', measure: 'EXPULSION', reasons: 'They had to.' };
    await mutate(association, 'DecideBreach', decision);
    await until('association.pledge/honest', ({ signatories }) => JSON.stringify(signatories).includes('"expelled":true'));

    const forParties = await explain(jane, 'honest', 'signatories');
    expect(forParties.cause).toMatchObject({
      event: { type: 'association.pledge.SignatoryExpelled' },
      causes: [{ event: { type: 'association.breach.BreachDecided' }, withheld: null }],
      command: { party: 'fair-trade' },
    });
    const forAnybody = await explain(running.anybody, 'honest', 'signatories');
    expect(forAnybody.cause).toMatchObject({
      event: { type: 'association.pledge.SignatoryExpelled' },
      causes: [{ event: null, withheld: 'association.breach' }],
      command: null,
      causesCut: null,
    });
  });

  it('the result of a ballot goes down to criteria and votes, and the stage of a standard back to the ballot', async () => {
    const began = performance.now();
    await mutate(association, 'CreateCommittee', { committeeId: 'odr', names: en('Disputes'), scope: en('Across borders') });
    await mutate(association, 'AppointMember', { committeeId: 'odr', party: 'cn-customs', kind: 'P_MEMBER' });
    await mutate(association, 'AppointMember', { committeeId: 'odr', party: 'shop', kind: 'P_MEMBER' });
    await mutate(association, 'ProposeStandard', { standardId: 'returns', committeeId: 'odr', titles: en('Returns'), scope: en('Back') });
    for (const stage of ['WD', 'CD', 'DIS']) await mutate(association, 'AdvanceStandard', { standardId: 'returns', stage });
    await mutate(association, 'SubmitDraft', { standardId: 'returns', sections: [section] });
    const closesAt = new Date(Date.now() + termFor(6_000, began)).toISOString();
    await mutate(association, 'OpenBallot', { ballotId: 'vote-1', standardId: 'returns', closesAt });
    await mutate(customs, 'CastVote', { ballotId: 'vote-1', choice: 'APPROVE' });
    await mutate(shop, 'CastVote', { ballotId: 'vote-1', choice: 'DISAPPROVE', technicalReason: 'Too long' });
    expect((await auditor(EXPLAIN, { id: 'association.ballot/vote-1', field: 'votes' })).codes).toEqual(['NOT_FOUND']);
    await until('association.ballot/vote-1', ({ status }) => status === 'CLOSED');

    const { value, cause, grounds } = await explain(running.anybody, 'vote-1', 'result.approved');
    expect([value, cause.event.type]).toEqual([false, 'association.ballot.BallotClosed']);
    expect(cause.causes).toMatchObject([{ event: { type: 'association.ballot.BallotOpened' } }]);
    const of = (kind: string) => grounds.filter((ground: { kind: string }) => ground.kind === kind);
    expect(of('RESULT')).toMatchObject([{ supports: null, data: { approved: false, rule: { name: 'ISO_IEC_DIS' } } }]);
    expect(of('CRITERION').map(({ data }: { data: { name: string; met: boolean } }) => [data.name, data.met])).toContainEqual([
      'P_MEMBERS_IN_FAVOUR',
      false,
    ]);
    expect(of('VOTES')[0].data).toMatchObject({
      counts: { inFavour: 1, against: 1 },
      votes: expect.arrayContaining([expect.objectContaining({ party: 'shop', choice: 'DISAPPROVE', technicalReason: 'Too long' })]),
      votesLeft: 0,
    });
  });
});
