import type { Settings } from './settings.js';

/** What settings demand of each other, beyond what each must be by itself. */
export function consistencyOf(settings: Settings, given: Readonly<Record<string, string | undefined>>): string[] {
  const problems: string[] = [];
  const { databaseUrl, secretsKey, jwksUrl, issuer, demoIssuer } = settings;
  if (databaseUrl && !secretsKey) {
    problems.push(
      'CONCORD_SECRETS_KEY is not set beside CONCORD_DATABASE_URL: all processes on one database need the same key of its secrets; ' +
        '`openssl rand -base64 32` makes one',
    );
  }
  if (issuer && !jwksUrl) {
    problems.push(`CONCORD_ISSUER is "${issuer}", but CONCORD_JWKS_URL is not set: set both, or neither`);
  }
  if (jwksUrl && !issuer) {
    problems.push(`CONCORD_JWKS_URL is "${jwksUrl}", but CONCORD_ISSUER is not set: set both, or neither`);
  }
  if (given.CONCORD_DEMO_ISSUER !== undefined && demoIssuer && jwksUrl) {
    problems.push('CONCORD_DEMO_ISSUER is "true" beside CONCORD_JWKS_URL: demo tokens are not signed where a real issuer is trusted');
  }
  if (!demoIssuer && !jwksUrl && !issuer) {
    problems.push(
      'Nobody can prove who they are: set CONCORD_JWKS_URL and CONCORD_ISSUER to the issuer whose tokens you trust, ' +
        'or CONCORD_DEMO_ISSUER to true for a platform that is only tried out',
    );
  }
  return problems;
}
