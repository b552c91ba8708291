import { leafHash } from '../merkle.js';
import { MemoryLog, testId, testSigner, told, VerifiedLogs } from '../testing/index.js';
import type { Finding } from './finding.js';
import type { Verification } from './verify-log.js';

const signer = testSigner('concord/test');
const logs = new VerifiedLogs(signer);
afterAll(() => logs.remove());
const verify = logs.verify.bind(logs);

describe('events of a log that was signed as it is', () => {
  const signedWith = async (change: (bad: MemoryLog) => void): Promise<Verification> => {
    const bad = MemoryLog.of(20, 3, new MemoryLog(signer));
    change(bad);
    return verify({ ...bad, checkpoint: bad.checkpoint() });
  };

  test.each<[string, object, Partial<Finding>]>([
    ['a position that was there', { position: '20' }, { check: 'position', expected: 'a position after 20', found: '20' }],
    ['an earlier instant', { recordedAt: '2025-01-01T00:00:00.000Z' }, { check: 'recordedAt', found: '2025-01-01T00:00:00.000Z' }],
    ['a revision too high', { revision: 9 }, { check: 'revision', expected: 'revision 7', found: 'revision 9', stream: 'test/0' }],
    ['a revision that was there', { revision: 6 }, { check: 'revision', expected: 'revision 7', found: 'revision 6', stream: 'test/0' }],
  ])('with %s are told', async (_what, change, expected) => {
    const found = await signedWith((bad) => bad.append('test/0', change));
    expect(found.findings).toMatchObject([{ index: 20, ...expected, eventId: expect.any(String) }]);
  });

  test('with the id of another are told', async () => {
    const found = await signedWith((bad) => bad.append('test/0', { id: testId(4) }));
    expect(found.findings).toMatchObject([{ check: 'eventId', index: 20, found: 'the id of index 4', eventId: testId(4) }]);
  });

  test.each([
    ['white space', (text: string) => text.replace(',', ', ')],
    ['members in another order', (text: string) => text.replace(/"amount":0,("note":"[^"]*")/, '$1,"amount":0')],
    ['a member twice', (text: string) => text.replace('"type":', '"type":"x","type":')],
    ['a member too many', (text: string) => text.replace(/}$/, ',"zone":1}')],
    ['a member too few', (text: string) => text.replace('"schemaVersion":1,', '')],
    ['an id that is none', (text: string) => text.replace(/"id":"./, '"id":"x')],
    ['a position that is none', (text: string) => text.replace('"position":"1"', '"position":"01"')],
    ['no JSON', () => 'x'],
    ['no object', () => '[]'],
    ['a byte that is no UTF-8', () => Buffer.of(0xff)],
  ])('with %s are told', async (_what, change) => {
    const bad = MemoryLog.of(1, 1, new MemoryLog(signer));
    const entry = Buffer.from(change(bad.entries[0]!.toString()));
    expect(entry).not.toEqual(bad.entries[0]);
    bad.entries[0] = entry;
    bad.hashes[0] = leafHash(entry);
    const found = await verify({ ...bad, checkpoint: bad.checkpoint() });
    expect(told(found)).toEqual([['entry', 0]]);
  });

  test('with members that look like numbers, or only the hash of their data, are right', async () => {
    const found = await signedWith((bad) => {
      bad.append('test/0', { data: { '2': 1, '10': { b: 1, a: [] }, '': null } });
      bad.append('test/1', { data: undefined, dataSha256: Buffer.alloc(32, 1).toString('base64') });
    });
    expect(told(found)).toEqual([]);
  });
});
