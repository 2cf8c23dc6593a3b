import { SKETCH } from "#lib/domain/fusion/embedding-sketch";
import type { Evidence } from "#lib/domain/fusion/evidence";
import { CATEGORIES, type Scores } from "#lib/domain/taxonomy";
import type { Random } from "#lib/training/random";

/**
 * A made-up post: a caption that no text model minds, save for `over`, and a picture whose embedding points one way or
 * another by its kind.
 */
export function captionedPicture(random: Random, kind: 0 | 1, over: Scores = {}): Evidence {
  const sketch = Float32Array.from(
    { length: SKETCH },
    (_, at) => (Math.sin(at * (kind ? 1.3 : 0.7)) + 0.3 * random.normal()) / Math.sqrt(SKETCH / 2),
  );
  const low = () => 0.02 + 0.06 * random.next();
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, low()]));
  return { text: { scores: { ...scores, ...over } }, image: { scores: { sexual: low() }, sketch } };
}
