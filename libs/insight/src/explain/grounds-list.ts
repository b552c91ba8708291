import type { Ground } from './explainer.js';
import type { ExplanationGround } from './explanation.types.js';

/** Grounds as a list, each behind what rests on it. What is withheld says no more than that it is. */
export function groundsList(grounds: readonly Ground[]): readonly ExplanationGround[] {
  const list: ExplanationGround[] = [];
  const add = ({ kind, says, stream, data, withheld = false, grounds: below = [] }: Ground, supports: number | null): void => {
    const place = list.length;
    const shown = data === undefined || withheld ? null : (JSON.parse(JSON.stringify(data)) as unknown);
    list.push({ kind, says, supports, stream: stream ?? null, data: shown, withheld });
    for (const each of below) add(each, place);
  };
  for (const ground of grounds) add(ground, null);
  return list;
}
