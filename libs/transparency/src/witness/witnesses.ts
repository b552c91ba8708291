import {
  COSIGNATURE,
  consistencyProof,
  parseCheckpoint,
  parseNote,
  parseSignatureLine,
  parseVkey,
  type TileReader,
  verifyCosignature,
} from '@concord/proof';

/** Somebody else who looks at the checkpoints and signs those that are consistent with what it has seen (C2SP tlog-witness). */
export interface Witness {
  /** As verifiers know it. */
  readonly vkey: string;
  /** To which `/add-checkpoint` is added. */
  readonly url: string;
}

const isAsked = (url: string): boolean =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(`${url}/`));

/** The witnesses that a text names: `<verifier key> <URL>`, with commas between. Undefined where it names something else. */
export function witnessesFrom(text: string): readonly Witness[] | undefined {
  const items = text.split(',').map((item) => item.trim().split(/\s+/));
  const witnesses = items
    .filter(([first]) => first !== '')
    .map(([vkey = '', url = '', ...more]) => ({ vkey, url: url.replace(/\/$/, ''), more }));
  const good = witnesses.every(({ vkey, url, more }) => more.length === 0 && isAsked(url) && isVkey(vkey));
  return good ? witnesses.map(({ vkey, url }) => ({ vkey, url })) : undefined;
}

function isVkey(text: string): boolean {
  try {
    return parseVkey(text).type === COSIGNATURE;
  } catch {
    return false;
  }
}

/** Milliseconds that a witness gets to answer. */
const PATIENCE = 5_000;
/** The most bytes that are read of what a witness says: its signatures, or a size. */
const MOST_BYTES = 16_384;

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** What a witness was asked, and what it said. */
interface Heard {
  readonly status: number;
  readonly text: string;
}

async function post(url: string, body: string, signal: AbortSignal): Promise<Heard> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  });
  const text = Buffer.from(await answer.arrayBuffer());
  if (text.length > MOST_BYTES) throw new Error(`It answered ${text.length} bytes, and ${MOST_BYTES} are the most`);
  return { status: answer.status, text: text.toString('utf8') };
}

/**
 * Asks a witness for its cosignature.
 * @param note the signed checkpoint
 * @param known the size that the witness is thought to have seen; it tells when that is wrong, and is asked once more
 * @returns the line of its cosignature
 * @throws Error saying what it answered
 */
export async function askWitness(
  { vkey, url }: Witness,
  note: string,
  known: number,
  tiles: TileReader,
  signal: AbortSignal,
): Promise<string> {
  const { size } = parseCheckpoint(parseNote(note).text);
  const ask = async (old: number): Promise<Heard> => {
    const proof = old === 0 || old === size ? [] : await consistencyProof(tiles, old, size);
    return post(`${url}/add-checkpoint`, lines(`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '') + note, signal);
  };
  let heard = await ask(Math.min(known, size));
  if (heard.status === 409) {
    const seen = Number(/^(0|[1-9]\d{0,15})\n$/.exec(heard.text)?.[1] ?? Number.NaN);
    if (!(seen <= size)) throw new Error(`It has seen a tree of ${heard.text.trim().slice(0, 40)} leaves, and this one has ${size}`);
    heard = await ask(seen);
  }
  if (heard.status !== 200) throw new Error(`It answered ${heard.status}: ${heard.text.trim().slice(0, 200)}`);
  const key = parseVkey(vkey);
  const own = heard.text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseSignatureLine)
    .find(({ name, id }) => name === key.name && id === key.id);
  if (!own) throw new Error('It answered without a signature of its key');
  verifyCosignature(parseNote(note).text, own, key);
  return own.line;
}
