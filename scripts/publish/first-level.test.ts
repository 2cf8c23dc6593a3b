import { expect, test } from "vitest";
import { CATEGORIES } from "../../lib/domain/taxonomy";
import { FirstLevel } from "./first-level";

test("level 1 says of each text what it says in service, and of one that needs no model that there is nothing to learn", async () => {
  const level = await FirstLevel.open("models", { only: "text-screen" });
  const said = await level.said(["k", "What a silly thing to say", "<b></b>"]).finally(() => level.close());
  expect(said.map(({ language }) => language)).toEqual(["zxx", "en", "zxx"]);
  expect(said.map(({ logits }) => logits?.length)).toEqual([undefined, CATEGORIES.length, undefined]);
  expect(said[0]?.screen.toxicity).toBe(0);
  expect(said[1]?.screen.toxicity).toBeGreaterThan(0);
});

test("what both models say together is told also of a text that is left to level 2", async () => {
  const level = await FirstLevel.open("models");
  const left = "What an utter fool you are, nobody wants you here. The ferry to the island leaves at nine.";
  const said = await level.said(["What a silly thing to say", left]).finally(() => level.close());
  expect(level.hasBoth).toBe(true);
  expect(said[0]?.both).toEqual(said[0]?.scores);
  expect(said[1]?.scores).toEqual({});
  expect(said[1]?.both.harassment).toBeGreaterThan(0.3);
});
