import { expect, it } from "vitest";
import { reliability } from "#lib/domain/reliability";
import { servedSections } from "./served-card";
import type { Figures } from "./text-screen-figures";

const figures = (category: Figures["category"], positives: number): Figures => ({
  source: "all",
  category,
  rows: 2000,
  positives,
  auc: 0.9,
  interval: { low: 0.8, high: 0.95 },
  averagePrecision: 0.7,
  bestF1: 0.6,
  ece: 0.01,
  plainEce: 0.02,
  reliability: reliability({ scores: [0.02, 0.04, 0.31, 0.33, 1], labels: [0, 0, 0, 1, 1] }, 10),
});

it("tells what was said and seen in each tenth, where there are positives enough", () => {
  const probe = { texts: 0, auc: 0, accuracy: 0, hatefulRight: 0, harmlessRight: 0, kinds: [] };
  const card = servedSections({
    blends: [],
    figures: [figures("toxicity", 300), figures("violence", 299)],
    padding: { caught: 0, keptShare: 0, talkedOutShare: 0 },
    harmlessCaught: 0,
    probe: { hate: probe, harms: [] },
    unseen: probe,
  } as unknown as Parameters<typeof servedSections>[0]);
  const said = card.split("\n").filter((line) => /^\| (?:toxicity|violence) \| (?:-|0\.\d\d,)/u.test(line));
  expect(said).toEqual(["| toxicity | 0.03, 0.00 | - | - | 0.32, 0.50 | - | - | - | - | - | 1.00, 1.00 |"]);
});
