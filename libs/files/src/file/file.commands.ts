import { IssuedBy, officersOf, PARTY_KINDS, THE_PUBLIC } from '@concord/kernel';

/** Notes that the bytes of a file are kept. What takes the upload issues it, in the name of whoever sends it. */
@IssuedBy(officersOf(...PARTY_KINDS), THE_PUBLIC)
export class StoreFile {
  constructor(
    /** The SHA-256 digest of its bytes, in hexadecimal. */
    readonly fileId: string,
    /** In bytes. */
    readonly size: number,
    readonly mediaType: string,
  ) {}
}
