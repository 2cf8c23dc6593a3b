import { expect, it } from "vitest";
import { typedName } from "./typed-name";

const people = ["Ana Maria", "Ana Lee", "Bo Lee"];
const names = (text: string, caret = text.length) => typedName(text, caret, people)?.names ?? [];

it("offers whose first or last name begins with what was typed after the @", () => {
  expect(names("@")).toEqual(people);
  expect(names("see @an")).toEqual(["Ana Maria", "Ana Lee"]);
  expect(names("see @lee")).toEqual(["Ana Lee", "Bo Lee"]);
  expect(names("@Ana M")).toEqual(["Ana Maria"]);
  expect(typedName("hi @bo!", 6, people)).toEqual({ from: 3, names: ["Bo Lee"] });
});

it("offers nobody inside an address, for a whole name, or without an @", () => {
  expect(names("mail a@le")).toEqual([]);
  expect(names("@Bo Lee")).toEqual([]);
  expect(names("Bo")).toEqual([]);
  expect(names("@\nBo")).toEqual([]);
});
