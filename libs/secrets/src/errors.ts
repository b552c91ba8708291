/** The key of the subject was destroyed: nothing is sealed under it any more. */
export class SecretDestroyed extends Error {
  override readonly name = 'SecretDestroyed';

  constructor(readonly subject: string) {
    super(`The key of ${subject} was destroyed`);
  }
}

/** What was sealed does not open: it was changed, or sealed under another key, for another subject or for another place. */
export class SecretBroken extends Error {
  override readonly name = 'SecretBroken';

  constructor(
    readonly subject: string,
    readonly place: string,
  ) {
    super(`What is said to be sealed for ${place} under the key of ${subject} does not open`);
  }
}

/** The master key is missing, or is another than the one in use. The message never shows a key. */
export class SecretsKeyUnusable extends Error {
  override readonly name = 'SecretsKeyUnusable';
}
