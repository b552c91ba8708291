import { FilesUnderWay, MOST_FILES } from './files-under-way.js';

it('a file more than a process makes at once is refused, until one of the others is made or has failed', async () => {
  const files = new FilesUnderWay();
  const ends: (() => void)[] = [];
  const made = Array.from({ length: MOST_FILES }, () => files.with(() => new Promise<void>((resolve) => ends.push(resolve))));
  const refusal = { code: 'TOO_MANY_REQUESTS' };
  await expect(files.with(async () => 'one more')).rejects.toMatchObject(refusal);
  ends[0]?.();
  await made[0];
  await expect(files.with(async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await files.with(async () => 'one more')).toBe('one more');
  for (const end of ends) end();
  await Promise.all(made);
});
