import { parseAddress } from './address.js';

test('an address says where the servers are, who is asking, and which log is meant', () => {
  expect(parseAddress('esdb://me:se%40cret@a:2113,b:2114?tlsCAFile=/ca.crt&log=trial')).toEqual({
    clientUrl: 'esdb://me:se%40cret@a:2113,b:2114?tlsCAFile=/ca.crt',
    logName: 'trial',
    tls: true,
    hasUser: true,
    hosts: ['a', 'b'],
  });
  expect(parseAddress(' esdb+discover://cluster.example/?log=trial&tls=false ')).toEqual({
    clientUrl: 'esdb+discover://cluster.example/?tls=false',
    logName: 'trial',
    tls: false,
    hasUser: false,
    hosts: ['cluster.example'],
  });
  expect(parseAddress('esdb://localhost')).toMatchObject({ clientUrl: 'esdb://localhost', logName: 'concord', tls: true });
});

test.each([
  ['kurrentdb://me:secret@host', 'such as esdb://'],
  ['esdb://', 'such as esdb://'],
  ['esdb://me:secret@', 'such as esdb://'],
  ['esdb://me:secret@host?tlsVerifyCert=false', 'tlsVerifyCert'],
  ['esdb://me:secret@host?throwOnAppendFailure=false', 'throwOnAppendFailure'],
  ['esdb://me:secret@host?tls=off', 'tls=off'],
])('%s is refused with the rule, and without the password', (url, rule) => {
  const parse = (): unknown => parseAddress(url);
  expect(parse).toThrow(RangeError);
  expect(parse).toThrow(rule);
  expect(parse).not.toThrow(/secret/);
});
