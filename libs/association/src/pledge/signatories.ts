import { addToDate, type CalendarDate, type Duration, type Instant, startOfDay, type TimeZone } from '@concord/kernel';

/** Some time during which an enterprise was bound to one version. */
export interface Period {
  readonly version: number;
  readonly from: Instant;
  /** The first instant at which it is bound no more; null while it is. */
  readonly until: Instant | null;
}

export interface Signatory {
  readonly enterprise: string;
  /** Oldest first; only the last can be open. */
  readonly periods: readonly Period[];
  /** The instant at which the last suspension ends; null where there was none. */
  readonly suspendedUntil: Instant | null;
  readonly expelled: boolean;
}

/** A version of a pledge, as decisions have to know it. */
export interface Version {
  /** The first is 1. */
  readonly version: number;
  readonly contentHash: string;
  readonly hearingTerm: Duration;
  readonly eIds: readonly string[];
}

/** The version to which an enterprise is bound now; undefined where to none. */
export function boundTo(signatory: Signatory | undefined): number | undefined {
  const last = signatory?.periods.at(-1);
  return last?.until === null ? last.version : undefined;
}

/** The first instant after a day in a zone. @throws RangeError at the end of the calendar */
export const endOf = (day: CalendarDate, zone: TimeZone): Instant => startOfDay(addToDate(day, { days: 1 }), zone);

/** The versions to which an enterprise was bound at some time of a day in a zone, the latest first. */
export function versionsOn(signatory: Signatory | undefined, day: CalendarDate, zone: TimeZone): readonly number[] {
  const from = startOfDay(day, zone);
  const until = endOf(day, zone);
  const periods = signatory?.periods ?? [];
  return periods
    .filter((period) => period.from < until && (period.until === null || period.until > from))
    .map(({ version }) => version)
    .reverse();
}

/** The signatories with a period that is open ended at an instant. */
const ended = ({ periods, ...signatory }: Signatory, until: Instant): Signatory => ({
  ...signatory,
  periods: periods.map((period) => (period.until === null ? { ...period, until } : period)),
});

const unsigned = (enterprise: string): Signatory => ({ enterprise, periods: [], suspendedUntil: null, expelled: false });

export const signatoryOf = (signatories: readonly Signatory[], enterprise: string): Signatory | undefined =>
  signatories.find((signatory) => signatory.enterprise === enterprise);

/** The signatories with one of them changed, or a new one behind them. */
function changed(signatories: readonly Signatory[], enterprise: string, change: (signatory: Signatory) => Signatory): readonly Signatory[] {
  const index = signatories.findIndex((signatory) => signatory.enterprise === enterprise);
  const before = signatories[index];
  return before ? signatories.with(index, change(before)) : [...signatories, change(unsigned(enterprise))];
}

export const signed = (signatories: readonly Signatory[], enterprise: string, version: number, from: Instant): readonly Signatory[] =>
  changed(signatories, enterprise, (signatory) => {
    const { periods, ...rest } = ended(signatory, from);
    return { ...rest, periods: [...periods, { version, from, until: null }] };
  });

export const left = (signatories: readonly Signatory[], enterprise: string, at: Instant): readonly Signatory[] =>
  changed(signatories, enterprise, (signatory) => ended(signatory, at));

export const suspended = (signatories: readonly Signatory[], enterprise: string, suspendedUntil: Instant): readonly Signatory[] =>
  changed(signatories, enterprise, (signatory) => ({ ...signatory, suspendedUntil }));

export const expelled = (signatories: readonly Signatory[], enterprise: string, at: Instant): readonly Signatory[] =>
  changed(signatories, enterprise, (signatory) => ({ ...ended(signatory, at), expelled: true }));

export const readmitted = (signatories: readonly Signatory[], enterprise: string): readonly Signatory[] =>
  changed(signatories, enterprise, (signatory) => ({ ...signatory, expelled: false }));
