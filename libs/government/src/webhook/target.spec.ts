import { faultOfAddress } from './address.js';
import { addressesOf, faultOfUrl, RefusedTarget } from './target.js';

describe('an address', () => {
  test.each([
    ['127.0.0.1', 'the loopback'],
    ['127.255.255.254', 'the loopback'],
    ['0.0.0.0', '"this network"'],
    ['10.1.2.3', 'a private network'],
    ['172.16.0.1', 'a private network'],
    ['172.31.255.255', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['100.64.0.1', "a carrier's own network"],
    ['169.254.169.254', 'the link-local network, where clouds keep their metadata'],
    ['192.0.0.192', 'protocol assignments'],
    ['192.88.99.1', '6to4 relays'],
    ['198.18.0.1', 'benchmarks'],
    ['203.0.113.9', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'reserved, or broadcast'],
    ['2001:db8::1', 'documentation'],
    ['2001::1', 'protocol assignments, Teredo among them'],
    ['2002:7f00:1::', '6to4, which hides an IPv4 address'],
    ['3fff::1', 'documentation'],
  ])('%s is refused, for it belongs to %s', (address, name) => {
    expect(faultOfAddress(address)).toBe(`${address} is not public: it belongs to ${name}`);
  });

  test.each([
    ['::'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:8.8.8.8'],
    ['::ffff:7f00:1'],
    ['::127.0.0.1'],
    ['64:ff9b::a9fe:a9fe'],
    ['64:ff9b:1::1'],
    ['100::1'],
    ['fc00::1'],
    ['fd00:ec2::254'],
    ['fe80::1'],
    ['fec0::1'],
    ['ff02::1'],
    ['5f00::1'],
    ['4000::1'],
  ])('%s is refused, for it is no global unicast address', (address) => {
    expect(faultOfAddress(address)).toBe(`${address} is not public: it is no global unicast address`);
  });

  test.each([['8.8.8.8'], ['172.15.255.255'], ['172.32.0.1'], ['100.63.255.255'], ['100.128.0.1'], ['169.253.1.1'], ['223.255.255.255']])(
    '%s is public',
    (address) => {
      expect(faultOfAddress(address)).toBeUndefined();
    },
  );
  test.each([['2606:4700:4700::1111'], ['2001:4860:4860::8888'], ['2a00:1450:4001::1']])('%s is public', (address) => {
    expect(faultOfAddress(address)).toBeUndefined();
  });

  test('what is no address is refused', () => {
    expect(faultOfAddress('localhost')).toBe('localhost is no IP address');
  });
});

describe('the address of a webhook', () => {
  test.each([
    ['not a url', 'is a URL'],
    ['ftp://example.com/', 'begins with https://'],
    ['file:///etc/passwd', 'begins with https://'],
    ['https://user@example.com/', 'holds no user and no password'],
    ['https://:secret@example.com/', 'holds no user and no password'],
    ['https://example.com/#there', 'has no fragment'],
    [`https://example.com/${'a'.repeat(2_000)}`, 'has at most 2000 characters'],
  ])('is not %s', (url, fault) => {
    expect(faultOfUrl(url)).toContain(fault);
  });

  const refusal = async (url: string): Promise<string> => {
    const error = await addressesOf(new URL(url), 'public').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedTarget);
    return (error as Error).message;
  };

  test.each([
    ['http://8.8.8.8/', 'begins with https://'],
    ['https://8.8.8.8:22/', 'the port of a webhook is 443, or one from 1024 on, and not 22'],
    ['https://127.0.0.1/', '127.0.0.1 is not public'],
    ['https://127.1/', '127.0.0.1 is not public'],
    ['https://2130706433/', '127.0.0.1 is not public'],
    ['https://0x7f.0.0.1/', '127.0.0.1 is not public'],
    ['https://0177.0.0.1/', '127.0.0.1 is not public'],
    ['https://①②⑦.0.0.1/', '127.0.0.1 is not public'],
    ['https://0/', '0.0.0.0 is not public'],
    ['https://[::1]/', '::1 is not public'],
    ['https://[::ffff:10.0.0.1]/', '::ffff:a00:1 is not public'],
    ['https://169.254.169.254/latest/meta-data', '169.254.169.254 is not public'],
    ['https://localhost/', 'localhost: '],
    ['https://no-such-name.invalid/', 'the name no-such-name.invalid has no address'],
  ])('is refused where %s leads', async (url, fault) => {
    expect(await refusal(url)).toContain(fault);
  });

  test('is checked and then kept, so that nothing else is connected to', async () => {
    expect(await addressesOf(new URL('https://8.8.8.8:8443/alerts'), 'public')).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(await addressesOf(new URL('http://127.0.0.1:81/'), 'any')).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });
});
