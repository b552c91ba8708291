import { attachmentsOf, loadFiles, type NamedFiles } from '@concord/files';
import {
  addToDate,
  addToInstant,
  aggregate,
  type CalendarDate,
  canonicalJson,
  type DecisionContext,
  dateIn,
  firstRejection,
  type Instant,
  ignored,
  isRejection,
  type Load,
  type Outcome,
  on,
  type PartyKind,
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { plainTexts } from '../plain-texts.js';
import { type PledgeState, pledge, pledgeFound } from '../pledge/pledge.js';
import { signatoryOf, type Version, versionsOn } from '../pledge/signatories.js';
import { AnswerBreach, CloseHearing, DecideBreach, PublishDecision, ReportBreach, WithdrawReport } from './breach.commands.js';
import { type BreachEvent, breachEvents } from './breach.events.js';
import { concernsOf, maySeeCase, type Sides } from './breach-readers.js';

/** HEARD: the term of the hearing has ended, with an answer or without. */
export const BREACH_STATUSES = ['HEARING', 'ANSWERED', 'HEARD', 'UPHELD', 'DISMISSED', 'WITHDRAWN'] as const;
export type BreachStatus = (typeof BREACH_STATUSES)[number];

/** The answer and what is added to it. */
const MOST_STATEMENTS = 20;
/** In years. */
const LONGEST_SUSPENSION = 10;

const HEARING_RULE = 'docs/pledges-and-bulletins.md';
const UTC = 'UTC' as TimeZone;

export interface BreachState extends Sides {
  readonly status: BreachStatus | 'UNKNOWN';
  readonly pledgeId: string;
  readonly answerBy: Instant | null;
  /** How many statements the enterprise has made. */
  readonly statements: number;
  /** What was published; null where nothing was. */
  readonly summary: readonly LocalizedText[] | null;
}

const initialState: BreachState = {
  status: 'UNKNOWN',
  pledgeId: '',
  reporter: '',
  enterprise: '',
  association: '',
  answerBy: null,
  statements: 0,
  summary: null,
};

interface Report {
  readonly pledge: PledgeState;
  readonly files: NamedFiles;
}

/** The day of which a report tells, in its zone. */
const dayOf = ({ happenedOn, zone }: ReportBreach, now: Instant): { readonly day: CalendarDate; readonly zone: TimeZone } => {
  const place = (zone ?? UTC) as TimeZone;
  return { day: (happenedOn ?? dateIn(place, now)) as CalendarDate, zone: place };
};

/** The version to which the enterprise was bound on the day, and which has the provision. */
function breached(command: ReportBreach, { versions, signatories }: PledgeState, now: Instant): Version | Rejection {
  const { enterprise, provision, happenedOn } = command;
  const { day, zone } = dayOf(command, now);
  if (day > dateIn(zone, now)) {
    return reject('DATE_IN_FUTURE', `${day} lies in the future of ${zone}`, { field: 'happenedOn', value: happenedOn });
  }
  const bound = versionsOn(signatoryOf(signatories, enterprise), day, zone);
  if (bound.length === 0) {
    const sentence = `${enterprise} was not bound to the pledge on ${day} in ${zone}`;
    return reject('NOT_A_SIGNATORY', sentence, { field: 'enterprise', value: enterprise });
  }
  const found = bound
    .flatMap((number) => versions.filter(({ version }) => version === number))
    .find(({ eIds }) => eIds.includes(provision));
  return (
    found ??
    reject('UNKNOWN_PROVISION', `There is no section ${provision} in version ${bound[0]}, to which ${enterprise} was bound on ${day}`, {
      field: 'provision',
      value: provision,
    })
  );
}

function report(command: ReportBreach, state: BreachState, { actor, now, facts }: DecisionContext<Report>): Outcome<BreachEvent> {
  const { breachId, pledgeId, enterprise, provision } = command;
  const refusal = firstRejection(
    state.status === 'UNKNOWN'
      ? undefined
      : reject('BREACH_EXISTS', 'There is a report with this id already', { field: 'breachId', value: breachId }),
    pledgeFound(facts.pledge, pledgeId),
    enterprise === actor.party
      ? reject('OWN_BREACH', `${enterprise} does not report itself`, { field: 'enterprise', value: enterprise })
      : undefined,
  );
  if (refusal) return refusal;
  const version = breached(command, facts.pledge, now);
  if (isRejection(version)) return version;
  const attachments = attachmentsOf(command.attachments ?? [], facts.files);
  if (isRejection(attachments)) return attachments;
  const { day, zone } = dayOf(command, now);
  return [
    {
      type: 'association.breach.BreachReported',
      data: {
        pledgeId,
        association: facts.pledge.association,
        enterprise,
        version: version.version,
        provision,
        reporter: actor.party,
        reporterKind: actor.kind as PartyKind,
        facts: command.facts,
        attachments,
        happenedOn: day,
        zone,
        reportedAt: now,
        hearingTerm: version.hearingTerm,
        answerBy: addToInstant(now, version.hearingTerm),
      },
    },
  ];
}

/** To those who may not see a case it is not there; a mistake in the id tells them nothing. */
const seen = (state: BreachState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined =>
  state.status !== 'UNKNOWN' && (maySeeCase(state, actor) || state.summary !== null)
    ? undefined
    : reject('BREACH_NOT_FOUND', `There is no report with this id that ${actor.party} may see`, { field: 'breachId', value: id });

/** What each side may do, as a sentence says it. */
const PARTS = { reporter: 'takes the report back', enterprise: 'answers the report', association: 'decides on the report' } as const;

const by = (side: keyof Sides, state: BreachState, id: string, context: DecisionContext<unknown>): Rejection | undefined =>
  seen(state, id, context) ??
  (state[side] === context.actor.party
    ? undefined
    : reject('NOT_YOURS', `Only the ${side} of the case ${PARTS[side]}, and that is not ${context.actor.party}`, {
        field: 'breachId',
        value: id,
      }));

/** Where neither a decision nor a withdrawal has ended the case. */
const pending = ({ status }: BreachState): Rejection | undefined =>
  status === 'HEARING' || status === 'ANSWERED' || status === 'HEARD'
    ? undefined
    : reject('WRONG_STATUS', status === 'WITHDRAWN' ? 'The report was withdrawn' : `The report was decided on: ${status}`);

const inTime = ({ answerBy }: BreachState, now: Instant): Rejection | undefined =>
  answerBy !== null && now >= answerBy
    ? reject('HEARING_CLOSED', `It is ${now}, and the answer was due before ${answerBy}`, { rule: HEARING_RULE })
    : undefined;

function answer(command: AnswerBreach, state: BreachState, context: DecisionContext<NamedFiles>): Outcome<BreachEvent> {
  const { breachId, statement } = command;
  const { now, facts } = context;
  const refusal = firstRejection(
    by('enterprise', state, breachId, context),
    pending(state),
    inTime(state, now),
    state.statements < MOST_STATEMENTS
      ? undefined
      : reject('TOO_MANY_STATEMENTS', `An enterprise makes at most ${MOST_STATEMENTS} statements in a hearing`),
  );
  if (refusal) return refusal;
  const attachments = attachmentsOf(command.attachments ?? [], facts);
  if (isRejection(attachments)) return attachments;
  const type = state.statements === 0 ? 'association.breach.BreachAnswered' : 'association.breach.AnswerSupplemented';
  return [{ type, data: { statement, attachments, answeredAt: now } }];
}

function closeHearing({ breachId }: CloseHearing, state: BreachState, { now }: DecisionContext): Outcome<BreachEvent> {
  const { status, answerBy, statements } = state;
  if (status === 'UNKNOWN') return reject('BREACH_NOT_FOUND', 'There is no report with this id', { field: 'breachId', value: breachId });
  if (status !== 'HEARING' && status !== 'ANSWERED') return [];
  if (answerBy !== null && now < answerBy) {
    return reject('NOT_YET_DUE', `The enterprise may answer until ${answerBy}`, { rule: HEARING_RULE });
  }
  return [{ type: 'association.breach.HearingClosed', data: { answered: statements > 0, closedAt: now } }];
}

const heard = ({ statements, answerBy }: BreachState, now: Instant): Rejection | undefined =>
  statements > 0 || answerBy === null || now >= answerBy
    ? undefined
    : reject('HEARING_OPEN', `The enterprise has not answered yet, and may do so until ${answerBy}`, { rule: HEARING_RULE });

/** A measure follows a breach, and a suspension has an end. */
function fitting({ outcome, measure, until, zone }: DecideBreach, now: Instant): Rejection | undefined {
  if (outcome === 'DISMISSED' && measure !== 'NONE') {
    return reject('MEASURE_DOES_NOT_FIT', `A report that is DISMISSED has no ${measure}`, { field: 'measure', value: measure });
  }
  const place = { field: 'until', value: until };
  if (measure !== 'SUSPENSION') {
    return until == null ? undefined : reject('UNTIL_NOT_ASKED_FOR', `Only a SUSPENSION has a last day, and no ${measure}`, place);
  }
  if (until == null) return reject('UNTIL_MISSING', 'A SUSPENSION states its last day', place);
  const today = dateIn((zone ?? UTC) as TimeZone, now);
  const latest = addToDate(today, { years: LONGEST_SUSPENSION });
  if (until >= today && until <= latest) return undefined;
  return reject('UNTIL_OUT_OF_BOUNDS', `A suspension ends from ${today} to ${latest}, and not on ${until}`, place);
}

function decide(command: DecideBreach, state: BreachState, context: DecisionContext): Outcome<BreachEvent> {
  const { breachId, outcome, reasons, measure, until, zone } = command;
  const { now } = context;
  const { pledgeId, enterprise } = state;
  return (
    firstRejection(by('association', state, breachId, context), pending(state), heard(state, now), fitting(command, now)) ?? [
      {
        type: 'association.breach.BreachDecided',
        data: {
          pledgeId,
          enterprise,
          outcome,
          reasons,
          measure,
          until: (until ?? null) as CalendarDate | null,
          zone: (zone ?? UTC) as TimeZone,
          decidedAt: now,
        },
      },
    ]
  );
}

function publish(command: PublishDecision, state: BreachState, context: DecisionContext): Outcome<BreachEvent> {
  const { breachId } = command;
  const refusal = firstRejection(
    by('association', state, breachId, context),
    state.status === 'UPHELD' || state.status === 'DISMISSED'
      ? undefined
      : reject('WRONG_STATUS', `The report is ${state.status}; only a decision is published`),
  );
  if (refusal) return refusal;
  const summary = plainTexts(command.summary);
  if (state.summary && canonicalJson(state.summary) === canonicalJson(summary)) return [];
  return [{ type: 'association.breach.DecisionPublished', data: { summary, publishedAt: context.now } }];
}

function withdraw({ breachId, reason = null }: WithdrawReport, state: BreachState, context: DecisionContext): Outcome<BreachEvent> {
  const refusal = by('reporter', state, breachId, context);
  if (refusal) return refusal;
  if (state.status === 'WITHDRAWN') return [];
  return pending(state) ?? [{ type: 'association.breach.ReportWithdrawn', data: { reason, withdrawnAt: context.now } }];
}

async function ofTheReport({ pledgeId, attachments }: ReportBreach, load: Load): Promise<Report> {
  const [found, files] = await Promise.all([load(pledge, pledgeId), loadFiles(attachments ?? [], load)]);
  return { pledge: found, files };
}

function evolve(state: BreachState, event: BreachEvent): BreachState {
  switch (event.type) {
    case 'association.breach.BreachReported': {
      const { pledgeId, association, enterprise, reporter, answerBy } = event.data;
      return { ...initialState, status: 'HEARING', pledgeId, association, enterprise, reporter, answerBy };
    }
    case 'association.breach.BreachAnswered':
      return { ...state, status: 'ANSWERED', statements: 1 };
    case 'association.breach.AnswerSupplemented':
      return { ...state, statements: state.statements + 1 };
    case 'association.breach.HearingClosed':
      return { ...state, status: 'HEARD' };
    case 'association.breach.BreachDecided':
      return { ...state, status: event.data.outcome };
    case 'association.breach.DecisionPublished':
      return { ...state, summary: event.data.summary };
    case 'association.breach.ReportWithdrawn':
      return { ...state, status: 'WITHDRAWN' };
    default:
      return ignored(state, event);
  }
}

/** A report that a signatory has breached a pledge: heard, decided, and published. Its history is for those whose case it is. */
export const breach = aggregate<BreachState, BreachEvent>({
  name: 'association.breach',
  events: breachEvents,
  initialState,
  evolve,
  disclosedTo: maySeeCase,
  concerns: concernsOf,
  decisions: [
    on(ReportBreach, 'breachId', report, ofTheReport),
    on(AnswerBreach, 'breachId', answer, ({ attachments }, load) => loadFiles(attachments ?? [], load)),
    on(CloseHearing, 'breachId', closeHearing),
    on(DecideBreach, 'breachId', decide),
    on(PublishDecision, 'breachId', publish),
    on(WithdrawReport, 'breachId', withdraw),
  ],
});
