import type { PoolClient } from 'pg';

const OLD = `c.tree = $1 AND c.signed_at < clock_timestamp() - interval '1 hour'`;

/**
 * Lets go of checkpoints that are older than an hour: of each day (UTC) the last one stays, and the last that a witness has signed.
 * The tree of any size can be computed at any time; what goes is that it was signed then, of which its successors are as good.
 * Of each witness the newest cosignature stays, since it says up to where the witness knows the tree.
 */
export async function forgetOldCheckpoints(client: PoolClient, tree: number): Promise<void> {
  await client.query(
    `WITH old AS (
       SELECT c.size, (c.signed_at AT TIME ZONE 'UTC')::date AS day, EXISTS (
         SELECT FROM concord_transparency.cosignature s WHERE s.tree = c.tree AND s.size = c.size) AS cosigned
       FROM concord_transparency.checkpoint c WHERE ${OLD})
     DELETE FROM concord_transparency.checkpoint c
     WHERE ${OLD} AND c.size NOT IN (SELECT max(size) FROM old GROUP BY day, cosigned)
       AND c.size < (SELECT max(size) FROM concord_transparency.checkpoint WHERE tree = $1)`,
    [tree],
  );
  await client.query(
    `DELETE FROM concord_transparency.cosignature s
     WHERE s.tree = $1
       AND s.size < (SELECT max(later.size) FROM concord_transparency.cosignature later WHERE later.tree = $1 AND later.witness = s.witness)
       AND NOT EXISTS (SELECT FROM concord_transparency.checkpoint c WHERE c.tree = s.tree AND c.size = s.size)`,
    [tree],
  );
}
