import { comparePositions, type Position } from '@concord/kernel';
import { connect, type Ended, subscribe } from './support/live.js';
import { headOf, readLog, type ToldEvent } from './support/log-reading.js';
import { type Headers, People } from './support/people.js';
import { RunningPlatform } from './support/running-platform.js';

const english = (text: string) => [{ language: 'en', text }];
const EVENTS =
  'subscription ($after: Position, $types: [String!]) { events(after: $after, types: $types) { id type stream revision position data } }';
const HISTORY = `query ($id: ID!, $after: String, $first: Int) { history(id: $id, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { id type revision position recordedAt party phase data } } }`;
const AS_OF = `query ($id: ID!, $position: Position, $knownAt: Instant) {
  objectAsOf(id: $id, position: $position, knownAt: $knownAt) { stream revision position recordedAt state } }`;

describe('What happened', () => {
  let platform: RunningPlatform;
  let people: People;
  let agency: Headers;

  async function issue(as: Headers, command: string, input: object): Promise<Position> {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const query = `mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`;
    const { data, errors } = await platform.ask(query, { input }, as);
    expect(errors).toEqual([]);
    return data[field].receipt.position;
  }
  const draft = (normId: string) =>
    issue(agency, 'DraftNorm', { normId, jurisdiction: 'US', documentType: 'Rule', titles: english(normId) });

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    people = await People.of(platform);
    agency = await people.join('us-cpsc', 'AGENCY');
  });
  afterAll(() => platform.remove());

  describe('to an object', () => {
    const positions: Position[] = [];
    beforeAll(async () => {
      positions.push(await draft('toy-safety'));
      positions.push(await issue(agency, 'PublishNorm', { normId: 'toy-safety', publishedOn: '2026-03-01', zone: 'America/New_York' }));
      positions.push(await issue(agency, 'CommenceNorm', { normId: 'toy-safety', inForceFrom: '2026-06-01' }));
      positions.push(await issue(agency, 'RepealNorm', { normId: 'toy-safety', repealedFrom: '2027-01-01', reason: 'Superseded' }));
    });

    it('is listed, oldest first, page by page', async () => {
      const first = (await platform.ask(HISTORY, { id: 'toy-safety', first: 3 })).data.history;
      expect(first.totalCount).toBe(4);
      expect(first.nodes.map(({ type }: ToldEvent) => type)).toEqual([
        'government.norm.NormDrafted',
        'government.norm.NormPublished',
        'government.norm.NormCommenced',
      ]);
      expect(first.nodes[0]).toMatchObject({ revision: 0, position: positions[0], party: 'us-cpsc', phase: 'BEFORE' });
      expect(first.nodes[0].data.agency).toBe('us-cpsc');
      const { data } = await platform.ask(HISTORY, { id: 'government.norm/toy-safety', first: 3, after: first.pageInfo.endCursor });
      expect(data.history.nodes.map(({ position }: ToldEvent) => position)).toEqual([positions[3]]);
      expect(data.history.pageInfo.hasNextPage).toBe(false);
    });

    it('is undone for whoever asks how it was at a position', async () => {
      const statuses = ['DRAFT', 'ADOPTED', 'ADOPTED', 'REPEALED'];
      for (const [nth, position] of positions.entries()) {
        const { objectAsOf } = (await platform.ask(AS_OF, { id: 'toy-safety', position })).data;
        expect(objectAsOf).toMatchObject({
          stream: 'government.norm/toy-safety',
          revision: nth,
          position,
          state: { status: statuses[nth] },
        });
      }
      const { objectAsOf } = (await platform.ask(AS_OF, { id: 'toy-safety', position: '1' })).data;
      expect(objectAsOf).toMatchObject({ revision: -1, recordedAt: null, state: { status: 'UNKNOWN' } });
    });

    it('is undone for whoever asks how it was at an instant', async () => {
      const { nodes } = (await platform.ask(HISTORY, { id: 'toy-safety' })).data.history;
      for (const { recordedAt } of nodes) {
        const last = nodes.filter((event: { recordedAt: string }) => event.recordedAt <= recordedAt).at(-1);
        const { objectAsOf } = (await platform.ask(AS_OF, { id: 'toy-safety', knownAt: recordedAt })).data;
        expect(objectAsOf).toMatchObject({ revision: last.revision, recordedAt: last.recordedAt });
      }
      const { objectAsOf } = (await platform.ask(AS_OF, { id: 'toy-safety', knownAt: '2000-01-01T00:00:00Z' })).data;
      expect(objectAsOf.revision).toBe(-1);
    });

    it('stands beside what was in force at that moment, as far as was known', async () => {
      const asked = `query ($id: ID!, $position: Position, $knownAt: Instant) {
        objectAsOf(id: $id, position: $position, knownAt: $knownAt) { inForce { normId version inForceFrom inForceUntil } } }`;
      await draft('old-rule');
      const adopted = await issue(agency, 'PublishNorm', { normId: 'old-rule', publishedOn: '2019-03-01', zone: 'America/New_York' });
      const commenced = await issue(agency, 'CommenceNorm', { normId: 'old-rule', inForceFrom: '2019-06-01' });
      await issue(agency, 'RepealNorm', { normId: 'old-rule', repealedFrom: '2999-01-01', reason: 'Superseded' });
      const inForce = async (moment: object): Promise<unknown> =>
        (await platform.ask(asked, { id: 'old-rule', ...moment })).data.objectAsOf.inForce;
      const first = { normId: 'old-rule', version: 1, inForceFrom: '2019-06-01' };
      expect(await inForce({ position: adopted })).toEqual([]);
      expect(await inForce({ position: commenced })).toEqual([{ ...first, inForceUntil: null }]);
      expect(await inForce({})).toEqual([{ ...first, inForceUntil: '2999-01-01' }]);
      expect(await inForce({ knownAt: '2019-01-01T00:00:00Z' })).toEqual([]);
    });

    it('and an object that does not exist has no history', async () => {
      const { errors } = await platform.ask(HISTORY, { id: 'no-such-norm' });
      expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'NOT_FOUND', field: 'id', value: 'no-such-norm' }]);
    });
  });

  describe('to everything', () => {
    it('is followed over connections that come and go, without loss or repetition', async () => {
      const start = await headOf(platform);
      const writing = Promise.all(
        Array.from({ length: 8 }, async (_, writer) => {
          for (let nth = 0; nth < 25; nth++) await draft(`written-${writer}-${nth}`);
        }),
      );
      const seen: ToldEvent[] = [];
      while (seen.length < 200) {
        const client = connect(platform);
        const patience = seen.length + 1 + Math.floor(Math.random() * 40);
        for await (const { data } of subscribe(client, EVENTS, { after: seen.at(-1)?.position ?? start })) {
          seen.push(data.events);
          if (seen.length >= Math.min(200, patience)) break;
        }
        await client.dispose();
      }
      await writing;
      const all = await readLog(platform, ['government.norm.NormDrafted']);
      expect(seen.map(({ id }) => id)).toEqual(all.slice(-200).map(({ id }) => id));
      expect(
        seen.every(({ position }, nth) => nth === 0 || comparePositions(seen[nth - 1]!.position as Position, position as Position) < 0),
      ).toBe(true);
    });

    it('goes on behind the last position after a restart', async () => {
      const before = connect(platform);
      const live = subscribe(before, EVENTS, { types: ['government.norm.NormDrafted'], after: await headOf(platform) });
      await draft('before-restart');
      const { events } = (await live.next()).value.data;
      expect(events.stream).toBe('government.norm/before-restart');
      const ended = live.next().then(
        ({ done }) => done,
        () => true,
      );
      await platform.end();
      expect(await ended).toBe(true);

      await platform.startAgain();
      await draft('after-restart');
      const client = connect(platform);
      const again = subscribe(client, EVENTS, { types: ['government.norm.NormDrafted'], after: events.position });
      expect((await again.next()).value.data.events.stream).toBe('government.norm/after-restart');
      await draft('and-on');
      expect((await again.next()).value.data.events.stream).toBe('government.norm/and-on');
      await client.dispose();
    });

    it('is told until the token expires, and then the follower learns why', async () => {
      const client = connect(platform, await people.headers('us-cpsc', 'AGENCY', ['READER'], { lifetimeSeconds: 8 }));
      const live = subscribe(client, EVENTS, { after: '0', types: ['identity.party.PartyRegistered'] });
      expect((await live.next()).value.data.events.stream).toBe('identity.party/us-cpsc');
      const end = await live.next().then(
        ({ value }) => value?.errors as Ended | undefined,
        (errors: Ended) => errors,
      );
      expect(end?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(end?.[0]?.message).toContain('The token has expired');
      await client.dispose();
    });
  });

  describe('that is not disclosed', () => {
    let association: Headers;
    let auditor: Headers;
    beforeAll(async () => {
      association = await people.join('toy-makers', 'ASSOCIATION');
      auditor = await people.join('auditor', 'AUDITOR');
      await people.mandate('auditor');
      await issue(association, 'CreateCommittee', { committeeId: 'magnets', names: english('Magnets'), scope: english('Magnets in toys') });
      await issue(association, 'AppointMember', { committeeId: 'magnets', party: 'us-cpsc', kind: 'P_MEMBER' });
      const texts = { titles: english('Pull test'), scope: english('A test for magnets') };
      await issue(association, 'ProposeStandard', { standardId: 'pull-test', committeeId: 'magnets', ...texts });
      await issue(association, 'SubmitDraft', { standardId: 'pull-test', sections: [{ eId: 'clause_1', text: english('90 N for 10 s') }] });
      for (const stage of ['WD', 'CD', 'DIS']) await issue(association, 'AdvanceStandard', { standardId: 'pull-test', stage });
      const closesAt = new Date(Date.now() + 3_600_000).toISOString();
      await issue(association, 'OpenBallot', { ballotId: 'secret', standardId: 'pull-test', closesAt });
      await issue(agency, 'CastVote', { ballotId: 'secret', choice: 'APPROVE', comment: 'ours-alone' });
      await draft('behind-the-vote');
    });

    it('as the votes of an open ballot, is not in its history, for nobody', async () => {
      for (const reader of [{}, agency, association, auditor]) {
        for (const id of ['secret', 'association.ballot/secret']) {
          for (const query of [HISTORY, AS_OF]) {
            const { errors, data } = await platform.ask(query, { id }, reader);
            expect(errors.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND']);
            expect(JSON.stringify(data)).not.toContain('ours-alone');
          }
        }
      }
    });

    it('is left out for whoever follows the log', async () => {
      const everybody = [{}, agency, association, auditor];
      const told = await Promise.all(
        everybody.map(async (reader) => {
          const streams: string[] = [];
          const client = connect(platform, reader);
          for await (const { data } of subscribe(client, EVENTS, { after: '0' })) {
            expect(JSON.stringify(data)).not.toContain('ours-alone');
            streams.push(data.events.stream);
            if (data.events.stream === 'government.norm/behind-the-vote') break;
          }
          await client.dispose();
          return streams;
        }),
      );
      for (const streams of told) {
        expect(streams).toContain('association.standard/pull-test');
        expect(streams).not.toContain('association.ballot/secret');
      }
    });

    it('is not shown by the command line either', async () => {
      const { stdout } = await platform.cli(
        'log',
        'tail',
        '--no-follow',
        '--json',
        '--after',
        '0',
        '--type',
        'association.ballot.VoteCast',
      );
      expect(stdout).toContain('association.ballot/secret');
      expect(stdout).not.toContain('ours-alone');
    });
  });
});
