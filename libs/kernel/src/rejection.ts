/** What a rejection may add to its code and sentence. */
export interface RejectionDetail {
  /** The input field at fault, as the caller wrote it: `lines.0.hsCode`. */
  readonly field?: string;
  /** The value that was refused. */
  readonly value?: unknown;
  /** Where the rule stands: a law, a directive, a page of the documentation. */
  readonly rule?: string;
}

/**
 * The answer "no" of a decider: a value, never an exception. The code is part of the public
 * contract; the sentence is for a person.
 */
export class Rejection {
  constructor(
    readonly code: string,
    readonly message: string,
    readonly detail: RejectionDetail = {},
  ) {}
}

export const reject = (code: string, message: string, detail?: RejectionDetail): Rejection => new Rejection(code, message, detail);

export const isRejection = (value: unknown): value is Rejection => value instanceof Rejection;
