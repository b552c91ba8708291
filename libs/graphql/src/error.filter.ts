import { type ArgumentsHost, Catch } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

/**
 * Lets the errors of resolvers through untouched: `publish` says what the caller sees, and logs. Without it Nest would
 * log every one of them as unexpected, a refused input included. Other requests keep Nest's treatment.
 */
@Catch()
export class ErrorFilter extends BaseExceptionFilter {
  override catch(exception: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() === 'graphql') throw exception;
    super.catch(exception, host);
  }
}
