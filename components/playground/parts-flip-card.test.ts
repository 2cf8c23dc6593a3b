import { expect, it } from "vitest";
import { summaryOf } from "./parts-flip-card";

const without = (text: "APPROVE" | "FLAG", image: "APPROVE" | "FLAG") =>
  summaryOf([
    { part: "text", decision: text, category: "spam", score: 0.1 },
    { part: "image", decision: image, category: "spam", score: 0.1 },
  ]);

it("names the part that decides, both, or either", () => {
  expect(without("FLAG", "APPROVE")).toMatch(/^The picture decides/);
  expect(without("APPROVE", "FLAG")).toMatch(/^The text decides/);
  expect(without("APPROVE", "APPROVE")).toMatch(/both parts together/);
  expect(without("FLAG", "FLAG")).toMatch(/^Either part is enough/);
});
