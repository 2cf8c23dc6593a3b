import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { OverlayLegend } from "./overlay-legend";

const MARKS = [{ start: 0, end: 4, weight: 2 }];
const legend = (gap: number | undefined, spans = MARKS) =>
  renderToStaticMarkup(
    <OverlayLegend on category="toxicity" spans={spans} gap={gap} text="what a day" hasRules={false} />,
  );

it("says how much of the score the marks miss, where it is more than a little", () => {
  expect(legend(0.09)).toContain("These marks are approximate: 9 % of the score is unaccounted for.");
});

it("says nothing of a small gap, of one that is not known, and where nothing is marked", () => {
  for (const markup of [legend(0.05), legend(0), legend(undefined), legend(0.5, [])]) {
    expect(markup).toContain("Toxicity");
    expect(markup).not.toContain("approximate");
  }
});
