/** A connection string holds a password, and is shown around in messages. */
export const withoutPassword = (value: string): string => value.replace(/(:\/\/[^:/@\s]*):.*@/, '$1:…@');
