import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyConsistency, verifyInclusion } from './merkle.js';
import { ProofRefused } from './refused.js';

interface Common {
  readonly desc: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}
interface InclusionCase extends Common {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
}
interface ConsistencyCase extends Common {
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
}

const file = join(import.meta.dirname, '../data/merkle-vectors.json');
const cases = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, InclusionCase | ConsistencyCase>);

const bytes = (base64: string | null): Buffer => Buffer.from(base64 ?? '', 'base64');

function verify(example: InclusionCase | ConsistencyCase): void {
  const proof = (example.proof ?? []).map(bytes);
  if ('leafIdx' in example) {
    const { leafIdx: index, treeSize: size, leafHash, root } = example;
    verifyInclusion({ index, size, leaf: bytes(leafHash), root: bytes(root), proof });
  } else {
    const { size1, size2, root1, root2 } = example;
    verifyConsistency({ size1, size2, root1: bytes(root1), root2: bytes(root2), proof });
  }
}

test('the published cases are all there', () => {
  expect(cases).toHaveLength(109);
  expect(cases.filter(([, { wantErr }]) => wantErr)).toHaveLength(102);
});

test.each(cases.filter(([, { wantErr }]) => !wantErr))('verifies %s', (_name, example) => {
  expect(() => verify(example)).not.toThrow();
});

test.each(cases.filter(([, { wantErr }]) => wantErr))('refuses %s', (_name, example) => {
  expect(() => verify(example)).toThrow(ProofRefused);
});
