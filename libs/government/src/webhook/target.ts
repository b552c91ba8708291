import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { faultOfAddress } from './address.js';

/** Where webhooks may go: to the public Internet over TLS, or, on a machine for trying out, anywhere. */
export type WebhookTargets = 'public' | 'any';

/** The token under which Nest injects them; `public` where nobody has said. */
export const WEBHOOK_TARGETS_ALLOWED = Symbol('WebhookTargets');

const LONGEST_URL = 2_000;

/** Nothing is sent there. */
export class RefusedTarget extends Error {
  override readonly name = 'RefusedTarget';
}

/** Why a text cannot be the address of a webhook, wherever webhooks may go; undefined when it can. */
export function faultOfUrl(text: string): string | undefined {
  if (text.length > LONGEST_URL) return `the address of a webhook has at most ${LONGEST_URL} characters`;
  if (!URL.canParse(text)) return 'the address of a webhook is a URL, such as https://example.com/alerts';
  const { protocol, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'the address of a webhook begins with https://';
  if (username || password) return 'the address of a webhook holds no user and no password: everything that is sent is signed';
  return hash ? 'the address of a webhook has no fragment' : undefined;
}

/** The host without the brackets that a URL puts around IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** Well-known ports below 1024 speak other protocols than HTTPS, which must not be made to listen to us. */
const isOpenPort = ({ port }: URL): boolean => port === '' || Number(port) >= 1024;

function faultOfPublicUrl(url: URL): string | undefined {
  if (url.protocol !== 'https:') return 'the address of a webhook begins with https://';
  return isOpenPort(url) ? undefined : `the port of a webhook is 443, or one from 1024 on, and not ${url.port}`;
}

/**
 * The addresses to which a webhook may be connected: all that its host has now. One that is not public refuses the host.
 * @throws RefusedTarget saying why
 */
export async function addressesOf(url: URL, targets: WebhookTargets): Promise<readonly LookupAddress[]> {
  const fault = targets === 'public' ? faultOfPublicUrl(url) : undefined;
  if (fault) throw new RefusedTarget(fault);
  const addresses = await resolved(hostOf(url));
  const refused = targets === 'public' ? addresses.map(({ address }) => faultOfAddress(address)).find(Boolean) : undefined;
  if (refused) throw new RefusedTarget(isIP(hostOf(url)) ? refused : `${hostOf(url)}: ${refused}`);
  return addresses;
}

async function resolved(host: string): Promise<readonly LookupAddress[]> {
  try {
    return await lookup(host, { all: true });
  } catch {
    throw new RefusedTarget(`the name ${host} has no address`);
  }
}
