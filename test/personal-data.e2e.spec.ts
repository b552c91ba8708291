import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpSource, parseVkey, verifyLog } from '@concord/proof';
import { type Headers, People } from './support/people.js';
import { RunningPlatform } from './support/running-platform.js';

const NAME = 'Ana Quintanilla';
const NARRATIVE = 'My daughter cut her hand on it.';
const FILE = 'daughter-at-home.jpg';
const REASON = 'She still cries.';
const STATEMENT = 'Every kite is looked at before it is sent.';
const PERSONAL = [NAME, NARRATIVE, FILE, REASON];

const COMPLAINT = `{ complaint(id: "cut") { status narrative evidence { name sha256 } answer { statement rejectionReason } } }`;
const TOLD = {
  narrative: NARRATIVE,
  evidence: [{ name: FILE, sha256: 'a'.repeat(64) }],
  answer: { statement: STATEMENT, rejectionReason: REASON },
};

describe('What belongs to a person', () => {
  let platform: RunningPlatform;
  let people: People;
  let customs: Headers;
  let shop: Headers;
  let ana: Headers;
  let operator: Headers;
  let auditor: Headers;

  const answered = async (query: string, headers: Headers = {}, variables: object = {}) => {
    const { data, errors } = await platform.ask(query, variables, headers);
    expect(errors).toEqual([]);
    return data;
  };
  const issue = async (headers: Headers, command: string, input: object) => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const mutation = `mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`;
    return platform.ask(mutation, { input }, headers);
  };
  const done = async (headers: Headers, command: string, input: object): Promise<void> => {
    expect((await issue(headers, command, input)).errors).toEqual([]);
  };
  const refused = async (headers: Headers, command: string, input: object): Promise<unknown> =>
    (await issue(headers, command, input)).errors[0]?.extensions.code;
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await pause(50);
  };
  const nameOf = async (headers?: Headers) => (await answered('{ party(id: "ana") { name } }', headers)).party.name;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    people = await People.of(platform);
    customs = await people.join('de-customs', 'AGENCY', 'DE');
    shop = await people.join('kites', 'ENTERPRISE', 'CN');
    operator = await people.join('concord-operator', 'OPERATOR', 'CH');
    auditor = { ...(await people.join('court', 'AUDITOR', 'DE')), 'concord-purpose': 'A look' };
    await people.mandate('court');
    ana = await people.headers('ana', 'CONSUMER');
    await done(ana, 'RegisterParty', { partyId: 'ana', name: NAME, jurisdiction: 'DE' });
    const trade = { buyer: 'ana', kind: 'B2C', origin: 'CN', destination: 'DE', currency: 'EUR' };
    const lines = [{ hsCode: '950300', description: 'Kite', quantity: 1, unitPrice: '20.00' }];
    await done(shop, 'OpenTransaction', { transactionId: 'kite', ...trade, lines });
    await until(async () => (await answered('{ transaction(id: "kite") { status } }', ana)).transaction?.status === 'ADMITTED');
    const claim = { remedy: 'REPLACEMENT' };
    const evidence = [{ name: FILE, sha256: 'a'.repeat(64), mediaType: 'image/jpeg' }];
    const filing = { complaintId: 'cut', transactionId: 'kite', ground: 'DEFECTIVE', narrative: NARRATIVE, evidence, claim };
    await done(ana, 'FileComplaint', filing);
    const answer = { complaintId: 'cut', position: 'CONTEST', statement: STATEMENT, offer: { remedy: 'REPAIR' } };
    await done(shop, 'AnswerComplaint', answer);
    await done(ana, 'RejectOffer', { complaintId: 'cut', reason: REASON });
    await until(async () => (await answered(COMPLAINT, ana)).complaint?.status === 'CONTESTED');
  });
  afterAll(() => platform.remove());

  it('is read by those whom it concerns', async () => {
    for (const reader of [ana, shop, customs, auditor]) expect((await answered(COMPLAINT, reader)).complaint).toMatchObject(TOLD);
    for (const reader of [ana, customs, operator]) expect(await nameOf(reader)).toBe(NAME);
    for (const reader of [undefined, shop, auditor]) expect(await nameOf(reader)).toBeNull();
  });

  it('is ciphertext in everything that the log shows and gives away', async () => {
    const shown = [
      await answered(
        '{ history(id: "consumer.complaint/cut") { nodes { data } } objectAsOf(id: "consumer.complaint/cut") { state } }',
        auditor,
      ),
      await answered('{ history(id: "identity.party/ana") { nodes { data } } objectAsOf(id: "identity.party/ana") { state } }'),
      await answered('{ explain(id: "consumer.complaint/cut", field: "status") { value grounds { says data } } }', auditor),
      await answered(
        '{ dossier(kind: COMPLAINT, id: "cut", withProofs: true) { parties { name } steps { event { data } } proofs } }',
        auditor,
      ),
    ].map((answer) => JSON.stringify(answer));
    const files = await Promise.all(
      ['html', 'json'].map((type) => fetch(`${platform.url}/dossiers/complaint/cut.${type}`, { headers: auditor })),
    );
    for (const file of files) {
      expect(file.status).toBe(200);
      shown.push(await file.text());
    }
    for (const answer of shown) {
      expect(answer).toMatch(/sealed|CONTESTED/);
      for (const text of PERSONAL) expect(answer).not.toContain(text);
    }
  });

  it('is nowhere in the open: neither in a table, nor in an index or a journal of the database', async () => {
    await platform.end();
    const files = (await readdir(platform.dataDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const found = new Set<string>();
    for (const { parentPath, name } of files) {
      const bytes = await readFile(join(parentPath, name));
      for (const text of [...PERSONAL, STATEMENT]) if (bytes.includes(text)) found.add(text);
    }
    // What the enterprise says is its own, and shows that the search finds what there is.
    expect([...found]).toEqual([STATEMENT]);
    await platform.startAgain();
  });

  it('is erased by that person or by an operator alone, and only where there is a person', async () => {
    const otto = await people.join('otto', 'CONSUMER', 'DE');
    expect(await refused(otto, 'ErasePersonalData', { partyId: 'ana' })).toBe('NOT_YOURS');
    expect(await refused(customs, 'ErasePersonalData', { partyId: 'ana' })).toBe('FORBIDDEN');
    expect(await refused(operator, 'ErasePersonalData', { partyId: 'kites' })).toBe('NOT_A_PERSON');
    expect(await refused(operator, 'ErasePersonalData', { partyId: 'nobody' })).toBe('PARTY_NOT_FOUND');
    expect(await nameOf(ana)).toBe(NAME);
    await done(operator, 'ErasePersonalData', { partyId: 'otto' });
    expect(await refused(otto, 'RenameParty', { partyId: 'otto', name: 'Otto' })).toBe('PARTY_ERASED');
    expect(await refused(operator, 'ReinstateParty', { partyId: 'otto', reason: 'A mistake' })).toBe('PARTY_ERASED');
  });

  it('opens to nobody once it is erased, though the platform dies at once, and what was done about it stays', async () => {
    await done(ana, 'ErasePersonalData', { partyId: 'ana' });
    // It is recorded, and the key perhaps not yet gone.
    await platform.end('SIGKILL');
    await platform.startAgain();
    await until(async () => (await answered(COMPLAINT, customs)).complaint.narrative === null);
    const erased = {
      narrative: null,
      evidence: [{ name: null, sha256: 'a'.repeat(64) }],
      answer: { statement: STATEMENT, rejectionReason: null },
    };
    for (const reader of [ana, shop, customs, auditor]) {
      expect((await answered(COMPLAINT, reader)).complaint).toEqual({ status: 'CONTESTED', ...erased });
    }
    expect((await answered('{ party(id: "ana") { status name } }', customs)).party).toEqual({ status: 'ERASED', name: null });
    expect(await refused(ana, 'RegisterParty', { partyId: 'ana', name: NAME, jurisdiction: 'DE' })).toBe('PARTY_EXISTS');
    await done(customs, 'DecideComplaint', { complaintId: 'cut', outcome: 'DISMISSED', reasons: 'No evidence is left.' });
  });

  it('leaves a log that proves itself whole, and read models that come out of it as they are', async () => {
    const proven = 'query ($id: ID!) { proof(eventId: $id) { entry } }';
    await until(async () => {
      const { nodes } = (await answered('{ history(id: "identity.party/ana") { nodes { id type } } }')).history;
      const { id, type } = nodes.at(-1);
      // The key is gone a moment before the log says so, and the tree follows.
      return type === 'identity.party.PersonalKeyDestroyed' && (await platform.ask(proven, { id })).errors.length === 0;
    });
    const [key = ''] = (await (await fetch(`${platform.url}/log/keys`)).text()).split('\n');
    const source = new HttpSource(platform.url, { token: await people.token('court', 'AUDITOR') });
    expect((await verifyLog(source, { key: parseVkey(key) })).findings).toEqual([]);
    const models = ['identity.parties', 'consumer.complaints'];
    const { code } = await platform.cli('audit', 'replay', '--compare', '--json', '--model', ...models);
    expect(code).toBe(0);
  });
});
