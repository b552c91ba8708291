import { addToDate, addToInstant, type CalendarDate, type Duration, dateIn, instantOf, type TimeZone } from '@concord/kernel';

const ZONE = 'America/New_York' as TimeZone;
const text = (english: string) => [{ language: 'en', text: english }];
const today = (): CalendarDate => dateIn(ZONE, instantOf(new Date()));
const inDays = (days: number): CalendarDate => addToDate(today(), { days });
const soon = (duration: string): string => addToInstant(instantOf(new Date()), duration as Duration);

/** What the acts of norms need of the platform. */
export interface Stage {
  issue(name: string, input: object): Promise<void>;
  /** Waits until the log has an event of this type in the stream, or in one of the streams. */
  until(streams: string | readonly string[], type: string): Promise<void>;
}

const streamOf = (normId: string): string => `government.norm/${normId}`;

/** Everything that can happen to norms about kites, from the first draft to the last day. */
export async function playNorms(stage: Stage): Promise<void> {
  await Promise.all([consulted(stage), changed(stage), contested(stage)]);
}

const draft = (normId: string, more: object = {}) => ({
  normId,
  jurisdiction: 'US',
  documentType: 'regulation',
  titles: text(`About ${normId}`),
  provisions: [
    { eId: 'sec_1', number: '§ 1', heading: 'Mark', text: text('A kite bears the mark of its maker.') },
    { eId: 'sec_1__para_a', number: '(a)', text: text('On its back.') },
    { eId: 'sec_2', number: '§ 2', text: text('A kite has a tail.') },
  ],
  ...more,
});

async function consulted({ issue, until }: Stage): Promise<void> {
  const normId = 'kite-ribbons';
  const reason = 'Many asked for it.';
  const window = (opens: string, closes: string) => ({ opensAt: soon(opens), closesAt: soon(closes), zone: ZONE });
  await issue('DraftNorm', draft(normId));
  await issue('OpenConsultation', { normId, window: window('PT0S', 'P20D') });
  await issue('ExtendConsultation', { normId, closesAt: soon('P30D'), reason });
  await issue('CorrectConsultation', { normId, window: window('PT0S', 'PT168H2S'), reason });
  await until(streamOf(normId), 'government.norm.ConsultationEndsSoon');
  await issue('WithdrawConsultation', { normId, reason });
  await until(streamOf(normId), 'government.norm.CommentsCounted');
  await issue('ReopenConsultation', { normId, window: window('PT0S', 'PT2S'), reason });
  await until(streamOf(normId), 'government.norm.ConsultationClosed');
  await issue('ReviseDraft', { normId, hsCodes: ['9503'], reason });
}

async function changed({ issue, until }: Stage): Promise<void> {
  const normId = 'kite-strings';
  const reason = 'Experience.';
  await issue('DraftNorm', draft(normId));
  await issue('PublishNorm', { normId, publishedOn: today(), zone: ZONE });
  await issue('CommenceNorm', { normId, inForceFrom: today() });
  await until(streamOf(normId), 'government.norm.NormCameIntoForce');
  await issue('CorrectText', { normId, eId: 'sec_2', correction: 'ERRATUM', text: text('A kite has two tails.'), reason });
  await issue('SuspendProvisions', { normId, provisions: ['sec_1'], from: inDays(10), until: inDays(60), reason });
  await issue('ResumeProvisions', { normId, provisions: ['sec_1'], from: inDays(20), reason });
  await issue('DraftNorm', draft('kite-reform', { amendments: [{ norm: normId, operations: operations() }] }));
  await issue('PublishNorm', { normId: 'kite-reform', publishedOn: today(), inForceFrom: inDays(30), zone: ZONE });
  await until(streamOf(normId), 'government.norm.NormAmended');
  await until(streamOf(normId), 'government.norm.ConditionMet');
  await issue('RepealNorm', { normId, repealedFrom: inDays(90), reason });
}

const operations = () => [
  { operation: 'INSERT', after: 'sec_1', provision: { eId: 'sec_1a', number: '§ 1a', text: text('And that of its seller.') } },
  { operation: 'SUBSTITUTE', keepsParts: true, provision: { eId: 'sec_1', number: '§ 1', text: text('A kite bears two marks.') } },
  { operation: 'RENUMBER', eId: 'sec_2', number: '§ 3' },
  { operation: 'REPEAL', eId: 'sec_1__para_a' },
];

/**
 * Adoptions that begin at the same moment and want the same of one norm, and of another something that none else wants: all
 * but one are abandoned, as soon as two of them got so far.
 */
async function contested({ issue, until }: Stage): Promise<void> {
  const [contestedNorm, other] = ['kite-frames', 'kite-bows'];
  const dates = { publishedOn: today(), inForceFrom: inDays(1), zone: ZONE };
  for (const normId of [contestedNorm, other]) {
    await issue('DraftNorm', draft(normId));
    await issue('PublishNorm', { normId, ...dates });
  }
  const rivals = Array.from({ length: 6 }, (_, index) => `kite-rival-${index + 1}`);
  const amendments = (index: number) => [
    { norm: contestedNorm, operations: [{ operation: 'REPEAL', eId: 'sec_2' }] },
    { norm: other, operations: [{ operation: 'INSERT', after: 'sec_2', provision: { eId: `sec_3${index}`, text: text('And more.') } }] },
  ];
  await Promise.all(rivals.map((normId, index) => issue('DraftNorm', draft(normId, { amendments: amendments(index) }))));
  await Promise.allSettled(rivals.map((normId) => issue('PublishNorm', { normId, ...dates })));
  await until(rivals.map(streamOf), 'government.norm.AdoptionAbandoned');
  await until(streamOf(other), 'government.norm.AmendmentReleased');
}
