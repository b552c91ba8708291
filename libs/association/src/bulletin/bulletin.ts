import { type Attachment, attachmentsOf, loadFiles, type NamedFiles } from '@concord/files';
import {
  type Actor,
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
  type Rejection,
  reject,
  type TimeZone,
} from '@concord/kernel';
import type { LocalizedText } from '@concord/reference-data';
import { plainTexts } from '../plain-texts.js';
import { type AudienceFacts, askedOf, audienceOf, isRecipient, loadAudience } from './audience.js';
import { ConfirmReading, CorrectBulletin, PublishBulletin, WithdrawBulletin } from './bulletin.commands.js';
import { type Audience, type BulletinEvent, bulletinEvents } from './bulletin.events.js';

export const BULLETIN_STATUSES = ['PUBLISHED', 'WITHDRAWN'] as const;
export type BulletinStatus = (typeof BULLETIN_STATUSES)[number];

/** One that needs more is better published anew. */
const MOST_CORRECTIONS = 100;

export interface BulletinState {
  readonly status: BulletinStatus | 'UNKNOWN';
  readonly publisher: string;
  readonly audience: Audience | null;
  readonly version: number;
  readonly titles: readonly LocalizedText[];
  readonly text: readonly LocalizedText[];
  readonly attachments: readonly Attachment[];
  /** Who has confirmed the present version: the party and the person. */
  readonly readers: readonly (readonly [party: string, person: string])[];
}

const initialState: BulletinState = {
  status: 'UNKNOWN',
  publisher: '',
  audience: null,
  version: 0,
  titles: [],
  text: [],
  attachments: [],
  readers: [],
};

interface Publication extends AudienceFacts {
  readonly files: NamedFiles;
}

function readable({ readBy, zone }: PublishBulletin, now: Instant): Rejection | undefined {
  const today = dateIn((zone ?? 'UTC') as TimeZone, now);
  if (readBy == null || readBy >= today) return undefined;
  return reject('DATE_IN_WRONG_ORDER', `It is ${today} already, and nobody can read it by ${readBy}`, { field: 'readBy', value: readBy });
}

function publish(command: PublishBulletin, state: BulletinState, context: DecisionContext<Publication>): Outcome<BulletinEvent> {
  const { bulletinId, titles, text, readBy, zone } = command;
  const { actor, now, facts } = context;
  const exists = { field: 'bulletinId', value: bulletinId };
  const refusal = firstRejection(
    state.status === 'UNKNOWN' ? undefined : reject('BULLETIN_EXISTS', 'There is a bulletin with this id already', exists),
    readable(command, now),
  );
  if (refusal) return refusal;
  const audience = audienceOf(command.audience, context);
  if (isRejection(audience)) return audience;
  const attachments = attachmentsOf(command.attachments ?? [], facts.files);
  if (isRejection(attachments)) return attachments;
  return [
    {
      type: 'association.bulletin.BulletinPublished',
      data: {
        publisher: actor.party,
        audience,
        version: 1,
        titles: plainTexts(titles),
        text: plainTexts(text),
        attachments,
        readBy: (readBy ?? null) as CalendarDate | null,
        zone: (zone ?? 'UTC') as TimeZone,
        publishedAt: now,
      },
    },
  ];
}

/** The same sentence for all to whom a bulletin did not go, whether there is one or not. */
const notThere = (id: string, { party }: Actor): Rejection =>
  reject(
    'BULLETIN_NOT_FOUND',
    `There is no bulletin with this id for ${party}; one to the members of any committee is confirmed with the committeeId of theirs`,
    { field: 'bulletinId', value: id },
  );

const withdrawn = ({ status }: BulletinState): Rejection | undefined =>
  status === 'WITHDRAWN' ? reject('WRONG_STATUS', 'The bulletin was withdrawn') : undefined;

/** Only who published it changes it; to others it is not there. */
const own = (state: BulletinState, id: string, { actor }: DecisionContext<unknown>): Rejection | undefined =>
  state.status !== 'UNKNOWN' && state.publisher === actor.party
    ? undefined
    : reject('BULLETIN_NOT_FOUND', `${actor.party} has published no bulletin with this id`, { field: 'bulletinId', value: id });

function correct(command: CorrectBulletin, state: BulletinState, context: DecisionContext<NamedFiles>): Outcome<BulletinEvent> {
  const { bulletinId, reason } = command;
  const refusal = firstRejection(
    own(state, bulletinId, context),
    withdrawn(state),
    state.version <= MOST_CORRECTIONS
      ? undefined
      : reject('TOO_MANY_CORRECTIONS', `A bulletin is corrected at most ${MOST_CORRECTIONS} times: withdraw it, and publish another`),
  );
  if (refusal) return refusal;
  const attachments = command.attachments ? attachmentsOf(command.attachments, context.facts) : state.attachments;
  if (isRejection(attachments)) return attachments;
  const titles = command.titles ? plainTexts(command.titles) : state.titles;
  const text = command.text ? plainTexts(command.text) : state.text;
  if (canonicalJson([titles, text, attachments]) === canonicalJson([state.titles, state.text, state.attachments])) return [];
  const version = state.version + 1;
  return [
    { type: 'association.bulletin.BulletinCorrected', data: { version, titles, text, attachments, reason, correctedAt: context.now } },
  ];
}

function withdraw({ bulletinId, reason }: WithdrawBulletin, state: BulletinState, context: DecisionContext): Outcome<BulletinEvent> {
  const refusal = own(state, bulletinId, context);
  if (refusal) return refusal;
  if (state.status === 'WITHDRAWN') return [];
  return [{ type: 'association.bulletin.BulletinWithdrawn', data: { reason, withdrawnAt: context.now } }];
}

function confirm({ bulletinId }: ConfirmReading, state: BulletinState, context: DecisionContext<AudienceFacts>): Outcome<BulletinEvent> {
  const { actor, now, facts } = context;
  const { audience, publisher, version, readers } = state;
  if (!audience || !isRecipient(audience, publisher, actor, facts)) return notThere(bulletinId, actor);
  const refusal = withdrawn(state);
  if (refusal) return refusal;
  const { party, person } = actor;
  if (readers.some((reader) => reader[0] === party && reader[1] === person)) return [];
  return [{ type: 'association.bulletin.ReadingConfirmed', data: { party, person, version, readAt: now } }];
}

async function publication({ audience, attachments }: PublishBulletin, load: Load, actor: Actor): Promise<Publication> {
  const [facts, files] = await Promise.all([loadAudience(audience, load, actor), loadFiles(attachments ?? [], load)]);
  return { ...facts, files };
}

function evolve(state: BulletinState, event: BulletinEvent): BulletinState {
  switch (event.type) {
    case 'association.bulletin.BulletinPublished': {
      const { publisher, audience, version, titles, text, attachments } = event.data;
      return { status: 'PUBLISHED', publisher, audience, version, titles, text, attachments, readers: [] };
    }
    case 'association.bulletin.BulletinCorrected': {
      const { version, titles, text, attachments } = event.data;
      return { ...state, version, titles, text, attachments, readers: [] };
    }
    case 'association.bulletin.BulletinWithdrawn':
      return { ...state, status: 'WITHDRAWN' };
    case 'association.bulletin.ReadingConfirmed':
      return { ...state, readers: [...state.readers, [event.data.party, event.data.person]] };
    default:
      return ignored(state, event);
  }
}

/** Information for some: published, corrected, withdrawn, and its reading confirmed. Its history tells who has read it, so it is the publisher's. */
export const bulletin = aggregate<BulletinState, BulletinEvent>({
  name: 'association.bulletin',
  events: bulletinEvents,
  initialState,
  evolve,
  disclosedTo: ({ publisher }, reader) => reader !== null && (reader.kind === 'AUDITOR' || reader.party === publisher),
  concerns: ({ publisher }) => ({ parties: [publisher], jurisdictions: [] }),
  decisions: [
    on(PublishBulletin, 'bulletinId', publish, publication),
    on(CorrectBulletin, 'bulletinId', correct, ({ attachments }, load) => loadFiles(attachments ?? [], load)),
    on(WithdrawBulletin, 'bulletinId', withdraw),
    on(ConfirmReading, 'bulletinId', confirm, ({ committeeId }, load, actor, { audience }: BulletinState) =>
      loadAudience(askedOf(audience, committeeId), load, actor),
    ),
  ],
});
