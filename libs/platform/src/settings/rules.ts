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

export const IsEventLogChoice = (): PropertyDecorator =>
  ValidateBy({
    name: 'isEventLogChoice',
    validator: {
      validate: (value) => value === 'postgres',
      defaultMessage: (asked?: ValidationArguments) =>
        /^(esdb|kurrentdb)(\+discover)?:\/\//.test(String(asked?.value))
          ? 'must be postgres: this version does not carry the adapter for EventStoreDB yet'
          : 'must be postgres',
    },
  });
