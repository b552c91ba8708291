import { type Document, type Facts, type Line, quoted, type Section, type Table } from './document.js';
import type { Minutes } from './minutes.js';
import { resultSection, ruleSection } from './result.section.js';
import { facts, listed, NONE, partiesSaid, partySaid, said, textsSaid } from './said.js';
import { rollSection, votesSection } from './votes.section.js';
import { APPEAL_STATUS, SECRECY, stageSaid, VOID_REASON } from './words.js';

function decisionSaid({ status, result, voided, outcome, standard }: Minutes): Line {
  if (voided) return [`The ballot is void: ${VOID_REASON[voided.reason]}. It has no result.`];
  const decision = result?.approved ? 'Approved.' : 'Not approved.';
  if (status !== 'CLOSED' || outcome === null) return [`${decision} The standard has not taken the result up yet.`];
  switch (outcome.what) {
    case 'MOVED':
      return [`${decision} It brought the standard to the stage ${stageSaid(outcome.to)}.`];
    case 'NOT_MOVED':
      return [`${decision} The standard stays at the stage ${stageSaid(standard.stage)}.`];
    case 'HELD':
      return [`${decision} The standard waits for the decision on an appeal, and stays where it is until then.`];
    case 'ANNULLED':
      return [
        `${decision} The appeal ${outcome.appealId} was upheld, which brought the standard back to the stage ${stageSaid(outcome.to)}.`,
      ];
  }
}

function decision(minutes: Minutes): Section {
  const { ballotId, standard, committee, association, openedAt, closedAt, extensions, secrecy, voided, turnout, recirculation } = minutes;
  return {
    heading: 'Decision',
    blocks: [
      said(...decisionSaid(minutes)),
      facts(
        ['Ballot', [ballotId]],
        ['Standard', textsSaid(standard.titles, standard.id)],
        ['Text', [`Draft ${standard.draftVersion}, with the SHA-256 hash ${standard.contentHash}`]],
        ['Question', [`From the stage ${stageSaid(standard.stage)} to ${stageSaid(standard.proposes)}`]],
        ['Committee', textsSaid(committee.names, committee.id)],
        ['Association', partySaid(association)],
        ['Opened', [{ at: openedAt }]],
        [voided ? 'Void since' : 'Closed', [{ at: closedAt }]],
        ...extensions.map((extension, index): Facts['facts'][number] => [
          `Extension ${index + 1}`,
          ['From ', { at: extension.from }, ' to ', { at: extension.closesAt }, ', for want of a quorum, by ', quoted(extension.rule)],
        ]),
        ['Secrecy', [SECRECY[secrecy]]],
        ['Turnout', [turnout ? `${turnout.votesCast} of ${turnout.rollSize} parties on the roll` : 'Not disclosed']],
        recirculation && ['Held again after', [recirculation.of]],
        recirculation && ['Changed since', recirculation.changed.length > 0 ? listed(recirculation.changed) : ['nothing']],
        recirculation && ['Unresolved objections of', partiesSaid(recirculation.unresolved)],
      ),
    ],
  };
}

function appealsSection({ appeals: { until, lodged } }: Minutes): Section {
  return {
    heading: 'Appeals',
    blocks: [
      until === null ? said('There is no result to appeal.') : said('The result can be appealed until ', { at: until }, '.'),
      ...(lodged.length === 0
        ? [said('No appeal is recorded.')]
        : [
            {
              kind: 'TABLE',
              caption: 'Appeals against the result',
              columns: [
                { name: 'Appeal', share: 20 },
                { name: 'Of', share: 20 },
                { name: 'Lodged', share: 22 },
                { name: 'Standing', share: 14 },
                { name: 'Decided or withdrawn', share: 24 },
              ],
              rows: lodged.map(({ id, appellant, lodgedAt, status, decidedBy, endedAt }): readonly Line[] => [
                [id],
                [appellant],
                [{ at: lodgedAt }],
                [APPEAL_STATUS[status]],
                endedAt === null ? [NONE] : [{ at: endedAt }, ...(decidedBy === null ? [] : [` by ${decidedBy}`])],
              ]),
            } satisfies Table,
          ]),
    ],
  };
}

/** Minutes as people read them, whatever the form. */
export function documentOf(minutes: Minutes): Document {
  const { ballotId, standard, result, votes } = minutes;
  const [title] = standard.titles;
  return {
    name: `Minutes of the ballot ${ballotId}`,
    title: ['Minutes: ', title ? quoted(title.text, title.language) : standard.id],
    sections: [
      decision(minutes),
      ...(result ? [resultSection(minutes, result)] : []),
      ruleSection(minutes),
      ...(result && votes ? [votesSection(minutes, result, votes)] : []),
      rollSection(minutes),
      appealsSection(minutes),
    ],
  };
}
