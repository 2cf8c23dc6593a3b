import { expect, it } from "vitest";
import { mentionedIn } from "./notes";

const people = ["Ana", "Ana Maria", "Øystein Å", "Lee"].map((name) => ({ name }));
const named = (text: string) => mentionedIn(text, people).map(({ name }) => name);

it("finds names after an @, whatever the case, and takes the longer of two", () => {
  expect(named("@ana maria, please look")).toEqual(["Ana Maria"]);
  expect(named("@Ana and @Ana Maria")).toEqual(["Ana Maria", "Ana"]);
  expect(named("see @øystein å.")).toEqual(["Øystein Å"]);
});

it("takes no name without an @, none that goes on, and each once", () => {
  expect(named("Ana, Lee: mail lee@example.org")).toEqual([]);
  expect(named("@Leeward")).toEqual([]);
  expect(named("@Lee @lee @LEE")).toEqual(["Lee"]);
});
