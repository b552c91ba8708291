/** The story cannot go on. The message says what happened and, where something can be done about it, what. */
export class DemoStopped extends Error {
  override readonly name = 'DemoStopped';
}
