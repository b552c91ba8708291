import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseCheckpoint, parseNote, parseVkey, verifyStreamProofFile, verifyTlogProof } from '@concord/proof';
import { temporaryFolder } from './support/folders.js';
import { type Headers, People } from './support/people.js';
import { type CliResult, RunningPlatform } from './support/running-platform.js';

const DRAFT = 'mutation ($input: DraftNorm!) { draftNorm(input: $input) { receipt { stream revision position } } }';
const HISTORY = 'query ($id: ID!) { history(id: $id, first: 10) { nodes { id position } } }';

const sizeIn = (note: string): number => parseCheckpoint(parseNote(note).text).size;

describe('An auditor who trusts a key, and nobody', () => {
  let platform: RunningPlatform;
  let folder: string;
  let agency: Headers;
  let token: string;
  let key: string;
  let norms = 0;
  let wasKilled = false;

  const at = (name: string): string => join(folder, name);
  const checkpoint = async (): Promise<string> => (await fetch(`${platform.url}/log/checkpoint`)).text();
  const keysOfTheLog = async (): Promise<readonly string[]> => (await (await fetch(`${platform.url}/log/keys`)).text()).trim().split('\n');
  const verify = (where: string, ...args: readonly string[]): Promise<CliResult> =>
    platform.cli('audit', 'verify', where, '--key', key, '--json', ...args);
  /** Gives the stream. */
  const draft = async (): Promise<string> => {
    const input = { normId: `norm-${norms++}`, jurisdiction: 'US', documentType: 'Rule', titles: [{ language: 'en', text: 'A norm' }] };
    const { data, errors } = await platform.ask(DRAFT, { input }, agency);
    expect(errors).toEqual([]);
    return data.draftNorm.receipt.stream;
  };
  const untilCovered = async (size: number): Promise<string> => {
    for (;;) {
      const note = await checkpoint();
      if (sizeIn(note) >= size) return note;
      await pause(100);
    }
  };

  beforeAll(async () => {
    folder = await temporaryFolder('concord-audited-');
    platform = await RunningPlatform.start();
    const people = await People.of(platform);
    agency = await people.join('us-cpsc', 'AGENCY');
    await people.join('court-of-audit', 'AUDITOR');
    await people.mandate('court-of-audit');
    token = await people.token('court-of-audit', 'AUDITOR');
    for (let n = 0; n < 12; n++) await draft();
    await untilCovered(15);
    [key = ''] = await keysOfTheLog();
  });
  afterAll(async () => {
    await platform.remove(wasKilled);
    await rm(folder, { recursive: true });
  });

  it('finds everything as it must be, at the platform, in a folder and in a file, and keeps what was signed', async () => {
    const { code, stdout, stderr } = await verify(platform.url, '--token', token, '--keep', at('kept'));
    expect([code, stderr]).toEqual([0, '']);
    const { size } = JSON.parse(stdout) as { size: number };
    expect(JSON.parse(stdout)).toMatchObject({ isRight: true, findings: [] });
    expect(size).toBeGreaterThanOrEqual(15);
    expect((await platform.cli('audit', 'mirror', platform.url, at('mirror'), '--token', token)).code).toBe(0);
    expect((await platform.cli('audit', 'export', at('mirror'), at('log.gz'))).code).toBe(0);
    for (const where of [at('mirror'), at('log.gz')]) {
      const found = JSON.parse((await verify(where, '--kept', at('kept'))).stdout) as { size: number };
      expect(found).toMatchObject({ isRight: true, findings: [], keptSize: size });
      expect(found.size).toBeGreaterThanOrEqual(size);
    }
  });

  it('has it proven that an event is there, that nothing else is about its object, and that there is nothing about another', async () => {
    const stream = await draft();
    const [{ id }] = (await platform.ask(HISTORY, { id: stream }, agency)).data.history.nodes;
    const asked = `query ($id: ID!, $stream: String!) {
      proof(eventId: $id) { entry proof }
      completenessProof(stream: $stream) { length proof }
      nothing: completenessProof(stream: "government.norm/never-drafted") { length proof }
    }`;
    // Until a checkpoint covers it, there is no proof of it.
    let answer = await platform.ask(asked, { id, stream }, agency);
    for (; answer.errors.length > 0; answer = await platform.ask(asked, { id, stream }, agency)) {
      expect(answer.errors[0]?.extensions.code).toBe('NOT_FOUND');
      await pause(100);
    }
    const { data } = answer;
    const policy = { log: [parseVkey(key)], witnesses: [] };
    verifyTlogProof(data.proof.proof, Buffer.from(data.proof.entry), policy);
    expect(JSON.parse(data.proof.entry)).toMatchObject({ id, stream, revision: 0, type: 'government.norm.NormDrafted' });
    expect(verifyStreamProofFile(data.completenessProof.proof, policy).entries).toEqual([data.proof.entry]);
    expect([data.nothing.length, verifyStreamProofFile(data.nothing.proof, policy).entries]).toEqual([0, []]);
  });

  it('finds the same log, grown, after the platform was killed in the middle of its work', async () => {
    for (let round = 0; round < 2; round++) {
      const drafts = Array.from({ length: 12 }, () => draft().catch(() => undefined));
      await pause(40 + 60 * round);
      await platform.end('SIGKILL');
      wasKilled = true;
      await Promise.all(drafts);
      await platform.startAgain();
      wasKilled = false;
    }
    await draft();
    const before = sizeIn(await readFile(at('kept'), 'utf8'));
    await untilCovered(before + 2);
    const { code, stdout, stderr } = await verify(platform.url, '--token', token, '--kept', at('kept'));
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ isRight: true, findings: [], keptSize: before });
  });

  it('follows the key when the log hands it on', async () => {
    expect((await platform.cli('audit', 'rotate-key')).code).toBe(0);
    let keys = await keysOfTheLog();
    for (; keys.length < 2; keys = await keysOfTheLog()) await pause(100);
    expect(keys).toEqual([key, expect.any(String)]);
    const { code, stdout } = await verify(platform.url, '--token', token, '--kept', at('kept'));
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ isRight: true, findings: [], signedBy: keys[1] })]);
  });
});
