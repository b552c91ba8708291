/** How much one operation may ask for. */
export interface Limits {
  /** Levels of fields below the operation. */
  readonly maxDepth: number;
  /** The cost of an operation: see `checkCost`. */
  readonly maxComplexity: number;
  /** The largest `first`. */
  readonly maxPageSize: number;
}

export const DEFAULT_LIMITS: Limits = { maxDepth: 15, maxComplexity: 20_000, maxPageSize: 100 };

/**
 * Words and signs in a document. It also keeps the parser, which recurses, within its stack: 4,000 of them nest at most
 * 2,000 deep.
 */
export const MAX_TOKENS = 4_000;

/** Fields that a document may select with its fragments spread; the rules of validation take time with their square. */
export const MAX_FIELDS = 2_000;
