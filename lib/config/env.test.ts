import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

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
