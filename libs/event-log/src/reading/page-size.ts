import type { Page } from './engine.js';

/** Rows of a page at most, and characters of JSON that a page should hold. */
const MAX_ROWS = 1_000;
const WEIGHT = 8 * 1024 * 1024;
const FIRST = 250;

/** How many rows to ask for next: a thousand small events, or fewer heavy ones, so that a page fits in memory whatever it holds. */
export class PageSize {
  private next: number;

  constructor(private readonly most = MAX_ROWS) {
    this.next = Math.min(FIRST, most);
  }

  get rows(): number {
    return this.next;
  }

  learn({ events, weight }: Page): void {
    if (events.length === 0) return;
    const fitting = Math.floor((WEIGHT * events.length) / Math.max(weight, 1));
    this.next = Math.max(1, Math.min(this.most, this.next * 4, fitting));
  }
}
