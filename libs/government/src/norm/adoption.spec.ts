import { given } from '@concord/kernel/testing';
import { ConcludeAdoption, EnactAmendments, LayAmendments, PublishNorm, ReleaseAmendments } from './norm.commands.js';
import type { AdoptionBegun, Amendment, AmendmentLaid, NormAmended, NormEvent } from './norm.events.js';
import { norm } from './norm.js';
import type { NormState } from './norm-state.js';
import {
  agency,
  amended,
  amendingDraft,
  command,
  commencedOn,
  day,
  drafted,
  draftedWith,
  published,
  publishedFrom,
  repealOf,
  stateOf,
  substitute,
  ZONE,
} from './testing/norms.js';

/** What the amending norm does to the norm about toys, unless it says otherwise: with its own commencement. */
const toToys = (change: Partial<Amendment> = {}): Amendment => ({
  norm: 'toys',
  commencement: null,
  operations: [substitute('sec_1', 'new')],
  ...change,
});
const amending = [amendingDraft(toToys())] as const;
const publish = command(PublishNorm, { normId: 'act', publishedOn: '2026-03-01', inForceFrom: '2026-07-01', zone: ZONE });
const begun: AdoptionBegun = {
  type: 'government.norm.AdoptionBegun',
  data: { publishedOn: day('2026-03-01'), commencement: { on: day('2026-07-01') }, zone: ZONE },
};
const withAct = { with: 'act', provision: null, notBefore: day('2026-03-01') };
const laid: AmendmentLaid = {
  type: 'government.norm.AmendmentLaid',
  data: { by: 'act', commencement: withAct, on: day('2026-07-01'), operations: [substitute('sec_1', 'new')], reason: 'Amendment of Toys' },
};
const enacted: NormAmended = {
  type: 'government.norm.NormAmended',
  data: { by: 'act', commencement: withAct, operations: [substitute('sec_1', 'new')], reason: 'Amendment of Toys', zone: ZONE },
};
const met: NormEvent = {
  type: 'government.norm.ConditionMet',
  data: { norm: 'act', provision: null, on: day('2026-07-01'), zone: ZONE },
};

const concerned = (...toys: readonly NormEvent[]) => ({
  amended: new Map([['toys', stateOf(...toys)]]),
  awaited: new Map<string, NormState>(),
});
const about = (...act: readonly NormEvent[]) => ({ facts: { ...concerned(), amending: stateOf(...act) } });

describe('The adoption of a norm that amends another', () => {
  it('begins where the amendment fits', () => {
    given(norm, ...amending)
      .when(publish, { actor: agency, facts: concerned(drafted, published) })
      .then(begun);
  });

  it.each<readonly [string, Amendment, readonly NormEvent[]]>([
    ['UNKNOWN_PROVISION', toToys({ operations: [repealOf('sec_9')] }), [drafted, published]],
    ['ALREADY_REPEALED', toToys(), [drafted, published, amended('2026-06-15', repealOf('sec_1'))]],
    [
      'ALREADY_REPEALED',
      toToys({ commencement: { on: day('2027-01-01') } }),
      [drafted, published, { type: 'government.norm.NormRepealed', data: { repealedFrom: day('2026-12-31'), reason: 'x' } }],
    ],
    ['NORM_NOT_FOUND', toToys(), []],
    ['WRONG_STATUS', toToys(), [drafted]],
    ['NOT_YOURS', toToys(), [draftedWith({ agency: 'us-cbp' }), published]],
    ['WRONG_JURISDICTION', toToys(), [draftedWith({ jurisdiction: 'CA' }), published]],
  ])('is refused as %s, naming the amendment', (code, amendment, toys) => {
    given(norm, amendingDraft(amendment))
      .when(publish, { actor: agency, facts: concerned(...toys) })
      .thenRejected(code, 'amendments');
  });

  it('is refused where the norm waits for one that there is not', () => {
    const awaiting = toToys({ commencement: { with: 'kites', provision: null, notBefore: day('2026-03-01') } });
    given(norm, amendingDraft(awaiting))
      .when(publish, { actor: agency, facts: concerned(drafted, published) })
      .thenRejected('NORM_NOT_FOUND', 'inForceWith');
  });

  it('lays the amendment before the norm, once', () => {
    const lay = command(LayAmendments, { by: 'act' });
    given(norm, drafted, published)
      .when(lay, about(...amending))
      .thenNothing()
      .when(lay, about(...amending, begun))
      .then(laid)
      .when(lay, about(...amending, begun))
      .thenNothing();
  });

  it('lays nothing where another amendment was laid before that it does not fit with', () => {
    const rival: AmendmentLaid = {
      ...laid,
      data: { ...laid.data, by: 'rival', commencement: { on: day('2026-06-20') }, on: day('2026-06-20'), operations: [repealOf('sec_1')] },
    };
    given(norm, drafted, published, rival)
      .when(command(LayAmendments, { by: 'act' }), about(...amending, begun))
      .thenRejected('ALREADY_REPEALED');
  });

  it('is concluded by publication where everything was laid, and abandoned where not', () => {
    const conclude = command(ConcludeAdoption, { normId: 'act' });
    given(norm, ...amending, begun)
      .when(conclude, { facts: concerned(drafted, published, laid) })
      .then(publishedFrom('2026-07-01'))
      .when(conclude, { facts: concerned(drafted, published, laid) })
      .thenNothing();
    given(norm, ...amending, begun)
      .when(conclude, { facts: concerned(drafted, published, amended('2026-06-15', repealOf('sec_1'))) })
      .then({
        type: 'government.norm.AdoptionAbandoned',
        data: { reason: expect.stringMatching(/toys does not fit.*sec_1 is repealed/) as unknown as string },
      })
      .when(publish, { actor: agency, facts: concerned(drafted, published) })
      .then(begun);
  });

  it('is followed by the amendment of the other norm, with the day on which it takes effect', () => {
    const enact = command(EnactAmendments, { by: 'act' });
    given(norm, drafted, published, laid)
      .when(enact, { facts: stateOf(...amending, begun) })
      .thenNothing()
      .when(enact, { facts: stateOf(...amending, begun, publishedFrom('2026-07-01')) })
      .then(enacted, met)
      .when(enact, { facts: stateOf(...amending, begun, publishedFrom('2026-07-01')) })
      .thenNothing();
  });

  it('that has no day yet amends the other norm when it commences', () => {
    const undated: AmendmentLaid = { ...laid, data: { ...laid.data, on: null } };
    given(norm, drafted, published, undated)
      .when(command(EnactAmendments, { by: 'act' }), { facts: stateOf(...amending, begun, publishedFrom(null)) })
      .then(enacted);
    given(norm, drafted, published, undated)
      .when(command(EnactAmendments, { by: 'act' }), { facts: stateOf(...amending, begun, publishedFrom(null), commencedOn('2026-07-01')) })
      .then(enacted, met);
  });

  it('that is abandoned lets go of what it laid', () => {
    const release = command(ReleaseAmendments, { by: 'act' });
    given(norm, drafted, published, laid)
      .when(release)
      .then({ type: 'government.norm.AmendmentReleased', data: { by: 'act' } })
      .when(release)
      .thenNothing();
  });
});
