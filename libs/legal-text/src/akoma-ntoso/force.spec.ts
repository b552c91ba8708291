import { isRejection } from '@concord/kernel';
import fc from 'fast-check';
import { standingsOn } from '../standing.js';
import { commenced, DAYS, dayOf, histories, on, suspended, timeline } from '../testing/index.js';
import { textOfVersion, versionOn, versionsOf } from '../versions.js';
import type { AkomaNtosoDocument } from './document.js';
import { forceIn, forceOf, type Interval } from './force.js';
import { readAkomaNtoso } from './read.js';
import { writeAkomaNtoso } from './write.js';

const days = Array.from({ length: DAYS + 8 }, (_, number) => dayOf(number - 1));

function readBack(document: AkomaNtosoDocument): AkomaNtosoDocument {
  const reading = readAkomaNtoso(writeAkomaNtoso(document));
  if (isRejection(reading)) throw new Error(reading.message);
  expect(reading.unsupported).toEqual([]);
  return reading.documents[0]!;
}

function documentOf(history: Parameters<typeof forceOf>[0], version: number): AkomaNtosoDocument {
  const text = textOfVersion(history, version)?.text ?? [];
  const { events, temporalData, references, remarks } = forceOf(history, text);
  const part = (element: string, parts: typeof events) =>
    parts.length > 0 ? [{ element, attributes: new Map([['source', '#concord']]), parts }] : [];
  const language = { element: 'FRBRlanguage', attributes: new Map([['language', 'en']]), parts: [] };
  const expression = { element: 'FRBRExpression', attributes: new Map(), parts: [language] };
  const identification = { element: 'identification', attributes: new Map(), parts: [expression] };
  return {
    type: 'act',
    attributes: new Map(),
    language: 'en',
    meta: [identification, ...part('lifecycle', events), ...temporalData, ...part('references', references)],
    coverPage: null,
    title: null,
    preface: null,
    text,
    remarks,
    conclusions: null,
  };
}

const covers = (intervals: readonly Interval[], day: string): boolean =>
  intervals.some(({ from, until }) => from <= day && (until === null || day < until));

describe('The days on which provisions are in force', () => {
  it('are read from a document as they are in the history of the norm', () => {
    fc.assert(
      fc.property(histories(), fc.nat(99), ({ timeline: history }, number) => {
        const versions = versionsOf(history);
        const { version } = versions[number % versions.length]!;
        const document = readBack(documentOf(history, version));
        const said = forceIn(document);
        const inForce = (eId: string | null): readonly Interval[] =>
          eId === null ? [] : (said.get(eId) ?? inForce(document.text.find((provision) => provision.eId === eId)?.parent ?? null));
        for (const day of days) {
          const standingOf = standingsOn(history, document.text, day);
          const then = versionOn(history, day);
          const there = then && textOfVersion(history, then.version)?.text.map(({ eId }) => eId);
          expect(document.text.map(({ eId }) => covers(inForce(eId), day))).toEqual(
            document.text.map(({ eId }) => standingOf(eId) === 'IN_FORCE' && there?.includes(eId) === true),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stand once for each group of provisions, and not for parts that follow the whole', () => {
    const history = timeline(commenced(on('2026-03-01')), suspended('2026-05-01', '2026-06-01', 'sec_2'));
    const { remarks } = documentOf(history, 1);
    expect([...remarks]).toEqual([
      ['sec_1', new Map([['period', '#tmpg_1']])],
      ['sec_2', new Map([['period', '#tmpg_2']])],
    ]);
    expect(forceIn(documentOf(history, 1)).get('sec_2')).toEqual([
      { from: '2026-03-01', until: '2026-05-01' },
      { from: '2026-06-01', until: null },
    ]);
  });

  it('say nothing where a reference leads nowhere, or to something else than force', () => {
    const read = (start: string, refersTo: string): AkomaNtosoDocument => {
      const reading = readAkomaNtoso(`<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="a"><meta>
        <lifecycle source="#a"><eventRef eId="e1" date="2026-03-01Z" source="#o"/></lifecycle>
        <temporalData source="#a"><temporalGroup eId="t1"><timeInterval start="${start}" refersTo="${refersTo}"/></temporalGroup></temporalData></meta>
        <body><section eId="sec_1" period="#t1"/><section eId="sec_2" period="#t9"/></body></act></akomaNtoso>`);
      if (isRejection(reading)) throw new Error(reading.message);
      return reading.documents[0]!;
    };
    expect(forceIn(read('#e1', '#inForce'))).toEqual(new Map([['sec_1', [{ from: '2026-03-01', until: null }]]]));
    expect(forceIn(read('#e2', '#inForce'))).toEqual(new Map());
    expect(forceIn(read('#e1', '#efficacy'))).toEqual(new Map());
  });
});
