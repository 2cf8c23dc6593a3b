import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENV_NAMES, parseEnv } from "./env";

const base = { DATABASE_URL: "postgresql://localhost/x" };

describe("parseEnv", () => {
  it("fills in the defaults of the contract", () => {
    const env = parseEnv(base);
    expect(env.PORT).toBe(3000);
    expect(env.SIGHTLINE_DATA_DIR).toBe(".data");
    expect(env.REDIS_URL).toBeUndefined();
  });

  it("treats an empty variable as absent", () => {
    expect(parseEnv({ ...base, REDIS_URL: "", PORT: "" }).REDIS_URL).toBeUndefined();
  });

  it("names every wrong variable and what to do", () => {
    expect(() => parseEnv({ PORT: "http" })).toThrow(/PORT[\s\S]*DATABASE_URL is not set: start Sightline/);
  });
});

it("reads what the README lists, and nothing else that an operator sets", () => {
  const rows = readFileSync("README.md", "utf8").match(/^\| `[A-Z].*? \|/gm) ?? [];
  const listed = rows.flatMap((row) => [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  const ownAffair = ["NODE_ENV", "SIGHTLINE_DEMO"];
  expect(listed.sort()).toEqual(ENV_NAMES.filter((name) => !ownAffair.includes(name)).sort());
});
