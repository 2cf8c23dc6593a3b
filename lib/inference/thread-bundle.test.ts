import { statSync, utimesSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { bundleOf } from "./thread-bundle";

const source = new URL("../../scripts/test/failing-device.ts", import.meta.url);

it("makes one file of a thread's source, which other processes find as it is and do not write again", async () => {
  const bundle = bundleOf(source);
  expect(bundle.href).toMatch(/\/build\/threads\/failing-device\.mjs$/u);
  expect(bundleOf(source)).toBe(bundle);
  const long = new Date("2026-01-01");
  utimesSync(bundle, long, long);
  vi.resetModules();
  const another = await import("./thread-bundle");
  expect(another.bundleOf(source).href).toBe(bundle.href);
  expect(statSync(bundle).mtime).toEqual(long);
});
