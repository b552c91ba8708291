import { badInput, inputValidation } from '@concord/graphql';
import { isPosition, type Position } from '@concord/kernel';
import { IsHandle, IsPlainText } from '@concord/reference-data';
import { Allow, IsInt, IsOptional, Max, Min } from 'class-validator';

/** What a request for a form may say. */
export class AskedForm {
  @IsHandle()
  standardId!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  draft?: number;
}

export class AskedExport extends AskedForm {
  @IsOptional()
  @IsHandle()
  author?: string;

  @IsOptional()
  @IsPlainText({ max: 200 })
  clause?: string;

  @Allow()
  atLeast?: Position;
}

const validation = inputValidation();

/**
 * The path and the query of a request, by their rules.
 * @throws ConcordError BAD_INPUT naming the field, the value and the rule
 */
export async function asked<T extends AskedForm>(
  metatype: new () => T,
  standardId: string,
  { draft, ...others }: Readonly<Record<string, unknown>>,
): Promise<T> {
  const number = typeof draft === 'string' && /^\d{1,9}$/.test(draft) ? Number(draft) : draft;
  const given = (await validation.transform(
    { standardId, ...others, ...(draft !== undefined && { draft: number }) },
    { type: 'query', metatype },
  )) as T;
  if (given instanceof AskedExport && given.atLeast !== undefined && !isPosition(given.atLeast)) {
    throw badInput('atLeast: must be a position of the log', { field: 'atLeast', value: given.atLeast, rule: 'a position of the log' });
  }
  return given;
}
