import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, type GraphqlAnswer, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { termFor } from '../../../../test/support/term.js';
import { AssociationModule } from '../module.js';

const text = (content: string) => [{ language: 'en', text: content }];

const done = ({ data, codes }: GraphqlAnswer) => {
  expect(codes).toEqual([]);
  return data;
};

/** Issues a command by the name of its input type. */
const issue = (ask: Ask, command: string, input: object, object = ''): Promise<GraphqlAnswer> =>
  ask(
    `mutation ($input: ${command}!) { ${command[0]?.toLowerCase()}${command.slice(1)}(input: $input) { receipt { position } ${object} } }`,
    { input },
  );

describe('Committees, standards and calendars, through the API of a running platform', () => {
  let running: RunningContext;
  let association: Ask;
  let customs: Ask;
  let cpsc: Ask;
  let auditor: Ask;

  const inCommittee = { committeeId: 'odr' };
  const ofStandard = { standardId: 'returns' };

  beforeAll(async () => {
    running = await runContexts(AssociationModule);
    association = await running.party('trade-standards', 'ASSOCIATION');
    customs = await running.party('cn-customs', 'AGENCY');
    cpsc = await running.party('us-cpsc', 'AGENCY');
    await running.party('consumers-union', 'ASSOCIATION');
    auditor = await running.party('audit-office', 'AUDITOR');
    await running.mandate('audit-office');
    done(
      await issue(association, 'CreateCommittee', {
        ...inCommittee,
        names: text('Disputes'),
        scope: text('Complaints.'),
        reviewPeriod: 'PT1S',
      }),
    );
    for (const [party, interest] of [
      ['cn-customs', 'GENERAL_INTEREST'],
      ['us-cpsc', null],
    ]) {
      done(await issue(association, 'AppointMember', { ...inCommittee, party, kind: 'P_MEMBER', interest }));
    }
    done(await issue(association, 'ProposeStandard', { ...ofStandard, ...inCommittee, titles: text('Returns'), scope: text('Goods.') }));
  });
  afterAll(() => running?.stop());

  it('a committee shows everyone who votes for whom, and the persons only to those whom they concern', async () => {
    done(await issue(customs, 'GrantMandate', { ...inCommittee, person: 'li', until: '2999-01-01T00:00:00Z' }));
    done(await issue(customs, 'DelegateVote', { ...inCommittee, to: 'us-cpsc' }));
    done(await issue(association, 'AppointLiaison', { ...inCommittee, party: 'consumers-union' }));
    done(await issue(association, 'DesignateAppealsBody', { ...inCommittee, party: 'us-cpsc' }));
    done(await issue(association, 'ChangeCommitteePeriods', { ...inCommittee, reminders: ['P2D'] }, 'committee { reminders }'));
    const document = `{ committees(liaison: "consumers-union") { nodes {
      members { party interest } delegations { from to until } liaisons appealsBody reviewPeriod reminders
      procedure { name moves { from to by rule } } mandates { party person until }
    } } }`;
    const seenBy = async (ask: Ask) => done(await ask(document)).committees.nodes[0];
    const [mandate] = [{ party: 'cn-customs', person: 'li', until: '2999-01-01T00:00:00.000Z' }];
    const seen = await seenBy(running.anybody);
    expect(seen).toMatchObject({
      members: [
        { party: 'cn-customs', interest: 'GENERAL_INTEREST' },
        { party: 'us-cpsc', interest: null },
      ],
      delegations: [{ from: 'cn-customs', to: 'us-cpsc', until: null }],
      liaisons: ['consumers-union'],
      appealsBody: 'us-cpsc',
      reviewPeriod: 'PT1S',
      reminders: ['P2D'],
      mandates: [{ ...mandate, person: null }],
    });
    expect(seen.procedure).toMatchObject({ name: 'FAST_TRACK' });
    expect(seen.procedure.moves).toContainEqual({ from: 'DIS', to: 'PUBLISHED', by: 'BALLOT', rule: 'ISO_IEC_DIS' });
    expect((await seenBy(cpsc)).mandates).toEqual([{ ...mandate, person: null }]);
    for (const ask of [customs, association, auditor]) expect((await seenBy(ask)).mandates).toEqual([mandate]);
  });

  it('an editor drafts, and who it is stays with those whom it concerns', async () => {
    done(await issue(association, 'AppointEditor', { ...ofStandard, party: 'cn-customs', person: 'person-of-cn-customs' }));
    const sections = [{ eId: 'clause_1', text: text('Goods go back within 14 days.') }];
    expect((await issue(cpsc, 'SubmitDraft', { ...ofStandard, sections })).codes).toEqual(['NOT_YOURS']);
    const shown = 'standard { drafts { version } editors { party onePerson person } }';
    const editor = { party: 'cn-customs', onePerson: true, person: 'person-of-cn-customs' };
    const drafted = done(await issue(customs, 'SubmitDraft', { ...ofStandard, sections }, shown));
    expect(drafted.submitDraft.standard).toEqual({ drafts: [{ version: 1 }], editors: [editor] });
    const { standard } = done(await running.anybody('{ standard(id: "returns") { editors { party onePerson person } } }'));
    expect(standard.editors).toEqual([{ ...editor, person: null }]);
  });

  it('a standard that is published comes up for review by itself', async () => {
    const began = performance.now();
    for (const stage of ['WD', 'CD', 'DIS']) done(await issue(association, 'AdvanceStandard', { ...ofStandard, stage }));
    const closesAt = new Date(Date.now() + termFor(1_500, began)).toISOString();
    done(await issue(association, 'OpenBallot', { ballotId: 'first', ...ofStandard, closesAt }));
    done(await issue(cpsc, 'CastVote', { ballotId: 'first', choice: 'APPROVE' }));
    const read = async () =>
      done(
        await running.anybody(`{ standard(id: "returns") {
          stage reviewDueAt stayedBy cancellationReason editions { ballotId draftVersion } procedure { name }
          verdicts { ballotId stage proposes adopted annulledBy }
        } }`),
      ).standard;
    while ((await read()).stage !== 'REVIEW') await sleep(100);
    expect(await read()).toEqual({
      stage: 'REVIEW',
      reviewDueAt: null,
      stayedBy: [],
      cancellationReason: null,
      editions: [{ ballotId: 'first', draftVersion: 1 }],
      procedure: { name: 'FAST_TRACK' },
      verdicts: [{ ballotId: 'first', stage: 'DIS', proposes: 'PUBLISHED', adopted: true, annulledBy: null }],
    });
    expect((await issue(association, 'CancelStandard', { ...ofStandard, reason: 'Too late.' })).codes).toEqual(['WRONG_STATUS']);
  });

  it('a calendar is for everyone to read', async () => {
    const cn = { calendarId: 'cn' };
    const holidays = [{ date: '2026-05-01', names: text('Labour Day') }];
    done(await issue(association, 'PublishCalendar', { ...cn, jurisdiction: 'CN', zone: 'Asia/Shanghai', holidays }));
    done(await issue(association, 'AddHolidays', { ...cn, holidays: [{ date: '2026-01-01', names: text('New Year') }] }));
    done(await issue(association, 'RemoveHoliday', { ...cn, date: '2026-05-01', reason: 'It was moved.' }, 'calendar { id }'));
    expect(
      done(await running.anybody('{ calendars(jurisdiction: "CN") { nodes { id association zone holidays { date names { text } } } } }')),
    ).toEqual({
      calendars: {
        nodes: [
          {
            id: 'cn',
            association: 'trade-standards',
            zone: 'Asia/Shanghai',
            holidays: [{ date: '2026-01-01', names: [{ text: 'New Year' }] }],
          },
        ],
      },
    });
    const nowhere = { calendarId: 'us', jurisdiction: 'US', zone: 'Mars/Olympus', holidays: [] };
    expect((await issue(association, 'PublishCalendar', nowhere)).codes).toEqual(['BAD_INPUT']);
  });
});
