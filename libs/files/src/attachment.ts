/** The name of a file by its content: its SHA-256 digest, 64 hexadecimal digits in small letters. */
export const DIGEST = /^[0-9a-f]{64}$/;
export const DIGEST_RULE = 'a SHA-256 digest has 64 hexadecimal digits in small letters';

/** RFC 6838, 4.2, in small letters. */
export const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
export const MEDIA_TYPE_RULE = 'a media type is one of RFC 6838, such as application/pdf';
