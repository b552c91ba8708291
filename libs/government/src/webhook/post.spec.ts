import { post } from './post.js';
import { type Answering, Receiver } from './testing/receiver.js';

describe('An attempt to post a message', () => {
  const receivers: Receiver[] = [];
  const receiver = async (answer?: Answering): Promise<Receiver> => {
    const opened = await Receiver.open(answer);
    receivers.push(opened);
    return opened;
  };
  afterAll(async () => {
    for (const each of receivers) await each.close();
  });

  test('goes to the addresses that the name had when they were checked', async () => {
    const open = await receiver();
    const url = new URL(open.url.replace('127.0.0.1', 'localhost'));
    expect(await post(url, { 'webhook-id': 'msg_1' }, '{"a":"ä"}', 'any')).toEqual({ status: 204, outcome: '204' });
    expect(open.received).toMatchObject([{ id: 'msg_1', text: '{"a":"ä"}', headers: { host: url.host, 'content-length': '10' } }]);
  });

  test('never reaches what is not public, whatever the address was when it was subscribed with', async () => {
    const open = await receiver();
    const { port } = new URL(open.url);
    const outcomes = await Promise.all(
      [`http://localhost:${port}/`, `https://localhost:${port}/`, `https://127.0.0.1:${port}/`].map((url) =>
        post(new URL(url), {}, '{}', 'public'),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([null, null, null]);
    expect(outcomes[0]?.outcome).toContain('begins with https://');
    expect(outcomes[1]?.outcome).toMatch(/^localhost: (127\.0\.0\.1|::1) is not public/);
    expect(outcomes[2]?.outcome).toBe('127.0.0.1 is not public: it belongs to the loopback');
    expect(open.received).toEqual([]);
  });

  test.each<[string, Answering, string]>([
    ['that never answers', () => undefined, 'no answer within 300 ms'],
    ['that never ends its answer', (_, response) => void response.writeHead(200).write('x'), 'no answer within 300 ms'],
    ['that hangs up', (_, response) => void response.destroy(), 'no connection: ECONNRESET'],
  ])('ends at a receiver %s', async (_, answer, outcome) => {
    const { url } = await receiver(answer);
    expect(await post(new URL(url), {}, '{}', 'any', 300)).toEqual({ status: null, outcome });
  });

  test('ends at a receiver that wants to go on in another protocol', async () => {
    const { url } = await receiver((_, response) => {
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n');
    });
    expect(await post(new URL(url), {}, '{}', 'any')).toEqual({ status: 101, outcome: '101' });
  });

  test('ends where nobody listens', async () => {
    const { url } = await receiver();
    await receivers.pop()?.close();
    expect(await post(new URL(url), {}, '{}', 'any')).toEqual({ status: null, outcome: 'no connection: ECONNREFUSED' });
  });

  test('reads no more of an answer than it has to', async () => {
    const { url } = await receiver((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    expect(await post(new URL(url), {}, '{}', 'any')).toEqual({ status: 200, outcome: '200' });
  });
});
