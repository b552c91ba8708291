import autocannon from 'autocannon';

/*
 * Asks a GraphQL server from a process of its own, over connections that stay open, so that the asking takes no time of
 * whoever is measured. Standard input is JSON: { url, bodies, connections, amount }; what is printed is JSON, too: the
 * seconds until the last answer, and how many answers were wrong or missing.
 */
let input = '';
for await (const text of process.stdin) input += text;
const { url, bodies, connections, amount } = JSON.parse(input);

let started = 0;
/** Each connection begins elsewhere in the list. */
const setupClient = (client) => {
  const from = Math.floor((started++ * bodies.length) / connections);
  client.setRequests([...bodies.slice(from), ...bodies.slice(0, from)].map((body) => ({ method: 'POST', body })));
};
const begin = performance.now();
let last = begin;
let answers = 0;
const run = autocannon({
  url,
  connections,
  amount,
  setupClient,
  headers: { 'content-type': 'application/json' },
  verifyBody: (body) => body.startsWith('{"data":{') && !body.includes('"errors":'),
});
// Autocannon's own times are whole seconds.
run.on('response', () => {
  answers++;
  last = performance.now();
});
const { errors, non2xx, mismatches } = await run;
console.log(JSON.stringify({ seconds: (last - begin) / 1_000, failed: errors + non2xx + mismatches + amount - answers }));
