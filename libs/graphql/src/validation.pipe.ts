import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { badInput, type ConcordError, type Problem } from './errors.js';
import { shown } from './shown.js';

function problemsIn(errors: readonly ValidationError[], parent = ''): Problem[] {
  return errors.flatMap(({ property, value, constraints, children }) => {
    const field = parent ? `${parent}.${property}` : property;
    const own = Object.values(constraints ?? {}).map((rule) => ({ field, value: value as unknown, rule }));
    return [...own, ...problemsIn(children ?? [], field)];
  });
}

/** One error that names the first field at fault, its value and its rule; all findings are in `extensions.problems`. */
export function invalidInput(errors: readonly ValidationError[]): ConcordError {
  const problems = problemsIn(errors);
  const [first = {}] = problems;
  const got = first.value === undefined ? '' : ` (got ${JSON.stringify(shown(first.value))})`;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more: see extensions.problems` : '';
  return badInput(`${first.field ?? 'input'}: ${first.rule ?? 'is not valid'}${got}${more}`, { ...first, problems });
}

/** The rules of every input class, applied before a resolver runs. Values are never converted, unknown ones refused. */
export const inputValidation = (): ValidationPipe =>
  new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true, exceptionFactory: invalidInput });
