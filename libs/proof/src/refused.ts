/** A proof, a signature or a text does not hold. The message is one sentence that says what, and what was expected. */
export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
}

/** @throws ProofRefused with the sentence */
export function refuse(sentence: string): never {
  throw new ProofRefused(sentence);
}
