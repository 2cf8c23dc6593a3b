import { SKETCH } from "#lib/domain/fusion/embedding-sketch";
import { type Evidence, packEvidence } from "#lib/domain/fusion/evidence";
import { FUSION_PARTS, type FusionPart } from "#lib/domain/fusion/parts";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { Random } from "./random";

/** An item as fusion reads it, with what late fusion says of it. */
export interface FusionRow {
  /** `packEvidence`. */
  evidence: Float32Array;
  /** Per category; NaN where it is not known. */
  targets: Float32Array;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Late fusion, as the cascade joins channels: of the parts that know a category the highest probability, each calibrated
 * by its own stage. Categories that no part knows are absent.
 */
export function lateFusion(evidence: Evidence): Scores {
  const fused: Scores = {};
  for (const category of CATEGORIES)
    for (const part of FUSION_PARTS) {
      const score = evidence[part]?.scores[category];
      if (score !== undefined && score > (fused[category] ?? -1)) fused[category] = score;
    }
  return fused;
}

/** A made-up item: which parts it has, what they know, and scores as models give them, with ties and extremes. */
export function drawEvidence(random: Random): Evidence {
  const evidence: Evidence = {};
  const count = 1 + random.below(FUSION_PARTS.length);
  const parts = random.shuffle([...FUSION_PARTS]).slice(0, count);
  const mean = -7 + 6 * random.next();
  const harm = new Map<Category, number>();
  for (const category of CATEGORIES) if (random.next() < 0.3) harm.set(category, -4 + 12 * random.next());
  let last: Scores = {};
  for (const part of parts) {
    const scores: Scores = {};
    for (const category of knownTo(part, random)) {
      const shared = harm.get(category);
      const own = shared !== undefined && random.next() < 0.5 ? shared : mean;
      const before = last[category];
      // Every tenth score is nearly that of another part: there a soft choice between the two is hardest.
      const near = before !== undefined && random.next() < 0.1;
      const z = near ? Math.log(before / (1 - before)) + random.normal() * 0.5 : own + random.normal() * 1.2;
      scores[category] = Math.min(0.9999, Math.max(0.0001, sigmoid(z)));
    }
    evidence[part] = { scores, ...sketchOf(part, random) };
    last = scores;
  }
  return evidence;
}

/** Pictures are judged for `sexual` alone unless a pack knows more; words mostly for all, in some languages for one. */
function knownTo(part: FusionPart, random: Random): readonly Category[] {
  const draw = random.next();
  if (part === "image" || part === "frames")
    return draw < 0.7 ? ["sexual"] : CATEGORIES.filter(() => random.next() < 0.6);
  return draw < 0.85 ? CATEGORIES : ["toxicity"];
}

/** A direction drawn at random, as long as sketches of real embeddings are: it says nothing of the target. */
function sketchOf(part: FusionPart, random: Random): { sketch?: Float32Array } {
  if ((part !== "image" && part !== "frames") || random.next() < 0.1) return {};
  const sketch = Float32Array.from({ length: SKETCH }, () => random.normal());
  const length = Math.hypot(...sketch);
  return { sketch: sketch.map((value) => value / length) };
}

/** Made-up items with what late fusion says of them: the same seed gives the same rows. */
export function fusionRows(count: number, seed: number): FusionRow[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const evidence = drawEvidence(random);
    const late = lateFusion(evidence);
    return {
      evidence: packEvidence(evidence),
      targets: Float32Array.from(CATEGORIES, (category) => late[category] ?? Number.NaN),
    };
  });
}
