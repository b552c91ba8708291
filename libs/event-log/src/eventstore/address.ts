/** The address of a log in EventStoreDB, taken apart. */
export interface Address {
  /** The connection string as the client takes it. */
  readonly clientUrl: string;
  readonly logName: string;
  /** Whether what is sent is encrypted, and the user's name and password are sent at all. */
  readonly tls: boolean;
  /** Whether it names a user. */
  readonly hasUser: boolean;
  readonly hosts: readonly string[];
}

const DEFAULT_NAME = 'concord';
const FORM = /^esdb(?:\+discover)?:\/\/(?:([^:@/]+):([^@/]*)@)?([^/?@]+)\/?(?:\?(.*))?$/;
/** Ours, and those of the client, which would print the whole address, password included, when it meets another. */
const PARAMETERS = [
  'log',
  'tls',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'nodePreference',
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'maxDiscoverAttempts',
  'keepAliveInterval',
  'keepAliveTimeout',
] as const;

/**
 * Takes apart `esdb://user:password@host:2113?tlsCAFile=ca.crt`, with several hosts or `esdb+discover://` for a cluster;
 * `log=name` in the query names the log where a server keeps several.
 * @throws RangeError naming the rule that it breaks, never the password
 */
export function parseAddress(url: string): Address {
  const [, user, password, hosts, query = ''] = FORM.exec(url.trim()) ?? [];
  if (hosts === undefined) throw new RangeError('is no address of an EventStoreDB, such as esdb://user:password@host:2113');
  const parameters = new Map(query.split('&').flatMap((part) => (part === '' ? [] : [split(part)])));
  for (const name of parameters.keys()) {
    if (PARAMETERS.every((known) => known !== name))
      throw new RangeError(`has the parameter ${name}, which is none of ${PARAMETERS.join(', ')}`);
  }
  const tls = parameters.get('tls') ?? 'true';
  if (tls !== 'true' && tls !== 'false') throw new RangeError(`has tls=${tls}, which is neither true nor false`);
  const logName = parameters.get('log') ?? DEFAULT_NAME;
  parameters.delete('log');
  const rest = [...parameters].map(([name, value]) => `${name}=${value}`).join('&');
  return {
    clientUrl: url.trim().replace(/\?.*$/s, rest && `?${rest}`),
    logName,
    tls: tls === 'true',
    hasUser: user !== undefined && password !== '',
    hosts: hosts.split(',').map((host) => host.replace(/:\d+$/, '')),
  };
}

function split(parameter: string): readonly [name: string, value: string] {
  const [name = '', ...value] = parameter.split('=');
  return [name, value.join('=')];
}
