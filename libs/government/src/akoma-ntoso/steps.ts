import { type CalendarDate, calendarDate, isCalendarDate, isRejection, type Rejection, reject, type TimeZone } from '@concord/kernel';
import { type AkomaNtosoDocument, meansForce, metaAt, metaNamed } from '@concord/legal-text';
import { isJurisdiction, JURISDICTION_RULE, type LocalizedText } from '@concord/reference-data';
import { DraftNorm, PublishNorm } from '../norm/norm.commands.js';
import { forceSteps } from './force-steps.js';
import { normIdOf, SYSTEM } from './identity.js';
import { provisionsOf } from './provisions.js';
import { mergedWork, type Work } from './work.js';

/** What files do not say. */
export interface ImportTerms {
  /** Where the norms bind; null: in the country that each file names. */
  readonly jurisdiction: string | null;
  /** The zone in which their days begin. */
  readonly zone: TimeZone;
}

/** From nothing to the norm that a work is. */
export interface NormOfWork {
  readonly normId: string;
  readonly commands: readonly object[];
}

const valueAt = ({ meta }: AkomaNtosoDocument, ...path: readonly string[]): string | undefined =>
  metaAt(meta, 'identification', ...path)?.attributes.get('value') || undefined;

/** `us`, or `GB-UKM` for a part of a country. */
function jurisdictionOf(document: AkomaNtosoDocument, { jurisdiction }: ImportTerms): string | Rejection {
  if (jurisdiction !== null) return jurisdiction;
  const stated = valueAt(document, 'FRBRWork', 'FRBRcountry');
  const country = stated?.split('-')[0]?.toUpperCase();
  if (isJurisdiction(country)) return country;
  const sentence = `The document names ${stated === undefined ? 'no country' : `the country ${stated}`}: ${JURISDICTION_RULE}; name the jurisdiction for the import`;
  return reject('BAD_JURISDICTION', sentence, { field: 'FRBRcountry', value: stated, rule: JURISDICTION_RULE });
}

/** The title of the document, else the name of the work. */
function titlesOf(titles: readonly LocalizedText[], document: AkomaNtosoDocument, uri: string): LocalizedText[] {
  const { language, meta } = document;
  if (titles[0]?.language === language) return [...titles];
  const work = metaAt(meta, 'identification', 'FRBRWork')?.parts ?? [];
  const alias = work
    .find(({ element, attributes }) => element === 'FRBRalias' && attributes.get('name') === 'title')
    ?.attributes.get('value');
  return [{ language, text: alias || valueAt(document, 'FRBRWork', 'FRBRname') || uri }, ...titles];
}

const dateOf = (stated: string | undefined): CalendarDate | undefined => {
  const day = stated?.slice(0, 10);
  return day !== undefined && isCalendarDate(day) ? calendarDate(day) : undefined;
};

function publicationOf(document: AkomaNtosoDocument): CalendarDate | Rejection {
  const stated = [metaAt(document.meta, 'publication'), metaAt(document.meta, 'identification', 'FRBRWork', 'FRBRdate')].map((element) =>
    element?.attributes.get('date'),
  );
  const day = stated.map(dateOf).find((date) => date !== undefined);
  if (day !== undefined) return day;
  return reject('NO_DATE', `The document names no day of its publication, but ${stated.find((date) => date) ?? 'nothing'}`, {
    field: 'publication',
    value: stated.find((date) => date),
    rule: 'a date is YYYY-MM-DD',
  });
}

/** The first event of the lifecycle that is said to be the entry into force of the whole: one on which no interval of parts leans. */
function entryIntoForce({ meta }: AkomaNtosoDocument): CalendarDate | undefined {
  const ofParts = new Set(metaNamed(meta, 'timeInterval').flatMap(({ attributes }) => [attributes.get('start'), attributes.get('end')]));
  const days = metaNamed(meta, 'eventRef').flatMap(({ attributes }) =>
    meansForce(attributes.get('refersTo')) && !ofParts.has(`#${attributes.get('eId')}`) ? (dateOf(attributes.get('date')) ?? []) : [],
  );
  return days.sort()[0];
}

/** The commands that make a norm of a work: an act is published, anything else is a draft. Or why there can be none. */
export function normOfWork(work: Work, terms: ImportTerms): NormOfWork | Rejection {
  const [document] = work.expressions;
  const merged = mergedWork(work);
  if (isRejection(merged)) return merged;
  const jurisdiction = jurisdictionOf(document, terms);
  if (isRejection(jurisdiction)) return jurisdiction;
  const normId = normIdOf(work.uri);
  const draft = Object.assign(new DraftNorm(), {
    normId,
    jurisdiction,
    documentType: valueAt(document, 'FRBRWork', 'FRBRsubtype') || document.attributes.get('name') || document.type,
    titles: titlesOf(merged.titles, document, work.uri),
    provisions: provisionsOf(merged.text),
    source: { system: SYSTEM, documentId: work.uri },
  });
  if (document.type !== 'act') return { normId, commands: [draft] };
  const publishedOn = publicationOf(document);
  if (isRejection(publishedOn)) return publishedOn;
  const { inForceFrom = entryIntoForce(document), commands } = forceSteps(document, normId);
  const publish = Object.assign(new PublishNorm(), { normId, publishedOn, zone: terms.zone, ...(inForceFrom && { inForceFrom }) });
  return { normId, commands: [draft, publish, ...commands] };
}
