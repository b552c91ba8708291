import { ConcordError } from '@concord/graphql';

/** The token for how much one address may do in an hour without a token of its own. */
export const PUBLIC_ACTS_PER_HOUR = Symbol('PublicActsPerHour');

export const DEFAULT_PUBLIC_ACTS_PER_HOUR = 60;

const HOUR_MS = 3_600_000;
/** Of more addresses at once, those that acted longest ago are forgotten: memory has a bound, whoever comes. */
const MOST_ADDRESSES = 100_000;

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** IPv6 is given out by the network: what a household or a host has, begins with the same 64 bits. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [before = '', after] = address.split('%')[0]?.split('::') ?? [];
  const head = before.split(':').filter(Boolean);
  const tail = after?.split(':').filter(Boolean) ?? [];
  const groups = after === undefined ? head : [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/**
 * Keeps those who act without a token from flooding the log: an address has so many acts an hour, which come back one by one.
 * Kept in the memory of this process, and nowhere else.
 */
export class PublicQuota {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly perHour: number = DEFAULT_PUBLIC_ACTS_PER_HOUR) {}

  /**
   * Counts an act.
   * @param now milliseconds since 1970
   * @throws ConcordError TOO_MANY_REQUESTS
   */
  spend(address: string, now: number = Date.now()): void {
    const network = networkOf(address);
    const bucket = this.buckets.get(network) ?? { left: this.perHour, at: now };
    const left = Math.min(this.perHour, bucket.left + (Math.max(0, now - bucket.at) / HOUR_MS) * this.perHour);
    if (left < 1) {
      const rule = `at most ${this.perHour} an hour from one address`;
      throw new ConcordError(
        'TOO_MANY_REQUESTS',
        `Too much comes from your address without a token: ${rule}; try again later, or send one`,
        {
          rule,
        },
      );
    }
    this.buckets.delete(network);
    this.buckets.set(network, { left: left - 1, at: now });
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > MOST_ADDRESSES && oldest !== undefined) this.buckets.delete(oldest);
  }
}
