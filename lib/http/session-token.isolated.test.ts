import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SESSION_IDLE_SECONDS, SESSION_LONGEST_SECONDS } from "#lib/domain/access";
import { readSessionToken, renewedCookie, sessionCookie, writeSessionToken } from "./session-token";

const START = Date.parse("2026-03-01T08:00:00Z");
const setClock = (seconds: number) => vi.setSystemTime(START + seconds * 1000);
const claims = { userId: "usr_1", epoch: 3, signedInAt: START / 1000 };

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://unused");
  vi.stubEnv("AUTH_SECRET", "only for the tests, never for people");
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe("a session token", () => {
  it("carries who, which generation and since when, and nothing that can be read on the way", async () => {
    const token = await writeSessionToken(claims);
    expect(await readSessionToken(token)).toEqual({ ...claims, renewedAt: START / 1000 });
    expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain("usr_1");
  });

  it("that is missing, forged or from another secret is nobody's", async () => {
    const token = await writeSessionToken(claims);
    expect(await readSessionToken(undefined)).toBeNull();
    expect(await readSessionToken("abc.def.ghi")).toBeNull();
    expect(await readSessionToken(`${token.slice(0, -4)}AAAA`)).toBeNull();
  });

  it("dies of an idle hour", async () => {
    const token = await writeSessionToken(claims);
    setClock(SESSION_IDLE_SECONDS - 5);
    expect(await readSessionToken(token)).not.toBeNull();
    setClock(SESSION_IDLE_SECONDS + 20);
    expect(await readSessionToken(token)).toBeNull();
  });

  it("lives on while it is used, but not beyond its longest age", async () => {
    let token = await writeSessionToken(claims);
    for (let seconds = 1800; seconds < SESSION_LONGEST_SECONDS; seconds += 1800) {
      setClock(seconds);
      const read = await readSessionToken(token);
      expect(read).not.toBeNull();
      const cookie = read && (await renewedCookie(read));
      token = sessionCookie(new Headers({ cookie: cookie?.split(";")[0] ?? "" })) ?? "";
    }
    setClock(SESSION_LONGEST_SECONDS + 20);
    expect(await readSessionToken(token)).toBeNull();
  });

  it("is not renewed at every request", async () => {
    const fresh = { ...claims, renewedAt: START / 1000 };
    setClock(30);
    expect(await renewedCookie(fresh)).toBeNull();
    setClock(90);
    expect(await renewedCookie(fresh)).toMatch(/; HttpOnly; SameSite=Lax$/);
  });
});
