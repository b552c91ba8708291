import { addToDate, addToInstant, type CalendarDate, type Duration, dateIn, instantOf, type TimeZone } from '@concord/kernel';
import { playAudit } from './audit-acts.js';
import { playBallots } from './ballot-acts.js';
import { playNorms } from './norm-acts.js';
import type { Headers, People } from './people.js';
import { playPledges } from './pledge-acts.js';
import type { RunningPlatform } from './running-platform.js';

/** Waits until the log has an event of this type in this stream, or in one of these. */
export type Await = (stream: string | readonly string[], type: string) => Promise<void>;

const text = (english: string) => [{ language: 'en', text: english }];
const today = (): CalendarDate => dateIn('UTC' as TimeZone, instantOf(new Date()));
const inDays = (days: number): CalendarDate => addToDate(today(), { days });
const soon = (duration: string): string => addToInstant(instantOf(new Date()), duration as Duration);

/**
 * What the demo does not tell: at least one act for every event that its story goes without. Whoever declares a new
 * event, or a new version of one, adds here what makes it, if the demo does not.
 */
export class Acts {
  constructor(
    private readonly platform: RunningPlatform,
    private readonly people: People,
    private readonly until: Await,
  ) {}

  async play(): Promise<void> {
    const operator = await this.people.join('concord-operator', 'OPERATOR');
    const agency = await this.people.join('product-safety', 'AGENCY');
    const association = await this.people.join('toy-alliance', 'ASSOCIATION', 'CN');
    const enterprise = await this.people.join('kite-toys', 'ENTERPRISE', 'CN');
    const buyer = await this.people.join('ana', 'CONSUMER');
    await this.party(enterprise, operator);
    await this.audit(operator);
    await Promise.all([
      this.norms(agency),
      this.comments(agency, enterprise),
      this.alerts(enterprise),
      this.dockets(agency),
      this.licences(enterprise, agency),
      this.standards(association, agency),
      this.agreement(agency),
      this.trade(agency, enterprise, buyer),
      this.pledges(association, enterprise, buyer),
      this.ballots(association, agency, enterprise),
    ]);
    await this.registration(enterprise);
    await this.rotation();
    await this.erasure(buyer);
  }

  /** The last that is heard of the buyer. */
  private async erasure(buyer: Headers): Promise<void> {
    const { errors } = await this.platform.ask('mutation { erasePersonalData(input: { partyId: "ana" }) { party { status } } }', {}, buyer);
    if (errors[0]) throw new Error(errors[0].message);
    await this.until('identity.party/ana', 'identity.party.PersonalKeyDestroyed');
  }

  private async rotation(): Promise<void> {
    const { code, stderr } = await this.platform.cli('audit', 'rotate-key');
    if (code !== 0) throw new Error(stderr);
  }

  /** A mandate is read under as soon as it is shown. */
  private async audit(operator: Headers): Promise<void> {
    const auditor = await this.people.join('audit-court', 'AUDITOR');
    const ask = async (query: string): Promise<void> => {
      const { errors } = await this.platform.ask(query, {}, { ...auditor, 'concord-purpose': 'Who granted this?' });
      if (errors[0]) throw new Error(`${query} was refused: ${errors[0].message}`);
    };
    await playAudit({ issue: (command, input) => this.issue(operator, command, input), ask });
  }

  private async party(enterprise: Headers, operator: Headers): Promise<void> {
    const partyId = 'kite-toys';
    await this.issue(enterprise, 'RenameParty', { partyId, name: 'Kite Toys' });
    await this.issue(operator, 'SuspendParty', { partyId, reason: 'Its address could not be confirmed.' });
    await this.issue(operator, 'ReinstateParty', { partyId, reason: 'Its address is confirmed.' });
  }

  private async norms(agency: Headers): Promise<void> {
    const draft = { jurisdiction: 'US', documentType: 'regulation', titles: text('Marking of kites'), hsCodes: ['9503'] };
    await this.issue(agency, 'DraftNorm', {
      normId: 'kite-marks',
      ...draft,
      docket: 'KITES-2026-0001',
      source: { system: 'regulations.gov', documentId: 'KITES-2026-0001-0002' },
      provisions: [{ eId: 'sec_1', heading: 'Mark', text: text('A kite bears the mark of its maker.') }],
    });
    const window = { opensAt: soon('PT0S'), closesAt: soon('PT1S'), zone: 'America/New_York' };
    await this.issue(agency, 'OpenConsultation', { normId: 'kite-marks', window });
    await this.until('government.norm/kite-marks', 'government.norm.CommentsCounted');
    await this.issue(agency, 'PublishNorm', { normId: 'kite-marks', publishedOn: today(), zone: 'America/New_York' });
    await this.issue(agency, 'CommenceNorm', { normId: 'kite-marks', inForceFrom: inDays(30) });
    await this.issue(agency, 'DraftNorm', { normId: 'kite-colours', ...draft, titles: text('Colours of kites') });
    await this.issue(agency, 'WithdrawNorm', { normId: 'kite-colours', reason: 'Colours need no rule.' });
    await playNorms({ issue: (command, input) => this.issue(agency, command, input), until: this.until });
  }

  private async comments(agency: Headers, enterprise: Headers): Promise<void> {
    const normId = 'kite-reels';
    await this.issue(agency, 'DraftNorm', {
      normId,
      jurisdiction: 'US',
      documentType: 'regulation',
      titles: text('Reels of kites'),
      provisions: [{ eId: 'sec_1', text: text('A reel has a brake.') }],
      consultation: { opensAt: soon('PT0S'), closesAt: soon('P30D'), zone: 'America/New_York' },
    });
    const response = await fetch(`${this.platform.url}/files`, { method: 'POST', headers: enterprise, body: 'A drawing of a reel' });
    const { sha256 } = (await response.json()) as { readonly sha256: string };
    const comment = (commentId: string, rest: object = {}) =>
      this.issue(enterprise, 'SubmitComment', { commentId, normId, text: text('A brake costs too much.'), ...rest });
    await comment('on-brakes', { provision: 'sec_1', attachments: [{ name: 'reel.txt', sha256 }] });
    await comment('taken-back');
    await this.issue(enterprise, 'WithdrawComment', { commentId: 'taken-back' });
    await this.issue(agency, 'WithholdComment', { commentId: 'on-brakes', reason: 'We look at the drawing first.' });
    await this.issue(agency, 'PublishComment', { commentId: 'on-brakes' });
    const answer = { disposition: 'OUT_OF_SCOPE', reason: text('Costs are for the market.') };
    await this.issue(agency, 'AnswerComments', { answerId: 'brakes-cost', normId, comments: ['on-brakes'], ...answer });
    const better = { disposition: 'REJECTED', reason: text('A hand costs more.') };
    await this.issue(agency, 'ReviseAnswer', { answerId: 'brakes-cost', ...better, why: 'The first answer missed the point.' });
    await this.until('government.comment/on-brakes', 'government.comment.CommentAnswered');
  }

  private async alerts(enterprise: Headers): Promise<void> {
    const [reels, lines] = [{ subscriptionId: 'reels' }, { subscriptionId: 'lines' }];
    const terms = { jurisdictions: ['US'], hsCodes: ['9503'], agencies: ['product-safety'], text: 'reels or lines' };
    // Nobody listens there.
    const webhook = 'http://127.0.0.1:9/alerts';
    await this.issue(enterprise, 'SubscribeToAlerts', { ...reels, ballotReminders: true });
    await this.issue(enterprise, 'SubscribeToAlerts', { ...lines, ...terms, webhook, digest: { every: 'WEEK', zone: 'Asia/Shanghai' } });
    await this.issue(enterprise, 'ChangeAlertSubscription', { ...reels, ...terms, webhook });
    await this.issue(enterprise, 'ChangeAlertSubscription', { ...lines, digest: { every: 'DAY', zone: 'Asia/Shanghai' } });
    await this.issue(enterprise, 'RotateWebhookSecret', reels);
    await this.issue(enterprise, 'EnableWebhook', reels);
    await this.issue(enterprise, 'RedeliverAlerts', reels);
    await this.issue(enterprise, 'RedeliverAlerts', { ...reels, messageId: 'msg_1' });
    await this.issue(enterprise, 'EndAlertSubscription', reels);
  }

  private async dockets(agency: Headers): Promise<void> {
    const docket = { docketId: 'kites-2026-0007', jurisdiction: 'US', number: 'KITES-2026-0007', zone: 'America/New_York' };
    const { zone: _, ...described } = docket;
    await this.issue(agency, 'DescribeDocket', { ...described, title: 'Tails of kites' });
    const file = (documentId: string, rest: object) =>
      this.issue(agency, 'FileDocument', { ...docket, documentId, title: 'Tails of kites', ...rest });
    await file('KITES-2026-0007-0001', { documentType: 'Proposed Rule', postedAt: '2026-01-05T14:00:00Z' });
    await this.issue(agency, 'DraftNorm', {
      normId: 'kite-tails',
      jurisdiction: 'US',
      documentType: 'Rule',
      titles: text('Tails of kites'),
    });
    await file('KITES-2026-0007-0002', { documentType: 'Rule', postedAt: '2026-02-05T14:00:00Z', norm: 'kite-tails' });
    const relation = { relation: 'CORRECTS', norm: 'kite-tails', reason: 'The notice says so.' };
    await file('KITES-2026-0007-0003', { documentType: 'Rule', postedAt: '2026-03-05T14:00:00Z', subtype: 'Correction' });
    await this.issue(agency, 'RelateDocument', { docketId: docket.docketId, documentId: 'KITES-2026-0007-0003', ...relation });
  }

  private async licences(enterprise: Headers, agency: Headers): Promise<void> {
    const apply = async (licenceId: string): Promise<void> => {
      const application = { agency: 'product-safety', jurisdiction: 'US', hsCodes: ['9503', '9504'], reason: 'We sell toys.' };
      await this.issue(enterprise, 'ApplyForLicence', { licenceId, ...application });
    };
    await apply('refused');
    await this.issue(agency, 'RefuseLicence', { licenceId: 'refused', reason: 'The test reports are missing.' });
    await apply('revoked');
    const validity = { validFrom: today(), validUntil: inDays(365) };
    await this.issue(agency, 'GrantLicence', { licenceId: 'revoked', hsCodes: ['9503'], ...validity });
    await this.issue(agency, 'SuspendLicence', { licenceId: 'revoked', reason: 'A kite broke.' });
    await this.issue(agency, 'ResumeLicence', { licenceId: 'revoked' });
    await this.issue(agency, 'RevokeLicence', { licenceId: 'revoked', reason: 'Another kite broke.' });
    await apply('to-expire');
    await this.issue(agency, 'GrantLicence', { licenceId: 'to-expire', ...validity });
  }

  private async standards(association: Headers, agency: Headers): Promise<void> {
    const [committeeId, standardId] = ['kites', 'kite-lines'];
    await this.issue(association, 'CreateCommittee', { committeeId, names: text('Kites'), scope: text('Kites and their lines.') });
    for (const [party, kind] of [
      ['toy-alliance', 'O_MEMBER'],
      ['toy-alliance', 'P_MEMBER'],
      ['product-safety', 'P_MEMBER'],
      ['kite-toys', 'O_MEMBER'],
    ]) {
      await this.issue(association, 'AppointMember', { committeeId, party, kind });
    }
    await this.issue(association, 'DismissMember', { committeeId, party: 'kite-toys' });
    await this.representation(association, agency, committeeId);
    await this.issue(association, 'ProposeStandard', { standardId, committeeId, titles: text('Lines of kites'), scope: text('Strength.') });
    const draft = (sentence: string) =>
      this.issue(association, 'SubmitDraft', { standardId, sections: [{ eId: 'clause_1', text: text(sentence) }] });
    await draft('A line holds 50 N.');
    await this.draftComments(association, agency, standardId);
    for (const stage of ['WD', 'CD', 'DIS']) await this.issue(association, 'AdvanceStandard', { standardId, stage });

    const voided = { ballotId: 'on-50-newton' };
    await this.issue(association, 'OpenBallot', { ...voided, standardId, closesAt: soon('PT1H') });
    await this.issue(agency, 'CastVote', { ...voided, choice: 'APPROVE' });
    await this.issue(agency, 'WithdrawVote', voided);
    await draft('A line holds 90 N.');
    await this.until('association.ballot/on-50-newton', 'association.ballot.BallotVoided');

    const lost = { ballotId: 'on-90-newton' };
    await this.issue(association, 'OpenBallot', { ...lost, standardId, closesAt: soon('PT3S') });
    await this.issue(association, 'CastVote', { ...lost, choice: 'APPROVE', comment: 'It can be measured.' });
    await this.issue(agency, 'CastVote', { ...lost, choice: 'DISAPPROVE', technicalReason: '90 N cuts the hand that holds the line.' });
    await this.until('association.standard/kite-lines', 'association.standard.StandardNotAdopted');

    const won = { ballotId: 'on-50-newton-again' };
    await draft('A line holds 50 N, and no hand is cut.');
    await this.issue(association, 'OpenBallot', { ...won, standardId, closesAt: soon('PT2S') });
    await this.issue(agency, 'CastVote', { ...won, choice: 'APPROVE' });
    await this.until('association.standard/kite-lines', 'association.standard.ReviewStarted');
  }

  private async representation(association: Headers, agency: Headers, committeeId: string): Promise<void> {
    const member = { committeeId, party: 'product-safety' };
    await this.issue(association, 'AppointMember', { ...member, kind: 'P_MEMBER', interest: 'GENERAL_INTEREST' });
    await this.issue(agency, 'GrantMandate', { committeeId, person: 'somebody-of-product-safety' });
    await this.issue(agency, 'RevokeMandate', { committeeId, person: 'somebody-of-product-safety' });
    await this.issue(agency, 'DelegateVote', { committeeId, to: 'toy-alliance', until: soon('PT1H') });
    await this.issue(agency, 'RevokeDelegation', { committeeId });
    await this.issue(association, 'AppointLiaison', { committeeId, party: 'kite-toys' });
    await this.issue(association, 'DismissLiaison', { committeeId, party: 'kite-toys' });
    await this.issue(association, 'DesignateAppealsBody', member);
    await this.issue(association, 'ChangeCommitteePeriods', { committeeId, reviewPeriod: 'PT1S' });

    const standardId = 'kite-tails';
    const editor = { standardId, party: 'product-safety' };
    await this.issue(association, 'ProposeStandard', { standardId, committeeId, titles: text('Tails of kites'), scope: text('Length.') });
    await this.issue(association, 'AppointEditor', editor);
    await this.issue(association, 'DismissEditor', editor);
    await this.issue(association, 'CancelStandard', { standardId, reason: 'Tails need no standard.' });

    const calendarId = 'kite-days';
    const holiday = (date: string) => ({ date, names: text('Day of the kite') });
    await this.issue(association, 'PublishCalendar', {
      calendarId,
      jurisdiction: 'CN',
      zone: 'Asia/Shanghai',
      holidays: [holiday('2026-04-20')],
    });
    await this.issue(association, 'AddHolidays', { calendarId, holidays: [holiday('2027-04-20')] });
    await this.issue(association, 'RemoveHoliday', { calendarId, date: '2026-04-20', reason: 'There was no wind.' });
  }

  private async draftComments(association: Headers, agency: Headers, standardId: string): Promise<void> {
    const comment = (commentId: string, rest: object) =>
      this.issue(agency, 'CommentOnDraft', { commentId, standardId, draftVersion: 1, ...rest });
    const change = { line: '3', element: 'Table 1', proposedChange: 'A line holds 90 N.' };
    await comment('too-weak', { clause: 'clause_1', kind: 'TECHNICAL', text: 'A gust takes 50 N.', ...change });
    await comment('a-comma', { kind: 'EDITORIAL', text: 'There is a comma too many.' });
    await this.issue(agency, 'WithdrawDraftComment', { commentId: 'a-comma' });
    await this.issue(association, 'DisposeComment', { commentId: 'too-weak', disposition: 'NOTED', observation: 'We measure it.' });
    await this.issue(association, 'DisposeComment', { commentId: 'too-weak', disposition: 'ACCEPTED' });
  }

  private async pledges(association: Headers, enterprise: Headers, buyer: Headers): Promise<void> {
    const as = (headers: Headers) => (command: string, input: object) => this.issue(headers, command, input);
    await playPledges({ association: as(association), enterprise: as(enterprise), buyer: as(buyer), until: this.until });
  }

  private async ballots(association: Headers, agency: Headers, enterprise: Headers): Promise<void> {
    const as = (headers: Headers) => (command: string, input: object) => this.issue(headers, command, input);
    await playBallots({ association: as(association), agency: as(agency), enterprise: as(enterprise), until: this.until });
  }

  private async agreement(agency: Headers): Promise<void> {
    const agreementId = 'kite-reports';
    await this.issue(agency, 'AdoptAgreement', {
      agreementId,
      titles: text('Agreement on reports about kites'),
      text: text('Article 1. A report of one party is read by every other.'),
      invited: ['US', 'CN'],
      openToAccession: true,
      formula: { deposits: 1, requiredJurisdictions: ['US'], waiting: 'P1M', firstDayOfNextMonth: true },
      laterPartyRule: { waiting: 'P30D', dayAfter: true },
    });
    await this.issue(agency, 'SignAgreement', { agreementId, definitive: true });
  }

  private async trade(agency: Headers, seller: Headers, buyer: Headers): Promise<void> {
    await this.issue(seller, 'FileRegistration', {
      enterpriseId: 'kite-toys',
      legalName: 'Kite Toys Co., Ltd.',
      country: 'CN',
      operationMode: 'PURCHASING_AGENT',
    });
    await this.issue(agency, 'AdoptProcedure', { procedureId: 'answers', jurisdiction: 'US', names: text('Answers'), answerWithin: 'P5D' });
    await this.issue(agency, 'ReviseProcedure', { procedureId: 'answers', answerWithin: 'P10D' });
    await this.issue(agency, 'DraftNorm', {
      normId: 'held-kites',
      jurisdiction: 'US',
      documentType: 'order',
      titles: text('Kites that are looked at'),
      provisions: [
        {
          eId: 'sec_1',
          text: text('An agency looks at every kite that has no test report.'),
          requirement: { direction: 'IMPORT', hsCodes: ['950300'], mustHold: '"TEST_REPORT" in transaction.documents', onBreach: 'HOLD' },
        },
      ],
    });
    await this.issue(agency, 'PublishNorm', { normId: 'held-kites', publishedOn: today(), inForceFrom: inDays(-1), zone: 'UTC' });
    await this.hold(seller, 'refused');
    await this.issue(agency, 'RefuseTransaction', { transactionId: 'refused', reason: 'The kite is dangerous.' });
    await this.hold(seller, 'released');
    await this.issue(agency, 'ReleaseTransaction', { transactionId: 'released', reason: 'The kite is safe.' });
    await this.issue(buyer, 'ConfirmDelivery', { transactionId: 'released' });
    await this.complaint(agency, seller, buyer);
  }

  private async hold(seller: Headers, transactionId: string): Promise<void> {
    const lines = [{ hsCode: '950300', description: 'Kite', quantity: 2, unitPrice: '24.90' }];
    const way = { buyer: 'ana', kind: 'B2C', origin: 'CN', destination: 'US', currency: 'USD' };
    await this.issue(seller, 'OpenTransaction', { transactionId, ...way, lines });
    await this.until(`trade.transaction/${transactionId}`, 'trade.transaction.TransactionChecked');
  }

  private async complaint(agency: Headers, seller: Headers, buyer: Headers): Promise<void> {
    const complaintId = 'torn-kite';
    const refund = (amount: string) => ({ remedy: 'REFUND', amount: { amount, currency: 'USD' } });
    await this.issue(buyer, 'FileComplaint', {
      complaintId,
      transactionId: 'released',
      procedureId: 'answers',
      ground: 'NOT_AS_DESCRIBED',
      narrative: 'The kites were red, and I had bought blue ones.',
      evidence: [{ name: 'kites.jpg', sha256: '5f'.repeat(32), mediaType: 'image/jpeg' }],
      claim: refund('49.80'),
    });
    await this.issue(seller, 'AnswerComplaint', { complaintId, position: 'CONTEST', statement: 'Red is shown.', offer: refund('10.00') });
    await this.issue(buyer, 'RejectOffer', { complaintId, reason: 'That is too little.' });
    const decision = { outcome: 'UPHELD', remedies: [refund('49.80'), { remedy: 'REPAIR' }], reasons: 'Blue was shown.' };
    await this.issue(agency, 'DecideComplaint', { complaintId, ...decision });
    await this.issue(seller, 'PerformRemedy', { complaintId, evidence: 'Refund 1003' });
    await this.issue(buyer, 'CloseComplaint', { complaintId });
  }

  private async registration(enterprise: Headers): Promise<void> {
    const enterpriseId = 'kite-toys';
    await this.issue(enterprise, 'ChangeRegistration', { enterpriseId, hsCodes: ['9503'], contact: 'kites@example.com' });
    await this.issue(enterprise, 'DeregisterEnterprise', { enterpriseId, reason: 'It no longer trades across borders.' });
  }

  private async issue(headers: Headers, command: string, input: object): Promise<void> {
    const mutation = `${command.charAt(0).toLowerCase()}${command.slice(1)}`;
    const document = `mutation ($input: ${command}!) { ${mutation}(input: $input) { receipt { position } } }`;
    const { errors } = await this.platform.ask(document, { input }, headers);
    if (errors[0]) throw new Error(`${command} ${JSON.stringify(input)} was refused: ${errors[0].message}`);
  }
}
