import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Secrets } from '@concord/kernel';
import { vkeyOf } from '@concord/proof';
import type { PoolClient } from 'pg';
import type { TreeRow } from './tree-store.js';

/** What signs checkpoints. */
export interface Signer {
  /** Its number among the keys of the log, from 1. */
  readonly number: number;
  /** The origin of the log. */
  readonly name: string;
  readonly privateKey: KeyObject;
  /** As verifiers know it (C2SP signed-note). */
  readonly vkey: string;
}

const subjectOf = (origin: string): string => `notary/${origin}`;
const placeOf = (number: number): string => `signing key ${number}`;

interface KeyRow {
  readonly number: number;
  readonly vkey: string;
  readonly sealed: string;
}

/**
 * The keys with which checkpoints are signed: Ed25519, made by the platform, kept in the database sealed under a key that is not
 * there. Whoever steals the database alone cannot sign.
 */
export class SigningKeys {
  constructor(private readonly secrets: Secrets) {}

  /** The key that signs for the tree, which the caller holds; the first one is made when it is first asked for. */
  async current(client: PoolClient, tree: TreeRow): Promise<Signer> {
    const [row] = await this.rows(client, tree, 'number = $2', tree.signer);
    return row ? this.opened(tree, row) : this.make(client, tree);
  }

  /** The key that verifiers know by this text. @throws Error when it is none of the log's */
  async named(client: PoolClient, tree: TreeRow, vkey: string): Promise<Signer> {
    const [row] = await this.rows(client, tree, 'vkey = $2', vkey);
    if (!row) throw new Error(`The notary is to sign with ${vkey}, which is not among the keys of ${tree.origin} in this database`);
    return this.opened(tree, row);
  }

  /** One more key for the tree, which the caller holds. It signs when the log says so. */
  async make(client: PoolClient, tree: TreeRow): Promise<Signer> {
    const { id, origin } = tree;
    const { rows } = await client.query<{ number: number }>(
      'SELECT coalesce(max(number), 0) + 1 AS number FROM concord_transparency.signing_key WHERE tree = $1',
      [id],
    );
    const number = rows[0]?.number ?? 1;
    const { privateKey } = generateKeyPairSync('ed25519');
    const vkey = vkeyOf(origin, createPublicKey(privateKey));
    const der = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    const sealed = await this.secrets.seal(subjectOf(origin), placeOf(number), der);
    await client.query('INSERT INTO concord_transparency.signing_key (tree, number, vkey, sealed) VALUES ($1, $2, $3, $4)', [
      ...[id, number, vkey, sealed],
    ]);
    return { number, name: origin, vkey, privateKey };
  }

  private async opened({ origin }: TreeRow, { number, vkey, sealed }: KeyRow): Promise<Signer> {
    const der = await this.secrets.open(subjectOf(origin), placeOf(number), sealed);
    if (der === null) throw new Error(`The key ${vkey} of the notary cannot be opened: the key of its secrets was destroyed`);
    return { number, vkey, name: origin, privateKey: createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' }) };
  }

  private async rows(client: PoolClient, { id }: TreeRow, condition: string, value: unknown): Promise<readonly KeyRow[]> {
    const { rows } = await client.query<KeyRow>(
      `SELECT number, vkey, sealed FROM concord_transparency.signing_key WHERE tree = $1 AND ${condition}`,
      [id, value],
    );
    return rows;
  }
}
