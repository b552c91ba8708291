import { KeyCache, REMEMBERED_MS } from './key-cache.js';

let now = 0;
let looks = 0;
const key = async (): Promise<string | null> => `key ${++looks}`;
const none = async (): Promise<string | null> => null;

beforeEach(() => {
  now = 0;
  looks = 0;
});
const cache = () => new KeyCache<string>(() => now);

test('a key is looked up once, also by those who ask at once, and again after its time', async () => {
  const keys = cache();
  expect(await Promise.all([keys.get('a', key), keys.get('a', key)])).toEqual(['key 1', 'key 1']);
  now = REMEMBERED_MS - 1;
  expect(await keys.get('a', key)).toBe('key 1');
  now = REMEMBERED_MS;
  expect(await keys.get('a', key)).toBe('key 2');
});

test('that there is no key, or that none could be looked up, is not remembered', async () => {
  const keys = cache();
  expect(await keys.get('a', none)).toBeNull();
  await expect(keys.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await keys.get('a', key)).toBe('key 1');
});

test('a look that is under way when its key is forgotten is remembered by nobody', async () => {
  const keys = cache();
  const before = keys.get('a', key);
  keys.forget('a');
  expect(await keys.get('a', none)).toBeNull();
  expect(await before).toBe('key 1');
  expect(await keys.get('a', none)).toBeNull();
});

test('a thousand keys are remembered, and of more the last', async () => {
  const keys = cache();
  for (let subject = 0; subject <= 1_000; subject++) await keys.get(String(subject), key);
  expect(await keys.get('1', key)).toBe('key 2');
  expect(await keys.get('0', key)).toBe('key 1002');
});
