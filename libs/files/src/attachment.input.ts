import { type Load, type Rejection, reject } from '@concord/kernel';
import { IsPlainText } from '@concord/reference-data';
import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { DIGEST, DIGEST_RULE } from './attachment.js';
import { type FileFacts, fileFacts } from './file/file.facts.js';

@InputType({ description: 'A file that goes with something. It was handed in before, with POST /files.' })
export class AttachmentInput {
  @Field(() => String, { description: 'What it is called; at most 300 characters.' })
  @IsPlainText({ max: 300 })
  name!: string;

  @Field(() => String, { description: 'Its SHA-256 digest in hexadecimal, as the answer to its upload has it.' })
  @Matches(DIGEST, { message: `$property: ${DIGEST_RULE}, and not "$value"` })
  sha256!: string;
}

@ObjectType({ description: 'A file that goes with something: GET /files/<sha256> gives it to whoever may see what carries it.' })
export class Attachment {
  @Field(() => String, { description: 'What it is called.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its SHA-256 digest in hexadecimal.' })
  readonly sha256!: string;

  @Field(() => String, { description: 'Its media type (RFC 6838), as it was stated with the upload.' })
  readonly mediaType!: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  readonly size!: number;
}

/** Files that a command names, and what is known of each, in the same order. */
export type NamedFiles = readonly FileFacts[];

/** For the facts of a decision. */
export const loadFiles = (named: readonly AttachmentInput[], load: Load): Promise<NamedFiles> =>
  Promise.all(named.map(({ sha256 }) => load(fileFacts, sha256)));

/** What an event keeps of the files; `FILE_NOT_FOUND` where one was never handed in. */
export function attachmentsOf(named: readonly AttachmentInput[], files: NamedFiles): readonly Attachment[] | Rejection {
  const missing = named.findIndex((_, index) => !files[index]?.stored);
  if (missing >= 0) {
    return reject('FILE_NOT_FOUND', `There is no file with the digest ${named[missing]?.sha256}: hand it in first, with POST /files`, {
      field: `attachments.${missing}.sha256`,
      value: named[missing]?.sha256,
      rule: 'docs/consultation.md',
    });
  }
  return named.map(({ name, sha256 }, index) => {
    const { mediaType, size } = files[index] as FileFacts;
    return { name, sha256, mediaType, size };
  });
}
