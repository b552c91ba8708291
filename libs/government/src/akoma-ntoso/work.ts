import { isRejection, type Rejection, reject } from '@concord/kernel';
import { type AkomaNtosoDocument, type Merged, mergeExpressions, metaAt, type Unsupported, workOf } from '@concord/legal-text';

/** A file that was read: the documents in it, and what of it they do not keep. */
export interface ReadFile {
  readonly file: string;
  readonly documents: readonly AkomaNtosoDocument[];
  readonly unsupported: readonly Unsupported[];
}

/** A work with its expressions in different languages, of which the authentic one comes first. */
export interface Work {
  /** What names it for ever: the value of FRBRThis of the work. */
  readonly uri: string;
  readonly expressions: readonly [AkomaNtosoDocument, ...AkomaNtosoDocument[]];
}

const isAuthoritative = ({ meta }: AkomaNtosoDocument): boolean =>
  metaAt(meta, 'identification', 'FRBRExpression', 'FRBRauthoritative')?.attributes.get('value') === 'true';

/** The documents by the works whose expressions they are. What does not say its work is one of its own, named by its file. */
export function worksIn(files: readonly ReadFile[]): readonly Work[] {
  const works = new Map<string, [AkomaNtosoDocument, ...AkomaNtosoDocument[]]>();
  for (const { file, documents } of files) {
    for (const document of documents) {
      const uri = workOf(document) ?? file;
      const others = works.get(uri);
      if (!others) works.set(uri, [document]);
      else if (isAuthoritative(document) && !isAuthoritative(others[0])) others.unshift(document);
      else others.push(document);
    }
  }
  return [...works].map(([uri, expressions]) => ({ uri, expressions }));
}

/** A work as one text. */
export function mergedWork({ uri, expressions }: Work): Merged | Rejection {
  const merged = mergeExpressions(expressions);
  if (isRejection(merged) || merged.text.length > 0) return merged;
  return reject('NO_PROVISIONS', `${uri} holds no provisions`, { field: 'body', value: uri });
}
