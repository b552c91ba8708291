import { cosign, signNote } from '../note.js';
import { findingOf, MemoryLog, type ServedLog, testSigner, told, VerifiedLogs } from '../testing/index.js';

const SIZE = 1_300;
const log = MemoryLog.of(SIZE, 30);
const served: ServedLog = { entries: log.entries, hashes: log.hashes, checkpoint: log.checkpoint() };

const logs = new VerifiedLogs(log.signer);
afterAll(() => logs.remove());
const verify = logs.verify.bind(logs);

describe('what was changed everywhere, but without the key', () => {
  const forged = new MemoryLog(testSigner('concord/test'));
  for (const [index, event] of log.events.entries()) {
    forged.append(event.stream, { ...event, ...(index === 900 && { data: { note: 'nothing happened' } }) });
  }

  test('the tree does not give the root that was signed', async () => {
    const found = await verify({ ...forged, checkpoint: served.checkpoint });
    expect(told(found)).toEqual([
      ['root', undefined],
      ['streams', undefined],
    ]);
  });

  test('a checkpoint with a signature of another key is not one of the log', async () => {
    const found = await verify({ ...forged, checkpoint: forged.checkpoint() });
    expect(told(found)).toEqual([['signature', undefined]]);
  });

  test('a checkpoint with the old signature under the new text is refused', async () => {
    const signatures = served.checkpoint.slice(served.checkpoint.indexOf('\n\n'));
    const found = await verify({ ...forged, checkpoint: forged.checkpointText() + signatures.slice(1) });
    expect(findingOf(found, 'signature').found).toContain('is not of this text');
  });

  test('with the stolen key it is found by whoever kept a checkpoint', async () => {
    const stolen = new MemoryLog(log.signer);
    for (const event of forged.events) stolen.append(event.stream, event);
    const what = { ...stolen, checkpoint: stolen.checkpoint() };
    expect(await verify(what)).toMatchObject({ isRight: true });
    const found = await verify(what, { kept: served.checkpoint });
    expect(told(found)).toEqual([['kept', undefined]]);
    expect(findingOf(found, 'kept').expected).toContain(`of the first ${SIZE} leaves`);
  });
});

describe('a checkpoint that was kept', () => {
  const earlier = MemoryLog.of(700, 30, new MemoryLog(log.signer));

  test('is one that the log has grown from', async () => {
    expect(await verify(served, { kept: earlier.checkpoint() })).toMatchObject({ isRight: true, keptSize: 700 });
    expect(await verify(served, { kept: served.checkpoint })).toMatchObject({ isRight: true });
  });

  test('shows that the log was rolled back', async () => {
    const found = await verify({ ...earlier, checkpoint: earlier.checkpoint() }, { kept: served.checkpoint });
    expect(told(found)).toEqual([['kept', undefined]]);
    expect(findingOf(found, 'kept')).toMatchObject({ found: '700: the log was cut off or rolled back' });
  });

  test('shows that another log was put in its place', async () => {
    const other = MemoryLog.of(SIZE, 30, new MemoryLog(testSigner('concord/other')));
    const found = await verify(served, { kept: other.checkpoint() });
    expect(findingOf(found, 'kept')).toMatchObject({ expected: 'the log concord/other of the checkpoint that was kept' });
  });

  test('that is none is the caller’s to mend', async () => {
    await expect(verify(served, { kept: 'x' })).rejects.toThrow('The note ends without a line feed.');
  });
});

describe('a checkpoint', () => {
  test('that is none is told, and nothing else', async () => {
    expect(told(await verify({ ...served, checkpoint: served.checkpoint.replaceAll('\n', '\r\n') }))).toEqual([['checkpoint', undefined]]);
  });

  test('without the map of streams is told', async () => {
    const text = log.checkpointText().split('\n').slice(0, 3).join('\n');
    expect(told(await verify({ ...served, checkpoint: signNote(`${text}\n`, log.signer) }))).toEqual([['streams', undefined]]);
  });

  test('with another map of streams is told', async () => {
    const checkpoint = signNote(log.checkpointText().replace(/streams .*/, `streams ${log.hashes[0]!.toString('base64')}`), log.signer);
    expect(told(await verify({ ...served, checkpoint }))).toEqual([['streams', undefined]]);
  });

  test('of another log is told', async () => {
    const other = testSigner('concord/other');
    expect(told(await verify(served, { key: other.vkey }))).toEqual([
      ['checkpoint', undefined],
      ['signature', undefined],
    ]);
  });

  const [w1, w2] = [testSigner('witness.example/w1'), testSigner('witness.example/w2')];
  const cosigned = { ...served, checkpoint: served.checkpoint + cosign(log.checkpointText(), w1, 7) };

  test('with enough cosignatures is right, and says whose', async () => {
    const found = await verify(cosigned, { witnesses: [w1.witness, w2.witness], quorum: 1 });
    expect(found).toMatchObject({ isRight: true, cosignedBy: [w1.witness.text] });
  });

  test('with too few cosignatures is told', async () => {
    const found = await verify(cosigned, { witnesses: [w1.witness, w2.witness] });
    expect(told(found)).toEqual([['cosignatures', undefined]]);
    expect(found.findings[0]!.found).toContain('is cosigned by 1 of the 2 known witnesses');
  });
});

describe('keys', () => {
  const [first, second, third] = [testSigner('concord/test'), testSigner('concord/test'), testSigner('concord/test')];
  const rotated = MemoryLog.of(40, 3, new MemoryLog(first));
  const kept = rotated.checkpoint();
  rotated.succeed(second);
  for (let index = 0; index < 300; index++) rotated.append('test/1');
  const what = { ...rotated, checkpoint: rotated.checkpoint() };

  test('follow one another by events that the retired one has signed', async () => {
    expect(await verify(what, { key: first.vkey, kept })).toMatchObject({ isRight: true, signedBy: second.vkey.text });
    expect(await verify(what, { key: second.vkey })).toMatchObject({ isRight: true, signedBy: second.vkey.text });
  });

  test('that are retired sign no more', async () => {
    const found = await verify({ ...what, checkpoint: signNote(rotated.checkpointText(), first) }, { key: first.vkey });
    expect(told(found)).toEqual([['signature', undefined]]);
  });

  test('that are retired name no successor, nor does anybody else', async () => {
    const taken = MemoryLog.of(0, 1, new MemoryLog(first));
    for (const event of rotated.events) taken.append(event.stream, event);
    taken.succeed(third, first);
    const found = await verify({ ...taken, checkpoint: taken.checkpoint() }, { key: first.vkey });
    expect(told(found)).toEqual([
      ['succession', 341],
      ['signature', undefined],
    ]);
    const forged = MemoryLog.of(10, 3, new MemoryLog(first));
    forged.succeed(third, third);
    expect(told(await verify({ ...forged, checkpoint: forged.checkpoint() }, { key: first.vkey }))).toEqual([['signature', undefined]]);
  });

  test('are not handed on by a note that the retired one has not signed', async () => {
    const forged = MemoryLog.of(10, 3, new MemoryLog(first));
    forged.append('transparency.notary/test', {
      type: 'transparency.notary.KeySucceeded',
      data: { retired: first.vkey.text, successor: third.vkey.text, note: signNote('I am next\n', third) },
    });
    const found = await verify({ ...forged, checkpoint: signNote(forged.checkpointText(), third) }, { key: first.vkey });
    expect(told(found)).toEqual([
      ['succession', 10],
      ['signature', undefined],
    ]);
  });
});
