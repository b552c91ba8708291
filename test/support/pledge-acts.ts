import { createHash } from 'node:crypto';
import { addToDate, type CalendarDate, canonicalJson, dateIn, instantOf, type TimeZone } from '@concord/kernel';

const text = (english: string) => [{ language: 'en', text: english }];
const today = (): CalendarDate => dateIn('UTC' as TimeZone, instantOf(new Date()));

/** What the acts of pledges and bulletins need of the platform: a way to issue for each who acts. */
export interface PledgeStage {
  association(command: string, input: object): Promise<void>;
  enterprise(command: string, input: object): Promise<void>;
  buyer(command: string, input: object): Promise<void>;
  until(stream: string, type: string): Promise<void>;
}

const PLEDGE = { pledgeId: 'safe-kites' };
const STREAM = 'association.pledge/safe-kites';

/** A pledge about kites that is breached twice, and what its association tells of it. */
export async function playPledges(stage: PledgeStage): Promise<void> {
  const { association, enterprise } = stage;
  const clause = (number: number, sentence: string) => ({ eId: `clause_${number}`, heading: 'Kites', text: text(sentence) });
  const sections = [clause(1, 'We sell no kite without a tail.')];
  const more = [...sections, clause(2, 'We sell no line of wire.')];
  const sign = (read: readonly object[]) =>
    enterprise('SignPledge', { ...PLEDGE, contentHash: createHash('sha256').update(canonicalJson(read)).digest('hex') });
  await association('PublishPledge', { ...PLEDGE, titles: text('Safe kites'), sections, hearingTerm: 'PT3S' });
  await sign(sections);
  await association('RevisePledge', { ...PLEDGE, sections: more, reason: 'Wire' });
  await sign(more);
  await breaches(stage);
  await association('ReadmitSignatory', { ...PLEDGE, enterprise: 'kite-toys', reason: 'It sells kites of paper now.' });
  await sign(more);
  await bulletins(stage);
  await enterprise('LeavePledge', { ...PLEDGE, reason: 'It sells no more kites.' });
  await association('ClosePledge', { ...PLEDGE, reason: 'There is a norm.' });
}

async function breaches({ association, enterprise, buyer, until }: PledgeStage): Promise<void> {
  const report = (breachId: string, provision: string) =>
    buyer('ReportBreach', { breachId, ...PLEDGE, enterprise: 'kite-toys', provision, facts: 'It had none.' });
  const decide = (breachId: string, measure: object) =>
    association('DecideBreach', { breachId, outcome: 'UPHELD', reasons: 'It is shown.', ...measure });
  await report('mistaken', 'clause_1');
  await buyer('WithdrawReport', { breachId: 'mistaken', reason: 'The tail was in the box.' });
  await report('no-tail', 'clause_1');
  await enterprise('AnswerBreach', { breachId: 'no-tail', statement: 'It fell off.' });
  await enterprise('AnswerBreach', { breachId: 'no-tail', statement: 'We sent another.' });
  await decide('no-tail', { measure: 'SUSPENSION', until: addToDate(today(), { days: 30 }) });
  await until(STREAM, 'association.pledge.SignatorySuspended');
  await association('PublishDecision', { breachId: 'no-tail', summary: text('A kite had no tail.') });
  await report('wire', 'clause_2');
  await until('association.breach/wire', 'association.breach.HearingClosed');
  await decide('wire', { measure: 'EXPULSION' });
  await until(STREAM, 'association.pledge.SignatoryExpelled');
}

async function bulletins({ association, enterprise }: PledgeStage): Promise<void> {
  const bulletinId = 'kites-in-may';
  const audience = { kind: 'SIGNATORIES', ...PLEDGE };
  await association('PublishBulletin', { bulletinId, audience, titles: text('In May'), text: text('A norm comes in May.') });
  await enterprise('ConfirmReading', { bulletinId });
  await association('CorrectBulletin', { bulletinId, text: text('A norm comes in June.'), reason: 'June' });
  await association('WithdrawBulletin', { bulletinId, reason: 'No norm comes.' });
}
