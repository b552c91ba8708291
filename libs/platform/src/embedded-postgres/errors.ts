/** The embedded PostgreSQL cannot do its work. The sentence says what is wrong and what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** The `code` that Node (`ENOENT`) and PostgreSQL (`57P03`) give their errors. Told by shape: errors of other realms are no `Error` here. */
export function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** What an error says of itself. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** The sentence every error ends with that leaves the embedded database no chance. */
export const USE_YOUR_OWN = 'Or set CONCORD_DATABASE_URL to a PostgreSQL of your own (version 15 or later).';
