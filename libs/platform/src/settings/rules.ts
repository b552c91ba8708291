import { isIP } from 'node:net';
import { parseEventStoreAddress } from '@concord/event-log';
import { keyFrom } from '@concord/secrets';
import { witnessesFrom } from '@concord/transparency';
import { ValidateBy, type ValidationArguments } from 'class-validator';

const parsed = (value: unknown): URL | undefined => (typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export const IsWholeNumber = (least: number, most: number): PropertyDecorator =>
  ValidateBy({
    name: 'isWholeNumber',
    validator: {
      validate: (value) => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
      defaultMessage: () => `must be a whole number from ${least} to ${most}`,
    },
  });

/** A URL with https; plain http only on this machine, where nobody can listen in between. */
export const IsHttpsUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isHttpsUrl',
    validator: {
      validate: (value) => {
        const url = parsed(value);
        return url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
      },
      defaultMessage: () => 'must be a URL that begins with https:// (http:// is for the loopback only)',
    },
  });

export const IsPostgresUrl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPostgresUrl',
    validator: {
      validate: (value) => ['postgres:', 'postgresql:'].includes(parsed(value)?.protocol ?? ''),
      defaultMessage: () => 'must be a connection string such as postgresql://user:password@host:5432/database',
    },
  });

export const IsSecretsKey = (): PropertyDecorator =>
  ValidateBy({
    name: 'isSecretsKey',
    validator: {
      validate: (value) => typeof value === 'string' && keyFrom(value) !== undefined,
      defaultMessage: () => 'must be 32 bytes in base64, as `openssl rand -base64 32` makes them',
    },
  });

function faultOf(eventLog: unknown): string | undefined {
  if (eventLog === 'postgres') return undefined;
  if (typeof eventLog !== 'string' || !eventLog.startsWith('esdb')) return 'must be postgres, or begin with esdb:// or esdb+discover://';
  try {
    const { tls, hasUser, hosts } = parseEventStoreAddress(eventLog);
    if (tls) return hasUser ? undefined : 'must name a user and a password, as in esdb://user:password@host:2113';
    return hosts.every((host) => LOOPBACK.test(host))
      ? undefined
      : 'must not say tls=false: what it records would cross the network for all to read (on the loopback alone it may)';
  } catch (error) {
    return (error as Error).message;
  }
}

export const IsEventLogChoice = (): PropertyDecorator =>
  ValidateBy({
    name: 'isEventLogChoice',
    validator: {
      validate: (value) => faultOf(value) === undefined,
      defaultMessage: (asked?: ValidationArguments) => faultOf(asked?.value) ?? '',
    },
  });

/** An IP address, or a network as `10.0.0.0/8`. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

export const IsListOfNetworks = (): PropertyDecorator =>
  ValidateBy({
    name: 'isListOfNetworks',
    validator: {
      validate: (value) => typeof value === 'string' && value.split(',').every((item) => isNetwork(item.trim())),
      defaultMessage: () => 'must be IP addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8',
    },
  });

export const IsListOfWitnesses = (): PropertyDecorator =>
  ValidateBy({
    name: 'isListOfWitnesses',
    validator: {
      validate: (value) => typeof value === 'string' && witnessesFrom(value) !== undefined,
      defaultMessage: () => 'must be witnesses with commas between, each its verifier key, a space and the https URL that is asked',
    },
  });
