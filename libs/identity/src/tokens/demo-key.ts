import { join } from 'node:path';
import { codeOf, keepOnce, readIfThere } from '@concord/secrets';
import { CompactSign, calculateJwkThumbprint, compactVerify, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';

const FILE = 'demo-issuer.json';
/** ECDSA on P-256: what every supported Node can do without warning of an experiment. */
export const ALGORITHM = 'ES256';

/** The key pair in the file cannot be used. The message names the file and never what is in it. */
export class DemoKeyUnusable extends Error {
  override readonly name = 'DemoKeyUnusable';
}

/** A key pair on P-256; `kid` is the thumbprint of the public key (RFC 7638). */
export interface DemoKey {
  readonly kid: string;
  readonly publicKey: JWK;
  readonly privateKey: Awaited<ReturnType<typeof importJWK>>;
}

/**
 * The one key of a data folder, made by whoever asks first: processes that start at the same moment get the same.
 * @throws DemoKeyUnusable when the file can be neither read nor made, or is no such key.
 */
export async function demoKey(dataDir: string): Promise<DemoKey> {
  const path = join(dataDir, FILE);
  const text = await textIn(path);
  try {
    return await parse(text);
  } catch {
    // No cause and no detail: what JSON.parse complains of would show a piece of the private key.
    throw new DemoKeyUnusable(
      `${path} is no key of the demo issuer: it is damaged, or was not written by Concord. ` +
        'Remove it, and a new key is made at the next start; demo tokens signed by the old one are then refused',
    );
  }
}

/** What the file holds, which is made where it is missing. */
async function textIn(path: string): Promise<string> {
  let known: string | undefined;
  try {
    known = await readIfThere(path);
  } catch (error) {
    throw new DemoKeyUnusable(`${path}, the key of the demo issuer, cannot be read (${codeOf(error)})`, { cause: error });
  }
  try {
    return known ?? (await keepOnce(path, `${JSON.stringify(await newKey(), null, 2)}\n`));
  } catch (error) {
    throw new DemoKeyUnusable(`${path}, the key of the demo issuer, cannot be made (${codeOf(error)})`, { cause: error });
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return exportJWK(privateKey);
}

async function parse(text: string): Promise<DemoKey> {
  const { kty, crv, x, y, d } = JSON.parse(text) as JWK;
  const halves: JWK = { kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' };
  const kid = await calculateJwkThumbprint(halves);
  const publicKey: JWK = { ...halves, kid, alg: ALGORITHM, use: 'sig' };
  const privateKey = await importJWK({ ...halves, d: d ?? '' }, ALGORITHM);
  const proof = await new CompactSign(Buffer.from(kid)).setProtectedHeader({ alg: ALGORITHM }).sign(privateKey);
  await compactVerify(proof, await importJWK(publicKey, ALGORITHM));
  return { kid, publicKey, privateKey };
}
