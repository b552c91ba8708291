import { dateIn, type Instant } from '@concord/kernel';
import { versionOn, versionsOf } from '@concord/legal-text';
import { type Answer, redirect } from '@concord/web';
import type { Norm } from '../norm/norm.read-model.js';
import { type Asked, acceptedMoment, type Question, queryOf, questionOf } from './asked.js';
import { comparisonAnswer } from './comparison.js';
import { draftExpression, versionExpression } from './expression.js';
import { textAnswer } from './forms.js';
import { historyAnswer } from './history.js';
import { type KnownNorm, knownNorm, versionShownOn } from './knowledge.js';
import type { FindPlaces } from './known-places.js';
import { workLinks } from './links.js';
import { type Format, historyUri, type Point, pointOf, segmentsOf, textUri, workUri } from './norm-uri.js';
import type { Problem } from './problem.js';

const missing = (code: string, detail: string, see: readonly string[] = []): Problem => ({ status: 404, code, detail, see });

/** The first segments say what the id says already. A URI that contradicts it names nothing; one in other letters is put right. */
function faultOfPlace(norm: Norm, { segments, query }: Asked): Answer | Problem | undefined {
  const asked = [segments.jurisdiction, segments.agency, segments.documentType, segments.norm];
  const right = segmentsOf(norm);
  if (asked.every((segment, index) => segment === right[index])) return undefined;
  const same = asked.every((segment, index) => segment.toLowerCase() === right[index]);
  if (!same) return missing('NORM_NOT_FOUND', `The norm ${norm.id} has another URI`, [workUri(norm)]);
  const rest = [segments.point, segments.language, segments.format].flatMap((segment) =>
    segment === undefined ? [] : [`/${encodeURIComponent(segment)}`],
  );
  const parameters = Object.entries(query).filter((parameter): parameter is [string, string] => typeof parameter[1] === 'string');
  const asks = parameters.length > 0 ? `?${new URLSearchParams(parameters)}` : '';
  return redirect(301, `${workUri(norm)}${rest.join('')}${asks}`);
}

/** A norm's own URI leads to the version of a moment: now, what was known at an instant, or the moment that a client goes back to. */
function toCurrent(norm: Norm, asked: Asked, { knownAt }: Question): Answer | Problem {
  const moment = acceptedMoment(asked);
  if (typeof moment === 'object') return moment;
  const first = norm.known[0]?.recordedAt ?? asked.now;
  // Before there was a text, and in the future, the nearest one is the answer (RFC 7089, 4.5.3).
  const at: Instant = knownAt ?? (moment === undefined || moment > asked.now ? asked.now : moment < first ? first : moment);
  const known = knownNorm(norm, at === asked.now ? null : at);
  const version = known && versionShownOn(known.timeline, versionsOf(known.timeline), dateIn(known.zone, at));
  if (!version) return notKnownThen(norm, at);
  const query = queryOf({ on: null, knownAt });
  return redirect(302, `${textUri(norm, version.version)}${query}`, { vary: 'accept-datetime', link: workLinks(norm).join(', ') });
}

const notKnownThen = (norm: Norm, knownAt: Instant | null): Problem =>
  missing('NOT_KNOWN_THEN', `No text of the norm ${norm.id} was known at ${knownAt ?? 'any time'}`, [historyUri(norm)]);

/** The URI of a day leads to the version that holds on it, as far as is known; more may come to be known. */
function toVersionOf(
  known: KnownNorm,
  point: Extract<Point, { kind: 'DAY' }>,
  { segments }: Asked,
  { knownAt }: Question,
): Answer | Problem {
  const { norm, timeline } = known;
  const version = versionOn(timeline, point.day);
  if (!version)
    return missing(
      'NOT_IN_FORCE',
      `The norm ${norm.id} is not in force on ${point.day}, as far as ${knownAt ? `was known at ${knownAt}` : 'is known'}`,
      [historyUri(norm)],
    );
  const { language, format } = segments;
  return redirect(302, `${textUri(norm, version.version, language, format as Format | undefined)}${queryOf({ on: point.day, knownAt })}`);
}

async function ofDraft(norm: Norm, point: Point, asked: Asked, question: Question, findPlaces: FindPlaces): Promise<Answer | Problem> {
  if (point.kind === 'WORK') return redirect(303, textUri(norm, 'draft'));
  if (point.kind === 'DRAFT') return textAnswer(asked, question, draftExpression(norm), findPlaces);
  return missing('NOT_ADOPTED', `The norm ${norm.id} is a draft, and has no version yet`, [textUri(norm, 'draft')]);
}

async function ofAdopted(
  known: KnownNorm,
  point: Point,
  asked: Asked,
  question: Question,
  findPlaces: FindPlaces,
): Promise<Answer | Problem> {
  const { norm } = known;
  switch (point.kind) {
    case 'WORK':
      return toCurrent(norm, asked, question);
    case 'DRAFT':
      return redirect(303, textUri(norm, 1));
    case 'HISTORY':
      return historyAnswer(known, asked.headers, asked.now);
    case 'COMPARISON':
      return comparisonAnswer(known, point, asked);
    case 'DAY':
      return toVersionOf(known, point, asked, question);
    case 'VERSION': {
      const text = versionExpression(known, point.version, { day: question.on, now: asked.now });
      if (text) return textAnswer(asked, question, text, findPlaces);
      return missing(
        'NO_SUCH_VERSION',
        `The norm ${norm.id} has no version ${point.version}, as far as ${question.knownAt ? `was known at ${question.knownAt}` : 'is known'}`,
        [historyUri(norm)],
      );
    }
  }
}

/** What a URI of a norm leads to. */
export async function resolve(norm: Norm | null, asked: Asked, findPlaces: FindPlaces): Promise<Answer | Problem> {
  const { segments } = asked;
  if (!norm) return missing('NORM_NOT_FOUND', `There is no norm ${JSON.stringify(segments.norm)}`);
  const fault = faultOfPlace(norm, asked);
  if (fault) return fault;
  const point = pointOf(segments.point);
  if (!point)
    return missing('NO_SUCH_TEXT', `${JSON.stringify(segments.point)} names no version, no day and no draft of a norm`, [workUri(norm)]);
  const question = questionOf(asked);
  if ('status' in question) return question;
  if (norm.status === 'WITHDRAWN')
    return { status: 410, code: 'WITHDRAWN', detail: `The draft of the norm ${norm.id} was withdrawn, and never adopted` };
  if (norm.known.length === 0) return ofDraft(norm, point, asked, question, findPlaces);
  const known = knownNorm(norm, question.knownAt);
  return known ? ofAdopted(known, point, asked, question, findPlaces) : notKnownThen(norm, question.knownAt);
}
