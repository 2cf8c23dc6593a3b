import { expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const policy = (options: { development?: boolean; https?: boolean } = {}) =>
  new Map(
    contentSecurityPolicy({ nonce: "n0nce", development: false, https: false, ...options })
      .split("; ")
      .map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources.join(" ")];
      }),
  );

it("runs only scripts with this request's nonce, and no inline or foreign ones", () => {
  const production = policy();
  expect(production.get("script-src")).toBe("'self' 'nonce-n0nce' 'strict-dynamic'");
  expect(production.get("style-src")).toBe("'self' 'nonce-n0nce'");
  expect(production.get("object-src")).toBe("'none'");
  expect(production.get("base-uri")).toBe("'none'");
  expect(production.get("frame-ancestors")).toBe("'none'");
  expect(production.get("connect-src")).toBe("'self'");
});

it("upgrades to https where the page came by it, and gives the dev server its tools", () => {
  expect(policy().has("upgrade-insecure-requests")).toBe(false);
  expect(policy({ https: true }).has("upgrade-insecure-requests")).toBe(true);
  expect(policy({ development: true }).get("script-src")).toContain("'unsafe-eval'");
});
