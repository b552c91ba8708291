import { type Duration, type Instant, subtractFromInstant } from '@concord/kernel';

/** No ballot reminds more often. */
export const MOST_REMINDERS = 5;

/** When to remind, in order: those moments that are still to come. */
export const remindersBefore = (closesAt: Instant, before: readonly Duration[], now: Instant): readonly Instant[] =>
  [...new Set(before.map((length) => subtractFromInstant(closesAt, length)))]
    .filter((at) => at > now)
    .sort()
    .slice(-MOST_REMINDERS);
