import { once } from 'node:events';
import { patientStream, Stalled } from './patient-stream.js';

describe('A stream that waits for its reader', () => {
  let ended = 0;
  let made = 0;
  async function* lines(count: number): AsyncGenerator<string, void> {
    try {
      for (made = 0; made < count; made++) yield `${made} ${'x'.repeat(1_000)}\n`;
    } finally {
      ended++;
    }
  }
  beforeEach(() => {
    ended = 0;
  });

  it('hands on everything, in order', async () => {
    let text = '';
    for await (const chunk of patientStream(lines(500), 60_000)) text += chunk;
    expect(text.split('\n').map((line) => line.split(' ')[0])).toEqual([...Array.from({ length: 500 }, (_, n) => String(n)), '']);
    expect(ended).toBe(1);
  });

  it('makes no more than what is taken', async () => {
    const stream = patientStream(lines(100_000), 60_000);
    await once(stream, 'readable');
    stream.read(10);
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    expect(made).toBeLessThan(1_000);
    stream.destroy();
    await once(stream, 'close');
    expect(ended).toBe(1);
  });

  it('ends what it reads also when it is given up before anybody has read', async () => {
    const begun = lines(10);
    await begun.next();
    const stream = patientStream(begun, 60_000);
    stream.destroy();
    await once(stream, 'close');
    await begun.next();
    expect(ended).toBe(1);
  });

  it('breaks off, and ends what it reads, when nothing is taken', async () => {
    const stream = patientStream(lines(100_000), 10);
    stream.once('readable', () => stream.read(1));
    const [error] = (await once(stream, 'error')) as [unknown];
    expect(error).toBeInstanceOf(Stalled);
    expect(ended).toBe(1);
  });
});
