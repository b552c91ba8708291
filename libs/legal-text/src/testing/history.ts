import { addToDate, type CalendarDate } from '@concord/kernel';
import fc from 'fast-check';
import { type Act, type AmendingOperation, broughtBy, type Commencement, faultOfTimeline, type Text, type Timeline } from '../index.js';
import { provision } from './samples.js';

/** Over how many days the acts of a history are spread. */
export const DAYS = 14;

/** A day of histories; the first is 0. */
export const dayOf = (number: number): CalendarDate => addToDate('2025-03-01' as CalendarDate, { days: number });

/** Numbers that are read as choices among what is there when the act is made. */
interface Choice {
  readonly kind: string;
  readonly day: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly yes: boolean;
}

interface ActChoice extends Choice {
  readonly waits: boolean;
  readonly operations: readonly Choice[];
}

export interface History {
  /** The acts that fitted when they came, as an agency would record them. */
  readonly timeline: Timeline;
  /** Each act that did not, behind those that had been recorded by then. */
  readonly refused: readonly Timeline[];
}

type Weights = Readonly<Record<string, number>>;

/** What is to be in histories, and how much of it. */
export interface Setting {
  readonly fewest: number;
  readonly most: number;
  readonly days: number;
  /** How many of a hundred commencements wait for another norm's. */
  readonly waiting: number;
  readonly acts: Weights;
}

/** Kinds, each as often as it is to come. */
const oftener = (weights: Weights): fc.Arbitrary<string> =>
  fc.oneof(...Object.entries(weights).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind) })));

const choiceOf = (kinds: Weights, days: number): fc.Arbitrary<Choice> =>
  fc.record({ kind: oftener(kinds), day: fc.nat(days - 1), a: fc.nat(99), b: fc.nat(99), c: fc.nat(99), yes: fc.boolean() });

const OPERATIONS = { INSERT: 25, SUBSTITUTE: 25, REPEAL: 15, RENUMBER: 10, REPEAL_ALL: 1 };
const ACTS = { AMENDMENT: 36, CORRECTION: 6, COMMENCEMENT: 8, SUSPENSION: 6, RESUMPTION: 4, CONDITION: 6, REPEAL: 1 };

const actChoice = ({ acts, days, waiting }: Setting): fc.Arbitrary<ActChoice> =>
  fc
    .tuple(choiceOf(acts, days), fc.nat(99), fc.array(choiceOf(OPERATIONS, days), { minLength: 1, maxLength: 3 }))
    .map(([choice, chance, operations]) => ({ ...choice, waits: chance < waiting, operations }));

const pick = <T>(among: readonly T[], number: number): T | undefined => among[number % among.length];

/** Sections, of which some have paragraphs, of which some have points. */
function adoptedBy(sections: readonly number[]): Text {
  return sections.flatMap((parts, index) => {
    const section = `sec_${index + 1}`;
    const paragraphs = Array.from({ length: parts }, (_, number) => `${section}__para_${number + 1}`);
    return [
      provision(section, null, `${section} as adopted`),
      ...paragraphs.map((eId) => provision(eId, section, `${eId} as adopted`)),
      ...(parts > 1 ? [provision(`${paragraphs.at(-1)}__point_1`, paragraphs.at(-1) ?? null, 'a point as adopted')] : []),
    ];
  });
}

/** What the editions brought, the adopted text first. */
const broughtIn = ({ adopted, acts }: Timeline): readonly { readonly edition: number; readonly provisions: Text }[] => [
  { edition: 1, provisions: adopted },
  ...acts.map((act, index) => ({ edition: index + 2, provisions: act.kind === 'AMENDMENT' ? broughtBy(act.operations) : [] })),
];

function operationOf(choice: Choice, known: Text, label: string): AmendingOperation {
  const { kind, a, b, c, yes } = choice;
  const places = [...new Map(known.map(({ eId, parent }) => [eId, parent]))];
  const [target = 'sec_0', above = null] = pick(places, a) ?? [];
  const fresh = (parent: string | null, number: string) =>
    provision(b % 9 === 0 ? target : `${parent === null ? '' : `${parent}__`}para_${number}`, parent, label);
  switch (kind) {
    case 'INSERT': {
      const parent = yes ? target : above;
      const siblings = places.filter(([, whole]) => whole === parent).map(([eId]) => eId);
      const first = fresh(parent, `${label}`);
      const parts = c % 3 === 0 ? [provision(`${first.eId}__point_1`, first.eId, `${label}, a point`)] : [];
      return { operation: 'INSERT', provisions: [first, ...parts], after: c % 4 === 0 ? null : (pick(siblings, b) ?? null) };
    }
    case 'SUBSTITUTE': {
      const first = provision(target, above, label);
      const kept = places.filter(([, whole], index) => whole === target && (c >> (index % 3)) % 2 === 0);
      const parts = [
        ...kept.map(([eId]) => provision(eId, target, `${label}, ${eId} kept`)),
        // The same eId whichever amendment brings it, so that several may.
        ...(b % 3 === 0 ? [provision(`${target}__item_${c % 2}`, target, `${label}, an item`)] : []),
      ];
      return { operation: 'SUBSTITUTE', provisions: yes ? [first] : [first, ...parts], keepsParts: yes };
    }
    case 'RENUMBER':
      return { operation: 'RENUMBER', eId: target, number: label };
    default:
      return { operation: 'REPEAL', eId: kind === 'REPEAL_ALL' ? null : target };
  }
}

const WAITED_FOR = ['norm-a', 'norm-b', 'norm-c'];

const commencementOf = ({ waits, day, b }: ActChoice): Commencement =>
  waits
    ? { with: WAITED_FOR[b % WAITED_FOR.length] as string, provision: b % 4 === 0 ? 'sec_1' : null, notBefore: dayOf(day) }
    : { on: dayOf(day) };

/** The act that a choice means after these; undefined where there is nothing to choose from. */
function actOf(choice: ActChoice, timeline: Timeline): Act | undefined {
  const { kind, day, a, b, c, yes } = choice;
  const brought = broughtIn(timeline);
  const known = brought.flatMap(({ provisions }) => provisions);
  const edition = timeline.acts.length + 2;
  const some = yes ? null : [pick(known, a)?.eId ?? 'sec_0', pick(known, b)?.eId ?? 'sec_0'].slice(c % 2);
  const reason = `Edition ${edition}`;
  switch (kind) {
    case 'AMENDMENT': {
      const operations: AmendingOperation[] = [];
      for (const [index, one] of choice.operations.entries()) {
        operations.push(operationOf(one, [...known, ...broughtBy(operations)], `${edition}.${index}`));
      }
      return { kind, by: null, commencement: commencementOf(choice), operations, reason };
    }
    case 'CORRECTION': {
      const of = pick(
        brought.filter(({ provisions }) => provisions.length > 0),
        a,
      );
      const eId = of && pick(of.provisions, b)?.eId;
      if (!of || eId === undefined) return undefined;
      const words = (what: string) => [{ language: 'en', text: `${what} of ${eId} as corrected by ${edition}` }];
      const headings = yes ? null : words('heading');
      return { kind, of: of.edition, eId, headings, text: yes || c % 2 === 0 ? words('text') : null, correction: 'ERRATUM', reason };
    }
    case 'COMMENCEMENT':
      return { kind, provisions: some, commencement: commencementOf(choice) };
    case 'SUSPENSION':
      return { kind, provisions: some, from: dayOf(day), until: c % 3 === 0 ? null : dayOf(day + 1 + (c % 5)), reason };
    case 'RESUMPTION':
      return { kind, provisions: some, from: dayOf(day), reason };
    case 'CONDITION': {
      const awaited = timeline.acts.flatMap((act) => ('commencement' in act && 'with' in act.commencement ? [act.commencement] : []));
      const condition = pick(awaited, a);
      return condition && { kind, norm: condition.with, provision: condition.provision, on: dayOf(day) };
    }
    case 'REPEAL':
      return { kind, from: dayOf(day), reason };
    default:
      return undefined;
  }
}

function live(sections: readonly number[], choices: readonly ActChoice[], commencesOn: number | null): History {
  let timeline: Timeline = {
    adopted: adoptedBy(sections),
    acts: commencesOn === null ? [] : [{ kind: 'COMMENCEMENT', provisions: null, commencement: { on: dayOf(commencesOn) } }],
  };
  const refused: Timeline[] = [];
  for (const choice of choices) {
    const act = actOf(choice, timeline);
    if (!act) continue;
    const longer: Timeline = { ...timeline, acts: [...timeline.acts, act] };
    if (faultOfTimeline(longer)) refused.push(longer);
    else timeline = longer;
  }
  return { timeline, refused };
}

/** Something of everything. */
export const USUAL: Setting = { fewest: 6, most: 20, days: DAYS, waiting: 25, acts: ACTS };

const choicesOf = (setting: Setting): fc.Arbitrary<ActChoice[]> =>
  fc.array(actChoice(setting), { minLength: setting.fewest, maxLength: setting.most, size: 'max' });

const sections = fc.array(fc.nat(2), { minLength: 1, maxLength: 3 });

/** Histories of a norm: what was proposed is recorded if it fits. */
export const histories = (setting: Setting = USUAL): fc.Arbitrary<History> =>
  fc
    .tuple(sections, choicesOf(setting), fc.option(fc.nat(Math.floor(setting.days / 2)), { freq: 5 }))
    .map(([parts, choices, commencesOn]) => live(parts, choices, commencesOn));

/** Acts that nobody checked: what other software may have written into a log. */
export const unchecked = (setting: Setting = USUAL): fc.Arbitrary<Timeline> =>
  fc.tuple(sections, choicesOf(setting)).map(([parts, choices]) => {
    const acts: Act[] = [];
    const timeline: Timeline = { adopted: adoptedBy(parts), acts };
    for (const choice of choices) {
      const act = actOf(choice, timeline);
      if (act) acts.push(act);
    }
    return timeline;
  });
