import type { WebhookTargets } from '@concord/government';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';
import { IsEventLogChoice, IsHttpsUrl, IsListOfNetworks, IsListOfWitnesses, IsPostgresUrl, IsSecretsKey, IsWholeNumber } from './rules.js';
import { asBoolean, asInteger, asSecret, asText, FromVariable } from './variable.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const WEBHOOK_TARGETS = ['public', 'any'] as const satisfies readonly WebhookTargets[];

const ONE_HOUR_MS = 3_600_000;

/** All settings of the platform. Each is read from one environment variable; `.env.example` tells users about them. */
export class Settings {
  /** TCP port of the API; 0 takes any that is free. */
  @FromVariable('PORT', asInteger)
  @IsWholeNumber(0, 65_535)
  readonly port: number = 3000;

  /** Address the API listens on. The loopback alone unless told otherwise. */
  @FromVariable('HOST', asText)
  @IsString()
  @IsNotEmpty()
  readonly host: string = '127.0.0.1';

  /** The proxies before the API, whose word on where a request comes from is believed; undefined where there is none. */
  @FromVariable('CONCORD_TRUSTED_PROXIES', asText)
  @IsOptional()
  @IsListOfNetworks()
  readonly trustedProxies: string | undefined = undefined;

  /** Folder of everything the platform keeps on this machine. */
  @FromVariable('CONCORD_DATA_DIR', asText)
  @IsString()
  readonly dataDir: string = '.concord';

  /** The PostgreSQL to use; undefined is the embedded one. */
  @FromVariable('CONCORD_DATABASE_URL', asText)
  @IsOptional()
  @IsPostgresUrl()
  readonly databaseUrl: string | undefined = undefined;

  /** What keeps the event log: `postgres`, the same database as all else, or the address of an EventStoreDB. */
  @FromVariable('CONCORD_EVENT_LOG', asText)
  @IsEventLogChoice()
  readonly eventLog: string = 'postgres';

  /** The key under which the keys of all secrets are kept; undefined is the one in the data folder. */
  @FromVariable('CONCORD_SECRETS_KEY', asSecret)
  @IsOptional()
  @IsSecretsKey()
  readonly secretsKey: string | undefined = undefined;

  /** Where the issuer of tokens publishes its keys. */
  @FromVariable('CONCORD_JWKS_URL', asText)
  @IsOptional()
  @IsHttpsUrl()
  readonly jwksUrl: string | undefined = undefined;

  /** The `iss` that a token must carry. */
  @FromVariable('CONCORD_ISSUER', asText)
  @IsOptional()
  @IsString()
  readonly issuer: string | undefined = undefined;

  /** The `aud` that a token must carry. */
  @FromVariable('CONCORD_AUDIENCE', asText)
  @IsString()
  readonly audience: string = 'concord';

  /** Whether the platform signs demo tokens itself; without a word, only over the embedded database and without a real issuer. */
  @FromVariable('CONCORD_DEMO_ISSUER', asBoolean)
  @IsBoolean()
  readonly demoIssuer: boolean = false;

  @FromVariable('CONCORD_LOG_LEVEL', asText)
  @IsIn(LOG_LEVELS)
  readonly logLevel: LogLevel = 'info';

  /** Whether the API describes itself, GraphiQL included; without a word, not where NODE_ENV is production. */
  @FromVariable('CONCORD_INTROSPECTION', asBoolean)
  @IsBoolean()
  readonly introspection: boolean = true;

  /** Levels of nesting in a query. */
  @FromVariable('CONCORD_MAX_DEPTH', asInteger)
  @IsWholeNumber(1, 100)
  readonly maxDepth: number = 12;

  /** Cost of a query, as the API counts it. */
  @FromVariable('CONCORD_MAX_COMPLEXITY', asInteger)
  @IsWholeNumber(1, 10_000_000)
  readonly maxComplexity: number = 20_000;

  /** Items on a page of a connection. */
  @FromVariable('CONCORD_MAX_PAGE_SIZE', asInteger)
  @IsWholeNumber(1, 10_000)
  readonly maxPageSize: number = 100;

  /** Bytes of a request. */
  @FromVariable('CONCORD_BODY_LIMIT', asInteger)
  @IsWholeNumber(1024, 104_857_600)
  readonly bodyLimit: number = 1_048_576;

  /** Bytes of a file that is handed in. */
  @FromVariable('CONCORD_FILE_LIMIT', asInteger)
  @IsWholeNumber(1, 1_073_741_824)
  readonly fileLimit: number = 10_485_760;

  /** What one address may do in an hour without a token: comments and files together. */
  @FromVariable('CONCORD_PUBLIC_ACTS_PER_HOUR', asInteger)
  @IsWholeNumber(0, 1_000_000)
  readonly publicActsPerHour: number = 60;

  /** Milliseconds that a query waits until the read model has seen a write. */
  @FromVariable('CONCORD_READ_YOUR_WRITES_TIMEOUT_MS', asInteger)
  @IsWholeNumber(0, ONE_HOUR_MS)
  readonly readYourWritesTimeoutMs: number = 5000;

  /** Whether the process of the API runs the worker, too. */
  @FromVariable('CONCORD_WORKER', asBoolean)
  @IsBoolean()
  readonly worker: boolean = true;

  /** Where webhooks may go: to the public Internet over TLS, or anywhere. */
  @FromVariable('CONCORD_WEBHOOK_TARGETS', asText)
  @IsIn(WEBHOOK_TARGETS)
  readonly webhookTargets: WebhookTargets = 'public';

  /** Who is asked to cosign the checkpoints of the log; undefined for nobody. */
  @FromVariable('CONCORD_WITNESSES', asText)
  @IsOptional()
  @IsListOfWitnesses()
  readonly witnesses: string | undefined = undefined;

  /** Milliseconds that requests in flight get at the end. */
  @FromVariable('CONCORD_SHUTDOWN_TIMEOUT_MS', asInteger)
  @IsWholeNumber(0, ONE_HOUR_MS)
  readonly shutdownTimeoutMs: number = 10_000;
}
