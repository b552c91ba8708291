import type { Instant, Position } from '@concord/kernel';
import { contentSecurityPolicy } from '@concord/web';
import { recordedAt } from '../testing/recorded.js';
import { DOSSIER_STYLE, dossierHtml, factSaid } from './dossier.html.js';
import type { Dossier, Step } from './dossier.js';

const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'&';
const at = '2026-11-20T10:00:00.000Z' as Instant;

const step = (position: number, change: Partial<Step> = {}): Step => ({
  ...{ relation: 'TRANSACTION', phase: 'DURING', inForce: [] },
  event: recordedAt(position, { id: `event-${position}`, type: 'trade.transaction.TransactionOpened' }),
  ...change,
});
const dossier = (change: Partial<Dossier> = {}): Dossier => ({
  ...{ kind: 'TRANSACTION', id: 'one', position: '2' as Position, parties: [], steps: [step(1), step(2)] },
  ...{ withheld: [], next: null, nextSince: null, proofs: null },
  ...change,
});

describe('A dossier as a file', () => {
  it('escapes whatever parties say', () => {
    const event = recordedAt(1, { data: { name: HOSTILE }, metadata: { party: HOSTILE, actor: HOSTILE } });
    const party = { party: HOSTILE, name: HOSTILE, kind: null, jurisdiction: HOSTILE, roles: [] };
    const proofs = { checkpoint: HOSTILE, events: { [event.id]: HOSTILE }, streams: { [HOSTILE]: HOSTILE } };
    const inForce = [{ normId: HOSTILE, version: 1 }];
    const text = dossierHtml(dossier({ steps: [step(1, { event, inForce })], parties: [party], proofs }), at);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img');
    expect(text.match(/<script/g)).toEqual(['<script']);
    const [, json = ''] = /<script type="application\/json" id="proofs">(.*?)<\/script>/s.exec(text) ?? [];
    expect(JSON.parse(json)).toEqual(proofs);
  });

  it('needs nothing else, and lets a browser load nothing', () => {
    const text = dossierHtml(dossier(), at);
    expect(text).not.toMatch(/<(link|img|script|iframe|object|form)|url\(|@import|href="(?!#)/);
    expect(text).toContain('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src');
    expect(contentSecurityPolicy(DOSSIER_STYLE).match(/sha256-/g)).toHaveLength(2);
    expect(text.match(/<style>/g)).toHaveLength(2);
  });

  it('has a section for each phase that has acts, in their order', () => {
    const steps = [step(1, { phase: 'AFTER' }), step(2, { phase: 'BEFORE' })];
    const headings = [...dossierHtml(dossier({ steps }), at).matchAll(/<h2[^>]*>([^<]+)/g)].map(([, heading]) => heading);
    expect(headings).toEqual(['Before the transaction', 'After the transaction', 'Proofs']);
  });

  it('tells the versions in force where they change', () => {
    const [first, second] = [
      { normId: 'toys', version: 1 },
      { normId: 'toys', version: 2 },
    ];
    const text = dossierHtml(
      dossier({ steps: [step(1, { inForce: [first] }), step(2, { inForce: [first] }), step(3, { inForce: [second] })] }),
      at,
    );
    expect([...text.matchAll(/<dt>Norms in force<\/dt><dd>([^<]+)/g)].map(([, said]) => said)).toEqual([
      'toys, version 1',
      'toys, version 2',
    ]);
  });

  it('says what is not in it: proofs, what is withheld, what comes behind', () => {
    const text = dossierHtml(dossier({ withheld: ['COMPLAINT'], next: '2' as Position, nextSince: '7' as Position }), at);
    expect(text).toContain('This dossier carries no proofs');
    expect(text).toContain('Not disclosed to whom this file was made for: complaint.');
    expect(text).toContain('/dossiers/transaction/one.html?after=2');
    expect(text).toContain('/dossiers/transaction/one.html?since=7');
  });

  it('lists the proof of each act, and says where there is none', () => {
    const proofs = { checkpoint: 'c', events: { 'event-1': { entry: 1 } }, streams: { 'testing.sample/one': [] } };
    const text = dossierHtml(dossier({ proofs }), at);
    expect(text.match(/in this file, under the id of the act/g)).toHaveLength(1);
    expect(text.match(/none for this act/g)).toHaveLength(1);
  });
});

it('the name of a fact reads as words', () => {
  expect(factSaid('trade.transaction.TransactionOpened')).toBe('Transaction opened');
  expect(factSaid('association.ballot.KeyDestroyed')).toBe('Key destroyed');
});
