import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readSettings } from "./settings.mjs";

describe("readSettings", () => {
  // Whoever runs the tests may have a data folder of their own in the environment.
  beforeEach(() => void vi.stubEnv("SIGHTLINE_DATA_DIR", ""));
  afterEach(() => void vi.unstubAllEnvs());

  test("has a default for everything", () => {
    expect(readSettings([], {})).toMatchObject({
      dev: false,
      demo: true,
      port: 3000,
      dataFolder: path.resolve(".data"),
      databaseUrl: undefined,
      redisUrl: undefined,
    });
  });

  test("reads the command line and the environment, where empty means not set", () => {
    const env = { PORT: "4100", DATABASE_URL: "postgresql://db", REDIS_URL: "" };
    expect(readSettings(["--dev", "--no-demo"], env)).toMatchObject({
      dev: true,
      demo: false,
      port: 4100,
      databaseUrl: "postgresql://db",
      redisUrl: undefined,
    });
  });

  test.each(["0", "65536", "http", "30.5"])("refuses PORT=%s with a sentence", (PORT) => {
    expect(() => readSettings([], { PORT })).toThrow(`PORT is "${PORT}"`);
  });

  test("answers an unknown option with the ones there are", () => {
    expect(() => readSettings(["--nodemo"], {})).toThrow(/'--nodemo'[\s\S]*--no-demo/);
  });
});
