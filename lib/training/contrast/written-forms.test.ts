import { expect, it } from "vitest";
import { Random } from "../random";
import { writtenForm } from "./written-forms";

it("fills every form, differently each time and alike for the same seed", () => {
  const draw = () => {
    const random = new Random(4);
    return Array.from({ length: 2000 }, () => writtenForm(random));
  };
  const all = draw();
  expect(draw()).toEqual(all);
  expect(new Set(all).size).toBeGreaterThan(1500);
  for (const form of all) expect(form).not.toMatch(/undefined(?! \(| at)|NaN|\[object|^\s|\s$/u);
});
