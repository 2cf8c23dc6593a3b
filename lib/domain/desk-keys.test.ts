import { expect, it } from "vitest";
import { DEFAULT_LETTERS, DESK_ACTIONS, mergeLetters } from "./desk-keys";

it("gives every action a letter of its own", () => {
  expect(mergeLetters({})).toEqual(DEFAULT_LETTERS);
  expect(new Set(DESK_ACTIONS.map((action) => DEFAULT_LETTERS[action])).size).toBe(DESK_ACTIONS.length);
});

it("lets a person change letters, also by trading two, and refuses one for two actions", () => {
  expect(mergeLetters({ approve: "y" })).toMatchObject({ approve: "y", block: "b" });
  expect(mergeLetters({ approve: "b", block: "a" })).toMatchObject({ approve: "b", block: "a" });
  expect(mergeLetters({ approve: "b" })).toBeNull();
});
