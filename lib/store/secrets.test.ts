import { describe, expect, it } from "vitest";
import { hashPassword, hashSecret, newSecret, verifyPassword } from "./secrets";

describe("passwords", () => {
  it("verifies the right password and no other", async () => {
    const stored = await hashPassword("a quiet walk by the river");
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword("a quiet walk by the river", stored)).toBe(true);
    expect(await verifyPassword("a quiet walk by the rivers", stored)).toBe(false);
  });

  it("salts: the same password never gives the same hash", async () => {
    expect(await hashPassword("same words")).not.toBe(await hashPassword("same words"));
  });

  it("takes a password typed with composed or decomposed accents as the same", async () => {
    expect(await verifyPassword("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
  });

  it("says no to a missing or foreign hash without throwing", async () => {
    expect(await verifyPassword("anything", null)).toBe(false);
    expect(await verifyPassword("anything", "$argon2id$v=19$...")).toBe(false);
  });

  it("reads the cost from the hash, so that it can be raised later", async () => {
    const { scryptSync } = await import("node:crypto");
    const salt = Buffer.from("0123456789abcdef");
    const key = scryptSync("old words", salt, 32, { N: 1024, r: 8, p: 1 });
    const stored = `scrypt$1024$8$1$${salt.toString("base64url")}$${key.toString("base64url")}`;
    expect(await verifyPassword("old words", stored)).toBe(true);
  });
});

describe("secrets", () => {
  it("carry 256 bits and hash the same every time", () => {
    const secret = newSecret("sl_");
    expect(secret).toMatch(/^sl_[\w-]{43}$/);
    expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashSecret(secret)).toBe(hashSecret(secret));
    expect(newSecret()).not.toBe(newSecret());
  });
});
