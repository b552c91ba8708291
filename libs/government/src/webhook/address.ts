import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What is not the public Internet, of the registries of special addresses that IANA keeps (RFC 6890), and what it is called.
 * Of IPv6 all is refused but global unicast, 2000::/3: so loopback, unique local, link-local, multicast, IPv4-mapped,
 * IPv4-compatible and translated addresses (64:ff9b::/96) need no line.
 */
const SPECIAL: readonly (readonly [network: string, prefix: number, name: string])[] = [
  ['0.0.0.0', 8, '"this network"'],
  ['10.0.0.0', 8, 'a private network'],
  ['100.64.0.0', 10, "a carrier's own network"],
  ['127.0.0.0', 8, 'the loopback'],
  ['169.254.0.0', 16, 'the link-local network, where clouds keep their metadata'],
  ['172.16.0.0', 12, 'a private network'],
  ['192.0.0.0', 24, 'protocol assignments'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.31.196.0', 24, 'AS112'],
  ['192.52.193.0', 24, 'AMT'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'a private network'],
  ['192.175.48.0', 24, 'AS112'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved, or broadcast'],
  ['2001::', 23, 'protocol assignments, Teredo among them'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4, which hides an IPv4 address'],
  ['2620:4f:8000::', 48, 'AS112'],
  ['3fff::', 20, 'documentation'],
];

const family = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');

const listOf = (network: string, prefix: number): BlockList => {
  const list = new BlockList();
  list.addSubnet(network, prefix, family(network));
  return list;
};

const SPECIAL_LISTS = SPECIAL.map(([network, prefix, name]) => ({ family: family(network), list: listOf(network, prefix), name }));
const GLOBAL_UNICAST = listOf('2000::', 3);

/** Why nothing is sent to an address; undefined where it is one of the public Internet. */
export function faultOfAddress(address: string): string | undefined {
  if (!isIPv4(address) && !isIPv6(address)) return `${address} is no IP address`;
  const kind = family(address);
  if (kind === 'ipv6' && !GLOBAL_UNICAST.check(address, kind)) return `${address} is not public: it is no global unicast address`;
  const special = SPECIAL_LISTS.find((one) => one.family === kind && one.list.check(address, kind));
  return special && `${address} is not public: it belongs to ${special.name}`;
}
