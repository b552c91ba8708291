/** What an operator asked for cannot be done; the message says why, and what can. Nothing was changed. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}
