import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { EVENT_LOG, type EventLog } from '@concord/event-log';
import { proposals } from '@concord/event-log/testing';
import { canonicalJson, type PartyKind } from '@concord/kernel';
import { ConsumerModule } from '@concord/modules/consumer';
import { EnterpriseModule } from '@concord/modules/enterprise';
import { GovernmentModule } from '@concord/modules/government';
import { TradeModule } from '@concord/modules/trade';
import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Ask, type RunningContext, runContexts } from '../../../../test/support/running-context.js';
import { DossierDoor, InsightModule } from '../module.js';
import { PROOFS, type Proofs } from './proofs.js';

@Module({ imports: [InsightModule], providers: [DossierDoor] })
class InsightWithDoor {}

/** As much of a log's proofs as an auditor can check by hand: the entry and its digest. */
const digests: Proofs = {
  async proofsOf(events) {
    const entries = events.map((event) => [event.id, canonicalJson(event)] as const);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    return {
      checkpoint: { size: events.length, digest: digest(entries.map(([, entry]) => entry).join('\n')) },
      events: Object.fromEntries(entries.map(([id, entry]) => [id, { entry, digest: digest(entry) }])),
      streams: Object.fromEntries(events.map(({ stream }) => [stream, events.filter((event) => event.stream === stream).length])),
    };
  },
};

@Global()
@Module({ providers: [{ provide: PROOFS, useValue: digests }], exports: [PROOFS] })
class WithProofs {}

const en = (text: string) => [{ language: 'en', text }];
const today = new Date().toISOString().slice(0, 10);
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(1)>';
const DOSSIER = `query ($kind: DossierKind!, $id: ID!, $first: Int, $after: Position, $phase: Phase, $atLeast: Position) {
  dossier(kind: $kind, id: $id, first: $first, after: $after, phase: $phase, atLeast: $atLeast) {
    kind id position withheld next nextSince proofs parties { party kind name jurisdiction roles }
    steps { relation phase event { type stream position party } inForce { normId version } } } }`;

interface ToldStep {
  readonly relation: string;
  readonly phase: string;
  readonly event: { readonly type: string; readonly stream: string; readonly position: string };
  readonly inForce: readonly { readonly normId: string; readonly version: number }[];
}

describe('Dossiers', () => {
  let running: RunningContext;
  let customs: Ask;
  let shop: Ask;
  let eva: Ask;
  let otto: Ask;
  let auditor: Ask;
  let position = '0';

  const mutate = async (ask: Ask, command: string, input: object) => {
    const field = command.charAt(0).toLowerCase() + command.slice(1);
    const { data, messages } = await ask(`mutation ($input: ${command}!) { ${field}(input: $input) { receipt { position } } }`, { input });
    expect({ command, messages }).toEqual({ command, messages: [] });
    position = data[field].receipt.position;
  };
  const dossier = async (ask: Ask, kind: string, id: string, change: object = {}) => {
    const { data, messages } = await ask(DOSSIER, { kind, id, first: 100, atLeast: position, ...change });
    expect(messages).toEqual([]);
    return data.dossier;
  };
  const file = async (path: string, party = 'audit', kind: PartyKind = 'AUDITOR') =>
    fetch(`${running.url}/dossiers/${path}`, {
      headers: { authorization: await running.authorization(party, kind, ['READER', 'OFFICER']) },
    });
  const factsOf = (steps: readonly ToldStep[]) => steps.map(({ relation, event }) => `${relation} ${event.type.split('.').at(-1)}`);
  const until = async (id: string, ...statuses: readonly string[]) => {
    for (;;) {
      const { data } = await auditor(`{ objectAsOf(id: "${id}") { position state } }`);
      if (statuses.includes(data?.objectAsOf.state.status)) {
        position = data.objectAsOf.position;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const trade = async (transactionId: string) => {
    const lines = [{ hsCode: '950300', description: HOSTILE, quantity: 1, unitPrice: '100' }];
    const way = { buyer: 'eva', kind: 'B2C', origin: 'CN', destination: 'DE', currency: 'CNY' };
    await mutate(shop, 'OpenTransaction', { transactionId, ...way, lines, documents: ['TEST_REPORT'] });
    await until(`trade.transaction/${transactionId}`, 'ADMITTED');
  };

  beforeAll(async () => {
    running = await runContexts(GovernmentModule, EnterpriseModule, TradeModule, ConsumerModule, InsightWithDoor, WithProofs);
    customs = await running.party('de-customs', 'AGENCY', ['OFFICER'], 'DE');
    shop = await running.party('shop', 'ENTERPRISE', ['OFFICER', 'ADMIN'], 'CN');
    eva = await running.party('eva', 'CONSUMER', ['ADMIN'], 'DE');
    otto = await running.party('otto', 'CONSUMER', ['ADMIN'], 'DE');
    auditor = await running.party('audit', 'AUDITOR', ['READER'], 'DE');
    await running.mandate('audit');
    await mutate(shop, 'RenameParty', { partyId: 'shop', name: `Shop ${HOSTILE}` });
    const registration = { enterpriseId: 'shop', legalName: 'Shop', country: 'CN', operationMode: 'SELF_OPERATED' };
    await mutate(shop, 'FileRegistration', registration);
    const requirement = { direction: 'IMPORT', hsCodes: ['9503'], mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'HOLD' };
    await mutate(customs, 'DraftNorm', {
      ...{ normId: 'toy-safety', jurisdiction: 'DE', documentType: 'law', titles: en('Toy safety') },
      provisions: [{ eId: 'sec_1', text: en('Whoever sells toys has a test report.'), requirement }],
    });
    await mutate(customs, 'PublishNorm', { normId: 'toy-safety', publishedOn: today, inForceFrom: today, zone: 'UTC' });
    await mutate(customs, 'AdoptProcedure', { procedureId: 'fast', names: en('Fast'), jurisdiction: 'DE', answerWithin: 'PT1S' });
    await trade('robot');
    await mutate(customs, 'AmendNorm', {
      ...{ normId: 'toy-safety', inForceFrom: today, reason: 'Clearer' },
      operations: [{ operation: 'SUBSTITUTE', provision: { eId: 'sec_1', text: en('Toys have a test report.'), requirement } }],
    });
    await mutate(eva, 'ConfirmDelivery', { transactionId: 'robot' });
    await mutate(eva, 'FileComplaint', {
      ...{ complaintId: 'fake', transactionId: 'robot', procedureId: 'fast', ground: 'COUNTERFEIT', narrative: HOSTILE },
      evidence: [{ name: 'photo', sha256: 'a'.repeat(64), mediaType: 'image/jpeg' }],
      claim: { remedy: 'REFUND' },
    });
    await until('consumer.complaint/fake', 'UPHELD');
  });
  afterAll(() => running?.stop());

  it('of a transaction: before, during and after, with the versions in force at each step', async () => {
    const { steps, parties, withheld, next, nextSince } = await dossier(eva, 'TRANSACTION', 'robot');
    // The platform says in its own time that a norm came into force.
    expect(factsOf(steps).filter((fact) => fact !== 'NORM NormCameIntoForce')).toEqual([
      ...['SELLER PartyRegistered', 'BUYER PartyRegistered', 'SELLER PartyRenamed', 'REGISTRATION RegistrationFiled'],
      ...['NORM NormDrafted', 'NORM NormPublished'],
      ...['TRANSACTION TransactionOpened', 'TRANSACTION TransactionChecked', 'TRANSACTION TransactionDelivered'],
      ...['COMPLAINT ComplaintFiled', 'COMPLAINT ComplaintDecided'],
    ]);
    const inForceAt = (fact: string) => steps.find(({ event }: ToldStep) => event.type.endsWith(fact)).inForce;
    expect(inForceAt('NormDrafted')).toEqual([]);
    expect(inForceAt('TransactionChecked')).toEqual([{ normId: 'toy-safety', version: 1 }]);
    expect(inForceAt('ComplaintDecided')).toEqual([{ normId: 'toy-safety', version: 2 }]);
    expect([withheld, next, nextSince]).toEqual([[], null, null]);
    const rolesOf = (id: string) => parties.find(({ party }: { party: string }) => party === id).roles;
    expect([rolesOf('shop'), rolesOf('eva')]).toEqual([
      ['SELLER', 'RESPONDENT', 'ACTING'],
      ['BUYER', 'COMPLAINANT', 'ACTING'],
    ]);
    expect(rolesOf('de-customs')).toEqual(['AGENCY', 'ACTING']);
    const after = await dossier(eva, 'TRANSACTION', 'robot', { phase: 'AFTER' });
    expect(factsOf(after.steps)).toEqual(['COMPLAINT ComplaintFiled', 'COMPLAINT ComplaintDecided']);
  });

  it('of a complaint, an enterprise and a norm', async () => {
    const complaint = await dossier(eva, 'COMPLAINT', 'fake');
    expect(factsOf(complaint.steps)).toEqual(
      expect.arrayContaining([
        'PROCEDURE ProcedureAdopted',
        'TRANSACTION TransactionChecked',
        'NORM NormPublished',
        'COMPLAINT ComplaintDecided',
      ]),
    );
    const enterprise = await dossier(shop, 'ENTERPRISE', 'shop');
    expect(factsOf(enterprise.steps)).toEqual(
      expect.arrayContaining([
        'ENTERPRISE PartyRenamed',
        'REGISTRATION RegistrationFiled',
        'TRANSACTION TransactionOpened',
        'COMPLAINT ComplaintFiled',
      ]),
    );
    expect(enterprise.parties.map(({ party }: { party: string }) => party)).toEqual(expect.arrayContaining(['eva', 'shop', 'de-customs']));
    const norm = await dossier(customs, 'NORM', 'toy-safety');
    expect(factsOf(norm.steps)).toEqual(
      expect.arrayContaining(['AGENCY PartyRegistered', 'NORM NormAmended', 'TRANSACTION TransactionChecked']),
    );
  });

  it('is closed to whom its subject is not disclosed, and names the kinds of what it withholds', async () => {
    const codes = async (ask: Ask, kind: string, id: string) => (await ask(DOSSIER, { kind, id })).codes;
    expect(await codes(otto, 'TRANSACTION', 'robot')).toEqual(['NOT_FOUND']);
    expect(await codes(otto, 'COMPLAINT', 'fake')).toEqual(['NOT_FOUND']);
    expect(await codes(otto, 'ENTERPRISE', 'shop')).toEqual(['FORBIDDEN']);
    expect(await codes(auditor, 'ENTERPRISE', 'eva')).toEqual(['NOT_FOUND']);
    expect(await codes(auditor, 'NORM', 'nothing')).toEqual(['NOT_FOUND']);
    expect(await codes(running.anybody, 'NORM', 'toy-safety')).toEqual(['UNAUTHENTICATED']);
    const { steps, withheld } = await dossier(otto, 'NORM', 'toy-safety');
    expect(withheld).toEqual(['TRANSACTION']);
    expect(factsOf(steps)).not.toContain('TRANSACTION TransactionOpened');
    expect((await file('transaction/robot.html', 'otto', 'CONSUMER')).status).toBe(404);
    expect((await file('enterprise/shop.json', 'otto', 'CONSUMER')).status).toBe(403);
    expect((await fetch(`${running.url}/dossiers/norm/toy-safety.json`)).status).toBe(401);
    expect((await file('norm/toy-safety.pdf')).status).toBe(400);
  });

  it.each(['transaction/robot', 'complaint/fake', 'enterprise/shop', 'norm/toy-safety'])(
    'is a file that carries its proofs: %s',
    async (path) => {
      const json = await file(`${path}.json?atLeast=${position}`);
      expect([json.status, json.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
      const told = (await json.json()) as {
        steps: { event: { id: string; stream: string } }[];
        proofs: Awaited<ReturnType<Proofs['proofsOf']>>;
      };
      expect(Object.keys(told.proofs.events)).toEqual(told.steps.map(({ event }) => event.id));
      const page = await file(`${path}.html`);
      const text = await page.text();
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(text).not.toMatch(/<script>alert|<img/);
      const [, proofs = ''] = /<script type="application\/json" id="proofs">(.*?)<\/script>/s.exec(text) ?? [];
      // That the file before was read is in the log, too: the checkpoint is another, and what is proved is the same.
      const entriesOf = ({ events }: { events: object }) => Object.entries(events).map(([id, { entry }]) => [id, entry]);
      expect(entriesOf(JSON.parse(proofs) as { events: object })).toEqual(entriesOf(told.proofs));
      expect(text.match(/<li id="act-/g)).toHaveLength(told.steps.length);
      if (process.env.DOSSIER_FILES) await writeFile(`${process.env.DOSSIER_FILES}/${path.replace('/', '-')}.html`, text);
    },
  );

  it('with ten thousand acts comes in pages, none of them lost', async () => {
    const log = running.app.get<EventLog>(EVENT_LOG);
    const stream = 'identity.party/big';
    await running.party('big', 'ENTERPRISE');
    const renamed = (count: number) =>
      proposals(count, { type: 'identity.party.PartyRenamed', data: { name: 'Big' }, metadata: { party: 'big', actor: 'person-of-big' } });
    for (let appended = 0; appended < 10_000; appended += 1_000) await log.append(stream, appended, renamed(1_000));

    let [after, acts, pages] = ['0', 0, 0];
    for (let more = true; more; pages++) {
      const answer = await file(`enterprise/big.json?after=${after}`);
      const { steps, next } = (await answer.json()) as { steps: unknown[]; next: string | null };
      expect(steps.length).toBeLessThanOrEqual(2_000);
      acts += steps.length;
      more = next !== null;
      after = next ?? after;
    }
    expect([acts, pages]).toEqual([10_001, 6]);
    const text = await (await file('enterprise/big.html')).text();
    expect(text.match(/<li id="act-/g)).toHaveLength(2_000);
    expect(text).toContain('More acts follow, which are not in this file');
  });

  it('of more than a thousand objects looks at a thousand at a time, and says where it goes on', async () => {
    const head = Number(await running.app.get<EventLog>(EVENT_LOG).head());
    await running.app.get(DataSource).query(
      `INSERT INTO insight_dossiers.part (kind, subject, stream, relation, since)
       SELECT 'ENTERPRISE', 'shop', 'trade.transaction/' || CASE WHEN n = 1500 THEN 'robot' ELSE 'gone-' || n END, 'TRANSACTION', $1::bigint + n / 2
       FROM generate_series(1, 1500) n ON CONFLICT (kind, subject, stream) DO UPDATE SET since = excluded.since`,
      [head],
    );
    const page = async (since: string) => {
      const answer = await (await file(`enterprise/shop.json?since=${since}`)).json();
      return answer as { nextSince: string | null; steps: ToldStep[] };
    };
    const first = await page('0');
    expect(Number(first.nextSince)).toBeLessThan(head + 750);
    expect(factsOf(first.steps)).not.toContain('TRANSACTION TransactionOpened');
    const second = await page(first.nextSince ?? '');
    expect(second.nextSince).toBeNull();
    expect(factsOf(second.steps)).toEqual([
      'TRANSACTION TransactionOpened',
      'TRANSACTION TransactionChecked',
      'TRANSACTION TransactionDelivered',
    ]);
  });
});
