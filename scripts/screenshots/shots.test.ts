import { expect, it } from "vitest";
import { appPages } from "../test/app-files";
import { SHOTS } from "./shots";

const LIVE = {
  appeal: "/appeal/a",
  appealed: "/appeal/b",
  invite: "/invite/a",
  takenDown: "itm_a",
  withMedia: "itm_b",
};

it("takes a picture of every page, each state under a name of its own", () => {
  const taken = SHOTS.map(({ path }) => (typeof path === "string" ? path : path(LIVE)).split("?")[0] ?? "");
  const untaken = appPages().filter(({ path }) => {
    const pattern = new RegExp(`^${path.replace(/\[\w+\]/g, "[^/]+")}$`);
    return !taken.some((address) => pattern.test(address));
  });
  // The front page only sends people on.
  expect(untaken.map(({ path }) => path)).toEqual(["/"]);
  expect(new Set(SHOTS.map(({ name }) => name)).size).toBe(SHOTS.length);
});
