import type { Policy } from './checkpoint.js';
import { leafHash } from './merkle.js';
import { refuse } from './refused.js';
import { type StreamProofFile, verifyStreamProofFile } from './stream-proof-file.js';
import { verifyTlogProof } from './tlog-proof.js';

/** What a dossier carries to be checked with: of each act its entry and a proof, of each object that these are all acts of it. */
interface CarriedProofs {
  readonly events: Readonly<Record<string, { readonly entry: string; readonly proof: string }>>;
  readonly streams: Readonly<Record<string, StreamProofFile>>;
}

/** What an act is in a dossier, as far as it is compared with what is proven. */
interface ToldAct {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly party: string;
}

export interface ProvenDossier {
  /** The log from which it is. */
  readonly origin: string;
  /** How many acts are proven to be in the log. */
  readonly acts: number;
  /** Of each object how many acts the log has of it, by its stream. */
  readonly objects: ReadonlyMap<string, number>;
}

type Told = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Told => typeof value === 'object' && value !== null && !Array.isArray(value);

const EMBEDDED = /<script type="application\/json" id="proofs">([\s\S]*?)<\/script>/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('The dossier is neither a page with proofs nor JSON.');
  }
}

function read(text: string): { readonly proofs: CarriedProofs; readonly acts: readonly ToldAct[] | undefined } {
  const [, embedded] = EMBEDDED.exec(text) ?? [];
  const file = parsed(embedded ?? text);
  const proofs = embedded === undefined && isRecord(file) ? file.proofs : file;
  if (!isRecord(proofs) || !isRecord(proofs.events) || !isRecord(proofs.streams)) return refuse('The dossier carries no proofs.');
  const steps =
    embedded === undefined && isRecord(file) && Array.isArray(file.steps) ? (file.steps as readonly { event: ToldAct }[]) : undefined;
  return { proofs: proofs as unknown as CarriedProofs, acts: steps?.map(({ event }) => event) };
}

/** What is told of an act must be what the entry says. */
function checkTold(act: ToldAct, entry: string): void {
  const { metadata, ...facts } = JSON.parse(entry) as Told & { readonly metadata: Told };
  const proven: Told = { ...facts, party: metadata.party };
  for (const name of ['id', 'type', 'stream', 'revision', 'position', 'party'] as const) {
    if (proven[name] !== act[name])
      refuse(`The act ${act.id} is told with the ${name} ${act[name]}, and the log has ${String(proven[name])}.`);
  }
}

/**
 * Checks the proofs that a dossier carries, as JSON or as the page: that each act is in the log, and of each object how many acts
 * the log has, so that one that is missing is seen.
 * @throws ProofRefused when one does not hold, or an act is told without a proof or otherwise than the log has it
 */
export function verifyDossier(text: string, policy: Policy): ProvenDossier {
  const { proofs, acts } = read(text);
  let origin = '';
  const leaves = new Map<string, Set<string>>();
  for (const { entry, proof } of Object.values(proofs.events)) {
    ({ origin } = verifyTlogProof(proof, Buffer.from(entry), policy));
    const { stream } = JSON.parse(entry) as { readonly stream: string };
    leaves.set(stream, (leaves.get(stream) ?? new Set()).add(leafHash(Buffer.from(entry)).toString('base64')));
  }
  const objects = new Map<string, number>();
  for (const [stream, file] of Object.entries(proofs.streams)) {
    const { entries } = verifyStreamProofFile(JSON.stringify(file), policy);
    if (file.stream !== stream) refuse(`The proof about ${stream} is about ${file.stream}.`);
    const known = new Set(
      file.entries.map((entry) => ('leaf' in entry ? entry.leaf : leafHash(Buffer.from(entry.entry)).toString('base64'))),
    );
    for (const leaf of leaves.get(stream) ?? [])
      if (!known.has(leaf)) refuse(`An act of ${stream} is not among those that its proof counts.`);
    objects.set(stream, entries.length);
  }
  for (const act of acts ?? []) {
    const carried = proofs.events[act.id];
    if (!carried) refuse(`The act ${act.id} is told without a proof.`);
    else checkTold(act, carried.entry);
  }
  return { origin, acts: Object.keys(proofs.events).length, objects };
}
