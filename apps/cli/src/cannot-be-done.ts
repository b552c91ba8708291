/** What was asked for cannot be done. The message is all that a person needs: it says why, and what to do about it. */
export class CannotBeDone extends Error {
  override readonly name = 'CannotBeDone';
}
