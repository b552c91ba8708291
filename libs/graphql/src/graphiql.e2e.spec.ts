import { startToy } from './testing/toy.js';

describe('GraphiQL', () => {
  it('comes from this server alone', async () => {
    const { app, url } = await startToy();
    try {
      const front = await fetch(`${url}/`, { redirect: 'manual' });
      expect([front.status, front.headers.get('location')]).toEqual([302, '/graphiql']);
      const response = await fetch(`${url}/graphiql`);
      const page = await response.text();
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const addresses = [...page.matchAll(/(?:src|href|from)\s*=?\s*"([^"]+)"/g)].map(([, address]) => address!);
      expect(addresses).toEqual(expect.arrayContaining(['/graphiql/static/ruru.js', '/graphiql/static/ruru.css']));
      for (const address of [
        ...addresses,
        '/graphiql/static/graphqlWorker.js',
        '/graphiql/static/jsonWorker.js',
        '/graphiql/static/editorWorker.js',
      ]) {
        expect(address.startsWith('/graphiql/static/')).toBe(true);
        const file = await fetch(url + address, { headers: { 'accept-encoding': 'identity' } });
        expect([address, file.status]).toEqual([address, 200]);
        expect((await file.text()).length).toBeGreaterThan(1_000);
      }
      expect(page).toContain('"endpoint": "/graphql"');
      expect((await fetch(`${url}/graphiql/static/nonsense.js`)).status).toBe(404);
      expect((await fetch(`${url}/graphiql/static/..%2fpackage.json`)).status).toBe(404);
    } finally {
      await app.close();
    }
  });

  it('is not there when it is switched off, and the front page says where the API is', async () => {
    const { app, url } = await startToy({ graphiql: false });
    try {
      expect((await fetch(`${url}/graphiql`)).status).toBe(404);
      const front = await fetch(`${url}/`);
      expect(front.status).toBe(200);
      expect(await front.text()).toContain('POST /graphql');
    } finally {
      await app.close();
    }
  });
});
