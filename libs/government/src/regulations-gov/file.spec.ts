import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemsOf } from './file.js';

describe('A file of documents', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concord-file-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** The items that are handed over, and what stopped it. */
  async function read(text: string): Promise<{ items: unknown[]; error: string | undefined }> {
    const file = join(folder, 'documents.json');
    await writeFile(file, text);
    const items: unknown[] = [];
    try {
      for await (const { index, value } of itemsOf(file)) {
        expect(index).toBe(items.length);
        items.push(value);
      }
      return { items, error: undefined };
    } catch (error) {
      return { items, error: (error as Error).message.replace(file, 'it') };
    }
  }

  const documents = [{ id: 'a', title: 'Braces } in { a text' }, { id: 'ü' }, { id: 'c', attributes: { deep: {} } }];

  it('is read item by item', async () => {
    expect(await read(JSON.stringify({ meta: { data: [1] }, data: documents }))).toEqual({ items: documents, error: undefined });
  });

  it.each([0, 1, 2])('that breaks off inside item %i is read up to there', async (broken) => {
    const text = JSON.stringify({ data: documents });
    const place = text.indexOf(JSON.stringify(documents[broken])) + 4;
    const { items, error } = await read(text.slice(0, place));
    expect(items).toEqual(documents.slice(0, broken));
    expect(error).toMatch(new RegExp(`^it breaks off at data\\[${broken}\\]: `));
  });

  it('with a sign that does not belong there is read up to there', async () => {
    const { items, error } = await read(`{"data": [${JSON.stringify(documents[0])}, ${JSON.stringify(documents[1])} ! {}]}`);
    expect(items).toEqual(documents.slice(0, 2));
    expect(error).toMatch(/^it breaks off at data\[2\]: /);
  });

  it('with nothing in its member data is refused', async () => {
    for (const text of ['{}', '{"data": []}', '{"documents": [{}]}', '[]']) {
      expect(await read(text)).toEqual({ items: [], error: 'it has no item in a member "data"' });
    }
  });

  it('whose member data is no list is refused', async () => {
    expect((await read('{"data": {"id": "a"}}')).error).toMatch(/^it breaks off at data\[0\]: /);
  });

  it('that is empty, or no JSON, is refused', async () => {
    expect((await read('')).error).toMatch(/^it /);
    expect((await read('documents')).error).toMatch(/^it breaks off at data\[0\]: /);
  });

  it('that is not there is reported as the system does', async () => {
    await expect(itemsOf(join(folder, 'none.json'))[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
